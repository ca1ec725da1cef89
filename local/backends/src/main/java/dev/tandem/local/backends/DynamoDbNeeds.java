package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which permissions a DynamoDB request takes, as in the service authorization reference of IAM. */
final class DynamoDbNeeds {
    private static final Map<String, String> ACTION_IN_TRANSACTION = Map.of(
            "Put", "dynamodb:PutItem",
            "Update", "dynamodb:UpdateItem",
            "Delete", "dynamodb:DeleteItem",
            "ConditionCheck", "dynamodb:ConditionCheckItem",
            "Get", "dynamodb:GetItem");

    private DynamoDbNeeds() {}

    static List<Need> of(String operation, JsonNode request) {
        return switch (operation) {
            case "TransactWriteItems", "TransactGetItems" -> transaction(request.path("TransactItems"));
            case "BatchGetItem", "BatchWriteItem" -> batch(operation, request.path("RequestItems"));
            case "ExecuteStatement" -> List.of(statement(request));
            case "BatchExecuteStatement" -> statements(request.path("Statements"));
            case "ExecuteTransaction" -> statements(request.path("TransactStatements"));
            default -> List.of(new Need("dynamodb:" + operation, resource(request)));
        };
    }

    private static List<Need> transaction(JsonNode items) {
        List<Need> needs = new ArrayList<>();
        for (JsonNode item : items) {
            for (Map.Entry<String, JsonNode> part : item.properties()) {
                String action = ACTION_IN_TRANSACTION.getOrDefault(part.getKey(), "dynamodb:" + part.getKey());
                needs.add(new Need(action, resource(part.getValue())));
            }
        }
        return needs.stream().distinct().toList();
    }

    private static List<Need> batch(String operation, JsonNode tables) {
        return tables.propertyStream()
                .map(table -> new Need("dynamodb:" + operation, tableArn(table.getKey())))
                .toList();
    }

    private static List<Need> statements(JsonNode statements) {
        List<Need> needs = new ArrayList<>();
        statements.forEach(statement -> needs.add(statement(statement)));
        return needs;
    }

    /** PartiQL names its table inside the statement; only a policy on all tables lets it pass. */
    private static Need statement(JsonNode request) {
        String verb = request.path("Statement").asText().strip().split("\\s", 2)[0];
        String action = switch (verb.toUpperCase(java.util.Locale.ROOT)) {
            case "INSERT" -> "PartiQLInsert";
            case "UPDATE" -> "PartiQLUpdate";
            case "DELETE" -> "PartiQLDelete";
            default -> "PartiQLSelect";
        };
        return new Need("dynamodb:" + action, tableArn("*"));
    }

    private static String resource(JsonNode request) {
        if (request.hasNonNull("ResourceArn")) {
            return request.get("ResourceArn").asText();
        }
        if (!request.hasNonNull("TableName")) {
            return "*";
        }
        String table = tableArn(request.get("TableName").asText());
        return request.hasNonNull("IndexName")
                ? table + "/index/" + request.get("IndexName").asText()
                : table;
    }

    private static String tableArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : Aws.tableArn(nameOrArn);
    }
}
