package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tandem.commons.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Routes by api/openapi.yaml, and holds answers against it: status declared, body as declared and nothing more. */
final class ApiContract {
    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private ApiContract() {}

    /** An operation, with the values of its path. */
    record Route(String operationId, String function, Map<String, String> parameters, JsonNode operation) {}

    static Route route(String method, String path) {
        Route found = null;
        for (var template : DOCUMENT.path("paths").properties()) {
            JsonNode operation = template.getValue().path(method.toLowerCase(Locale.ROOT));
            Map<String, String> parameters = match(template.getKey(), path);
            if (parameters != null && !operation.isMissingNode()) {
                String id = operation.path("operationId").asText();
                Route route = new Route(id, operation.path("x-tandem-function").asText(id), parameters, operation);
                // A literal path goes before one with a parameter.
                if (found == null
                        || route.parameters().size() < found.parameters().size()) {
                    found = route;
                }
            }
        }
        if (found == null) {
            throw new AssertionError("No route " + method + " " + path);
        }
        return found;
    }

    private static @Nullable Map<String, String> match(String template, String path) {
        String[] names = template.split("/");
        String[] values = path.split("/");
        if (names.length != values.length) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("{")) {
                parameters.put(names[i].substring(1, names[i].length() - 1), values[i]);
            } else if (!names[i].equals(values[i])) {
                return null;
            }
        }
        return parameters;
    }

    static void check(Route route, int status, String contentType, String body) {
        JsonNode response = route.operation().path("responses").path(Integer.toString(status));
        assertThat(response.isMissingNode())
                .as("%s declares %s: %s", route.operationId(), status, body)
                .isFalse();
        String reference = response.path("$ref").asText();
        JsonNode contents = (reference.isEmpty() ? response : DOCUMENT.at(reference.substring(1))).path("content");
        if (contents.isMissingNode() && body.isEmpty()) {
            return;
        }
        JsonNode content = contents.path(contentType);
        assertThat(content.isMissingNode())
                .as("%s %s declares %s: %s", route.operationId(), status, contentType, body)
                .isFalse();
        if (!contentType.endsWith("json")) {
            return;
        }
        JsonSchema schema = SCHEMAS.computeIfAbsent(route.operationId() + status, key -> {
            ObjectNode root = Json.object();
            root.putArray("allOf").add(content.path("schema"));
            root.set("components", DOCUMENT.path("components"));
            return FACTORY.getSchema(root);
        });
        assertThat(schema.validate(Json.tree(body)))
                .as("%s %s: %s", route.operationId(), status, body)
                .isEmpty();
    }

    private static JsonNode read() {
        try {
            Path file = Path.of(System.getProperty("repositoryRoot"), "api/openapi.yaml");
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
            document.path("components").path("schemas").properties().forEach(schema -> {
                // Open for clients, so that fields can be added; closed here, so that none is forgotten.
                if (schema.getValue().has("properties") && !schema.getValue().has("additionalProperties")) {
                    ((ObjectNode) schema.getValue()).put("additionalProperties", false);
                }
            });
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
