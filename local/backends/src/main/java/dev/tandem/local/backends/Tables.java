package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes DynamoDB tables from CloudFormation properties, which are the CreateTable request but for a few fields. */
final class Tables {
    private static final List<String> SAME_IN_BOTH = List.of(
            "TableName", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes");

    private final JsonCalls calls;

    Tables(JsonCalls calls) {
        this.calls = calls;
    }

    void create(JsonNode properties) {
        ObjectNode request = JsonCalls.JSON.createObjectNode();
        for (String field : SAME_IN_BOTH) {
            if (properties.has(field)) {
                request.set(field, properties.get(field).deepCopy());
            }
        }
        request.path("GlobalSecondaryIndexes").forEach(index -> onlyKnown((ObjectNode) index));
        request.path("LocalSecondaryIndexes").forEach(index -> onlyKnown((ObjectNode) index));
        request.put("BillingMode", "PAY_PER_REQUEST");
        if (properties.has("StreamSpecification")) {
            ObjectNode stream = properties.get("StreamSpecification").deepCopy();
            request.set("StreamSpecification", stream.put("StreamEnabled", true));
        }
        String table = request.path("TableName").asText();
        try {
            calls.callOrRefuse("CreateTable", request);
        } catch (JsonCalls.ServiceException refusal) {
            if (!refusal.type().equals("ResourceInUseException")) {
                throw new BackendException(
                        "Table " + table + ": " + refusal.type() + ": " + refusal.getMessage(), refusal);
            }
            bringUpToDate(table, request);
        }
        setTimeToLive(table, properties.path("TimeToLiveSpecification"));
    }

    /** CloudFormation knows fields of an index that DynamoDB Local does not. */
    private static void onlyKnown(ObjectNode index) {
        index.retain("IndexName", "KeySchema", "Projection");
    }

    private void bringUpToDate(String table, ObjectNode wanted) {
        JsonNode existing = calls.call(
                        "DescribeTable", JsonCalls.JSON.createObjectNode().put("TableName", table))
                .path("Table");
        if (!existing.path("KeySchema").equals(wanted.path("KeySchema"))) {
            throw new BackendException("Table " + table + " exists with other keys; start with another state folder");
        }
        Set<String> present = new HashSet<>();
        existing.path("GlobalSecondaryIndexes")
                .forEach(index -> present.add(index.path("IndexName").asText()));
        for (JsonNode index : wanted.path("GlobalSecondaryIndexes")) {
            if (!present.contains(index.path("IndexName").asText())) {
                ObjectNode update = JsonCalls.JSON.createObjectNode().put("TableName", table);
                update.set("AttributeDefinitions", wanted.path("AttributeDefinitions"));
                update.putArray("GlobalSecondaryIndexUpdates").addObject().set("Create", index);
                calls.call("UpdateTable", update);
            }
        }
    }

    private void setTimeToLive(String table, JsonNode specification) {
        if (!specification.path("Enabled").asBoolean(false)) {
            return;
        }
        String attribute = specification.path("AttributeName").asText();
        JsonNode current = calls.call(
                        "DescribeTimeToLive", JsonCalls.JSON.createObjectNode().put("TableName", table))
                .path("TimeToLiveDescription");
        if (attribute.equals(current.path("AttributeName").asText())) {
            return;
        }
        ObjectNode update = JsonCalls.JSON.createObjectNode().put("TableName", table);
        update.putObject("TimeToLiveSpecification").put("Enabled", true).put("AttributeName", attribute);
        calls.call("UpdateTimeToLive", update);
    }
}
