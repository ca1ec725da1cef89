package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Compiles the schemas of a contract, references included, once at start. */
final class Schemas {
    private static final int MAX_VIOLATIONS = 20;

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder -> builder.metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .locale(Locale.ROOT)
            .regularExpressionFactory(SchemaPattern::compile)
            .build();
    private final JsonNode document;

    Schemas(JsonNode document) {
        this.document = document;
    }

    /**
     * Compiles a schema of the contract.
     *
     * @throws ContractException when it, or one that it refers to, is no valid schema
     */
    JsonSchema compile(String where, JsonNode schema) {
        // References are relative to the document, so the schema travels with the part they point into.
        ObjectNode root = Jsons.MAPPER.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        try {
            JsonSchema compiled = factory.getSchema(root, config);
            compiled.initializeValidators();
            return compiled;
        } catch (RuntimeException e) {
            throw new ContractException(where, "schema does not compile: " + e.getMessage());
        }
    }

    /**
     * Checks a value and adds what is wrong with it.
     *
     * @param firstOnly stop at the first violation: the price of a large bad document must not grow with it
     */
    static List<Problem.Violation> check(
            JsonSchema schema, JsonNode value, String in, String field, boolean firstOnly) {
        Set<ValidationMessage> messages;
        try {
            messages = schema.validate(
                    value, context -> context.getExecutionConfig().setFailFast(firstOnly));
        } catch (RuntimeException | StackOverflowError e) {
            // The library fails on values that it cannot compute with, such as a number of a billion digits.
            return List.of(new Problem.Violation(in, field, "cannot be checked against the contract"));
        }
        List<Problem.Violation> violations = new ArrayList<>();
        for (ValidationMessage message : messages) {
            if (violations.size() == MAX_VIOLATIONS) {
                break;
            }
            String pointer = message.getInstanceLocation().toString();
            String property = message.getProperty();
            String at = field + pointer + (property == null ? "" : "/" + property);
            violations.add(new Problem.Violation(in, at.isEmpty() ? "/" : at, shorten(message.getError())));
        }
        return violations;
    }

    private static String shorten(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
