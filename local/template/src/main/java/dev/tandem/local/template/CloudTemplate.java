package dev.tandem.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A SAM template with every function in it resolved, as typed resources. Loading is all or nothing: a resource type that
 * the embedded cloud neither runs nor knows to have no meaning on one machine is an error, so that nothing in a template
 * is silently missing.
 */
public final class CloudTemplate {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Resource> resources;

    private CloudTemplate(Map<String, Resource> resources) {
        this.resources = resources;
    }

    /**
     * @param file the template; relative paths in it (CodeUri, ContentUri) are relative to its folder
     * @param parameters values for declared parameters; others take their default
     * @throws TemplateException naming the resource, when the template cannot be booted
     */
    public static CloudTemplate load(Path file, Map<String, String> parameters, Deployment deployment) {
        if (!Files.isRegularFile(file)) {
            throw new TemplateException("there is no template at " + file);
        }
        try {
            Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
            return read(MAPPER.readTree(file.toFile()), folder, parameters, deployment);
        } catch (JsonProcessingException e) {
            throw new TemplateException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TemplateException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #load}, from a document in memory. */
    public static CloudTemplate read(
            JsonNode template, Path folder, Map<String, String> parameters, Deployment deployment) {
        JsonNode declared = template.path("Resources");
        if (!declared.isObject() || declared.isEmpty()) {
            throw new TemplateException("the template declares no Resources");
        }
        Naming naming = new Naming(deployment, declared, values(template.path("Parameters"), parameters));
        Intrinsics intrinsics = new Intrinsics(naming, template.path("Conditions"), template.path("Mappings"));

        Map<String, ResourceReader.Declared> active = new LinkedHashMap<>();
        declared.properties().forEach(entry -> {
            String id = entry.getKey();
            JsonNode resource = entry.getValue();
            JsonNode condition = resource.path("Condition");
            if (condition.isTextual() && !intrinsics.condition(condition.asText())) {
                return;
            }
            String type = resource.path("Type").asText();
            if (!ResourceReader.known(type)) {
                throw new TemplateException(id + " is of type " + type + ", which the embedded cloud does not know");
            }
            if (ResourceReader.runs(type)) {
                try {
                    JsonNode properties = intrinsics.resolve(resource.path("Properties"));
                    active.put(id, new ResourceReader.Declared(id, type, properties));
                } catch (TemplateException e) {
                    throw new TemplateException(id + ": " + e.getMessage(), e);
                }
            }
        });
        JsonNode globals = intrinsics.resolve(template.path("Globals"));
        return new CloudTemplate(new ResourceReader(naming, folder, globals, active).readAll());
    }

    private static Map<String, JsonNode> values(JsonNode declared, Map<String, String> given) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        declared.properties().forEach(entry -> {
            String name = entry.getKey();
            String value = given.get(name);
            JsonNode fallback = entry.getValue().path("Default");
            if (value == null && fallback.isMissingNode()) {
                throw new TemplateException("parameter " + name + " has neither a value nor a default");
            }
            values.put(name, value == null ? fallback : TextNode.valueOf(value));
        });
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new TemplateException("the template has no parameter " + name);
            }
        }
        return values;
    }

    public List<Resource.Function> functions() {
        return all(Resource.Function.class);
    }

    public List<Resource.Table> tables() {
        return all(Resource.Table.class);
    }

    public List<Resource.Queue> queues() {
        return all(Resource.Queue.class);
    }

    public List<Resource.Bucket> buckets() {
        return all(Resource.Bucket.class);
    }

    public List<Resource.EventSource> eventSources() {
        return all(Resource.EventSource.class);
    }

    public List<Resource.Schedule> schedules() {
        return all(Resource.Schedule.class);
    }

    public List<Resource.StateMachine> stateMachines() {
        return all(Resource.StateMachine.class);
    }

    public List<Resource.Api> apis() {
        return all(Resource.Api.class);
    }

    public List<Resource.ApiKey> apiKeys() {
        return all(Resource.ApiKey.class);
    }

    public List<Resource.Role> roles() {
        return all(Resource.Role.class);
    }

    /** The layers of a function as zips (or folders), in class path order. */
    public List<Path> layersOf(Resource.Function function) {
        return function.layers().stream()
                .map(id -> resources.get(id) instanceof Resource.Layer layer ? layer.content() : missing(id))
                .toList();
    }

    /** The policies of a role; a role that is not declared allows nothing. */
    public PolicyEngine policiesOf(Optional<String> roleId) {
        return roleId.map(resources::get)
                .map(resource -> resource instanceof Resource.Role role ? role.engine() : null)
                .orElseGet(() -> PolicyEngine.of(List.of()));
    }

    private static Path missing(String id) {
        throw new TemplateException("there is no layer " + id);
    }

    private <T extends Resource> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Resource resource : resources.values()) {
            if (type.isInstance(resource)) {
                found.add(type.cast(resource));
            }
        }
        return List.copyOf(found);
    }
}
