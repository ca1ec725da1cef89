package dev.tandem.stock;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers against api/openapi.yaml: their status must be declared, their body must be as declared and nothing more. */
final class Contract {
    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Contract() {}

    static JsonNode document() {
        return DOCUMENT;
    }

    /** The part that a node refers to, or itself. */
    static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }

    static void check(String operationId, Shop.Answer answer) {
        if (answer.status() == 500) {
            return; // lost requests of the property test; nobody declares those
        }
        JsonNode responses = operation(operationId).path("responses");
        String status = Integer.toString(answer.status());
        assertThat(responses.has(status))
                .as("%s declares %s: %s", operationId, status, answer.body())
                .isTrue();
        JsonNode content = resolve(responses.path(status)).path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body().isEmpty())
                    .as("%s %s has no body", operationId, status)
                    .isTrue();
            return;
        }
        String type = answer.headers().path("Content-Type").asText();
        assertThat(content.has(type))
                .as("%s %s declares %s", operationId, status, type)
                .isTrue();
        assertThat(schema(operationId + status, content.path(type).path("schema"))
                        .validate(answer.body()))
                .as("%s %s: %s", operationId, status, answer.body())
                .isEmpty();
    }

    static JsonSchema schema(String name, JsonNode schema) {
        return SCHEMAS.computeIfAbsent(name, key -> {
            ObjectNode root = Json.object();
            root.putArray("allOf").add(schema);
            root.set("components", DOCUMENT.path("components"));
            return FACTORY.getSchema(root);
        });
    }

    static JsonNode operation(String operationId) {
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
