package dev.tandem.commons.http;

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

/**
 * Routes by api/openapi.yaml, and holds answers against it: their status must be declared, their body must be as declared and nothing
 * more.
 */
public final class ApiContract {
    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private ApiContract() {}

    /** An operation, with the function that serves it and the values of its path. */
    public record Route(String operationId, String function, Map<String, String> parameters) {}

    public static JsonNode document() {
        return DOCUMENT;
    }

    /** The part that a node refers to, or itself. */
    public static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }

    public static Route route(String method, String path) {
        Route found = null;
        for (var template : DOCUMENT.path("paths").properties()) {
            JsonNode operation = template.getValue().path(method.toLowerCase(Locale.ROOT));
            Map<String, String> parameters = match(template.getKey(), path);
            if (parameters != null && !operation.isMissingNode()) {
                String id = operation.path("operationId").asText();
                Route route = new Route(id, operation.path("x-tandem-function").asText(id), parameters);
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

    /** Fails when the operation does not declare such an answer. A body that is no JSON is held against its type only. */
    public static void check(String operationId, int status, String contentType, String body) {
        JsonNode responses = operation(operationId).path("responses");
        assertThat(responses.has(Integer.toString(status)))
                .as("%s declares %s: %s", operationId, status, body)
                .isTrue();
        JsonNode contents = resolve(responses.path(Integer.toString(status))).path("content");
        if (contents.isMissingNode()) {
            assertThat(body).as("%s %s has no body", operationId, status).isEmpty();
            return;
        }
        assertThat(contents.has(contentType))
                .as("%s %s declares %s: %s", operationId, status, contentType, body)
                .isTrue();
        if (contentType.endsWith("json")) {
            assertThat(schema(
                                    operationId + status + contentType,
                                    contents.path(contentType).path("schema"))
                            .validate(Json.tree(body)))
                    .as("%s %s: %s", operationId, status, body)
                    .isEmpty();
        }
    }

    /** @param name under which it is remembered */
    public static JsonSchema schema(String name, JsonNode schema) {
        return SCHEMAS.computeIfAbsent(name, key -> {
            ObjectNode root = Json.object();
            root.putArray("allOf").add(schema);
            root.set("components", DOCUMENT.path("components"));
            return FACTORY.getSchema(root);
        });
    }

    private static JsonNode operation(String operationId) {
        for (JsonNode path : DOCUMENT.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.path("operationId").asText().equals(operationId)) {
                    return operation;
                }
            }
        }
        throw new AssertionError("No operation " + operationId);
    }

    private static JsonNode read() {
        try {
            Path file = Path.of(System.getProperty("repositoryRoot"), "api/openapi.yaml");
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
            for (JsonNode schema : document.path("components").path("schemas")) {
                if (schema.has("properties") && !schema.has("additionalProperties")) {
                    // Open for clients, so that fields can be added; closed here, so that none is forgotten.
                    ((ObjectNode) schema).put("additionalProperties", false);
                }
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
