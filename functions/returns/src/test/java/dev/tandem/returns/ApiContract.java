package dev.tandem.returns;

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
final class ApiContract {
    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private ApiContract() {}

    static void check(String operationId, int status, String contentType, JsonNode body) {
        JsonNode response = operation(operationId).path("responses").path(Integer.toString(status));
        assertThat(response.isMissingNode())
                .as("%s declares %s: %s", operationId, status, body)
                .isFalse();
        String reference = response.path("$ref").asText();
        JsonNode content = (reference.isEmpty() ? response : DOCUMENT.at(reference.substring(1)))
                .path("content")
                .path(contentType);
        assertThat(content.isMissingNode())
                .as("%s %s declares %s", operationId, status, contentType)
                .isFalse();
        JsonSchema schema = SCHEMAS.computeIfAbsent(operationId + status, key -> {
            ObjectNode root = Json.object();
            root.putArray("allOf").add(content.path("schema"));
            root.set("components", DOCUMENT.path("components"));
            return FACTORY.getSchema(root);
        });
        assertThat(schema.validate(body))
                .as("%s %s: %s", operationId, status, body)
                .isEmpty();
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
