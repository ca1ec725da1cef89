package dev.tandem.dispatch.store;

import dev.tandem.commons.dynamodb.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** What the tables of this module do the same way. */
final class Batches {
    private static final int MOST_KEYS = 100;

    private Batches() {}

    /** Consistent reads of many items; those that are not there are left out. */
    static List<Map<String, AttributeValue>> get(
            DynamoDbClient dynamoDb, String table, List<Map<String, AttributeValue>> keys) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MOST_KEYS) {
            Map<String, KeysAndAttributes> left = Map.of(
                    table,
                    KeysAndAttributes.builder()
                            .consistentRead(true)
                            .keys(keys.subList(from, Math.min(keys.size(), from + MOST_KEYS)))
                            .build());
            while (!left.isEmpty()) {
                Map<String, KeysAndAttributes> asked = left;
                BatchGetItemResponse answer = dynamoDb.batchGetItem(request -> request.requestItems(asked));
                found.addAll(answer.responses().getOrDefault(table, List.of()));
                left = answer.unprocessedKeys();
            }
        }
        return found;
    }

    /** The write stands only on this version; 0 means that there must be none. */
    static void onVersion(Put.Builder put, long version) {
        if (version == 0) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("#version = :version")
                    .expressionAttributeNames(Map.of("#version", "version"))
                    .expressionAttributeValues(Map.of(":version", Items.of(version)));
        }
    }
}
