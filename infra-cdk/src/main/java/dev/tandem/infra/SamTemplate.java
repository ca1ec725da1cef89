package dev.tandem.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns the synthesised CloudFormation template into a SAM template: functions and layers take the built zips by their paths, and
 * a function's version and alias become {@code AutoPublishAlias}, so that nothing in the file changes with the bytes of a build.
 * Everything else stays as synthesised; references to an alias become {@code X.Alias}, which SAM resolves.
 */
public final class SamTemplate {
    private static final String LIVE = ".Alias";

    private final JsonNode source;
    private final Map<String, String> zips;
    /** Logical id of an alias or version to the reference that stands for it. */
    private final Map<String, String> published;

    private SamTemplate(JsonNode source, Map<String, String> zips) {
        this.source = source;
        this.zips = zips;
        this.published = published(source);
    }

    public static ObjectNode of(JsonNode template, List<Domain> domains) {
        Map<String, String> zips = new HashMap<>(Map.of(
                "CommonsLayer", Functions.COMMONS_LAYER_ZIP,
                "RuntimeLayer", Functions.RUNTIME_LAYER_ZIP));
        domains.forEach(domain -> domain.functions().forEach(spec -> zips.put(spec.name(), spec.zip())));
        return new SamTemplate(template, zips).convert();
    }

    /** Two spaces, one line per entry, ends with a line break: what a diff reads well. */
    public static String write(JsonNode template) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(template) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, String> published(JsonNode source) {
        Map<String, String> published = new HashMap<>();
        for (var resource : source.path("Resources").properties()) {
            String type = resource.getValue().path("Type").asText();
            String function =
                    resource.getValue().at("/Properties/FunctionName/Ref").asText();
            switch (type) {
                case "AWS::Lambda::Alias" -> published.put(resource.getKey(), function + LIVE);
                case "AWS::Lambda::Version" -> published.put(resource.getKey(), function + ".Version");
                default -> {}
            }
        }
        return published;
    }

    private ObjectNode convert() {
        ObjectNode sam = JsonNodeFactory.instance.objectNode();
        sam.put("AWSTemplateFormatVersion", "2010-09-09");
        sam.put("Transform", "AWS::Serverless-2016-10-31");
        sam.set("Description", source.path("Description"));
        sam.set("Parameters", source.path("Parameters"));
        ObjectNode resources = sam.putObject("Resources");
        Map<String, JsonNode> sorted = new TreeMap<>();
        source.path("Resources").properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        sorted.forEach((id, resource) -> {
            if (!published.containsKey(id)) {
                resources.set(id, resource(id, resource));
            }
        });
        Map<String, JsonNode> outputs = new TreeMap<>();
        source.path("Outputs").properties().forEach(entry -> outputs.put(entry.getKey(), entry.getValue()));
        ObjectNode out = sam.putObject("Outputs");
        outputs.forEach((name, output) -> out.set(name, rewrite(output)));
        return sam;
    }

    private JsonNode resource(String id, JsonNode resource) {
        ObjectNode result = (ObjectNode) rewrite(resource);
        // Construct paths and nag's suppressions: they are the CDK's business.
        result.remove("Metadata");
        tidyDependencies(result);
        switch (result.path("Type").asText()) {
            case "AWS::Lambda::Function" -> toServerlessFunction(id, result);
            case "AWS::Lambda::LayerVersion" -> toServerlessLayer(id, result);
            default -> {}
        }
        return result;
    }

    private void toServerlessFunction(String id, ObjectNode resource) {
        resource.put("Type", "AWS::Serverless::Function");
        ObjectNode properties = (ObjectNode) resource.path("Properties");
        properties.remove("Code");
        properties.put("CodeUri", zip(id));
        properties.put("AutoPublishAlias", Functions.ALIAS);
        JsonNode tracing = properties.remove("TracingConfig");
        if (tracing != null) {
            properties.set("Tracing", tracing.path("Mode"));
        }
        JsonNode deadLetters = properties.remove("DeadLetterConfig");
        if (deadLetters != null) {
            properties.putObject("DeadLetterQueue").put("Type", "SQS").set("TargetArn", deadLetters.path("TargetArn"));
        }
    }

    private void toServerlessLayer(String id, ObjectNode resource) {
        resource.put("Type", "AWS::Serverless::LayerVersion");
        resource.remove(List.of("DeletionPolicy", "UpdateReplacePolicy"));
        ObjectNode properties = (ObjectNode) resource.path("Properties");
        properties.remove("Content");
        properties.put("ContentUri", zip(id));
        properties.put("RetentionPolicy", "Retain");
    }

    private String zip(String id) {
        String zip = zips.get(id);
        if (zip == null) {
            throw new IllegalStateException("No domain declares the zip of " + id);
        }
        return zip;
    }

    /** A dependency on an alias or version is one on its function, which SAM makes them from. */
    private static void tidyDependencies(ObjectNode resource) {
        if (resource.path("DependsOn") instanceof ArrayNode dependencies) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            List<String> ids = dependencies
                    .valueStream()
                    .map(node -> node.asText().replaceAll("\\..*", ""))
                    .distinct()
                    .toList();
            ids.forEach(kept::add);
            resource.set("DependsOn", kept);
        }
    }

    private JsonNode rewrite(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> rewriteObject(object);
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(rewrite(element)));
                yield copy;
            }
            default -> node;
        };
    }

    private JsonNode rewriteObject(ObjectNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            JsonNode value = entry.getValue();
            copy.set(
                    entry.getKey(),
                    switch (entry.getKey()) {
                        case "Ref" -> TextNode.valueOf(published.getOrDefault(value.asText(), value.asText()));
                        case "DependsOn" -> rewriteDependencies(value);
                        case "Fn::Sub" ->
                            value.isTextual() ? TextNode.valueOf(rewriteSub(value.asText())) : rewrite(value);
                        default -> rewrite(value);
                    });
        }
        return copy;
    }

    private JsonNode rewriteDependencies(JsonNode dependencies) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        (dependencies.isArray()
                        ? dependencies
                        : JsonNodeFactory.instance.arrayNode().add(dependencies))
                .forEach(id -> copy.add(published.getOrDefault(id.asText(), id.asText())));
        return copy;
    }

    private String rewriteSub(String text) {
        String result = text;
        for (Map.Entry<String, String> entry : published.entrySet()) {
            result = result.replace("${" + entry.getKey() + "}", "${" + entry.getValue() + "}");
        }
        return result;
    }
}
