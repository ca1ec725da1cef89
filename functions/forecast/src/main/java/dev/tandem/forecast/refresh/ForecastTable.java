package dev.tandem.forecast.refresh;

import dev.tandem.commons.dynamodb.Items;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Items of the ForecastTable by pk and sk; what is read is what was written last. */
public record ForecastTable(DynamoDbClient dynamoDb, String table) {
    /** Can be filled up to a whole item. */
    public static Map<String, AttributeValue> key(String pk, String sk) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("pk", Items.of(pk));
        key.put("sk", Items.of(sk));
        return key;
    }

    public Optional<Map<String, AttributeValue>> find(String pk, String sk) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).key(key(pk, sk)).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    /** @param prefix of the sort key, empty for all of a partition */
    public List<Map<String, AttributeValue>> query(String pk, String prefix) {
        QueryRequest.Builder request = QueryRequest.builder().tableName(table).consistentRead(true);
        if (prefix.isEmpty()) {
            request.keyConditionExpression("pk = :pk").expressionAttributeValues(Map.of(":pk", Items.of(pk)));
        } else {
            request.keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                    .expressionAttributeValues(Map.of(":pk", Items.of(pk), ":prefix", Items.of(prefix)));
        }
        return dynamoDb.queryPaginator(request.build()).items().stream().toList();
    }

    public void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    /** @return whether there was none before */
    public boolean putIfAbsent(Map<String, AttributeValue> item) {
        try {
            dynamoDb.putItem(
                    request -> request.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    public void delete(String pk, String sk) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(key(pk, sk)));
    }
}
