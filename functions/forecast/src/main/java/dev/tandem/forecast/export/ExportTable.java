package dev.tandem.forecast.export;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.forecast.refresh.RunTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Exports in the ForecastTable. Layout by pk / sk: {@code EXPORT#<id>/EXPORT} how it stands; {@code EXPORT#<id>/PART#<number>} what became of a
 * part; {@code EXPORT/LATEST} the one planned last; {@code HOLD/<id>} until when the files of its version are kept. Forgotten after a month, as the
 * files are.
 */
public final class ExportTable implements ExportBook {
    private static final Duration KEPT = Duration.ofDays(30);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ExportTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Export request(Export export) {
        Map<String, AttributeValue> item = item(export);
        try {
            dynamoDb.putItem(
                    request -> request.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
            return export;
        } catch (ConditionalCheckFailedException e) {
            return find(export.id()).orElse(export);
        }
    }

    @Override
    public void write(Export export) {
        put(item(export));
        if (export.status() == Export.Status.RUNNING) {
            Map<String, AttributeValue> latest = key("EXPORT", "LATEST");
            latest.put("id", Items.of(export.id()));
            put(latest);
        }
    }

    private static Map<String, AttributeValue> item(Export export) {
        Map<String, AttributeValue> item = key("EXPORT#" + export.id(), "EXPORT");
        item.put("export", Items.of(Json.write(export)));
        item.put("deleteAt", Items.of(export.requestedAt().plus(KEPT).getEpochSecond()));
        return item;
    }

    @Override
    public Optional<Export> find(String id) {
        return item("EXPORT#" + id, "EXPORT").map(item -> Json.read(Items.text(item, "export"), Export.class));
    }

    @Override
    public Optional<String> latest() {
        return item("EXPORT", "LATEST").map(item -> Items.text(item, "id"));
    }

    @Override
    public void hold(String id, Instant until) {
        Map<String, AttributeValue> item = key(RunTable.HOLD, id);
        item.put("until", Items.of(until.toEpochMilli()));
        item.put("deleteAt", Items.of(until.plus(KEPT).getEpochSecond()));
        put(item);
    }

    @Override
    public void letGo(String id) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(key(RunTable.HOLD, id)));
    }

    @Override
    public void done(String id, ExportFile part) {
        Map<String, AttributeValue> item = key("EXPORT#" + id, "PART#%04d".formatted(part.number()));
        item.put("part", Items.of(Json.write(part)));
        item.put("deleteAt", Items.of(Instant.now().plus(KEPT).getEpochSecond()));
        put(item);
    }

    @Override
    public List<ExportFile> parts(String id) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(
                                Map.of(":pk", Items.of("EXPORT#" + id), ":prefix", Items.of("PART#"))))
                .items()
                .stream()
                .map(item -> Json.read(Items.text(item, "part"), ExportFile.class))
                .toList();
    }

    private Optional<Map<String, AttributeValue>> item(String pk, String sk) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).key(key(pk, sk)).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("pk", Items.of(pk));
        key.put("sk", Items.of(sk));
        return key;
    }
}
