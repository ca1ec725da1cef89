package dev.tandem.stock;

import dev.tandem.commons.dynamodb.Items;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The ledger. Layout: pk = {@code <location>#<sku>}, sk = {@link Movement#sortKey()}. Written by {@link StockLedger} only, in the
 * transaction that changes the balance; never changed, never removed.
 */
public final class MovementTable {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public MovementTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** One page, newest first; {@code next} is the sort key to go on after. */
    public record Page(List<Movement> movements, Optional<String> next) {}

    /** Newest first, at most {@code limit}, after the sort key of the page before. */
    public Page page(String location, String sku, int limit, @Nullable String after) {
        String pk = partition(location, sku);
        QueryResponse answer = dynamoDb.query(request -> {
            request.tableName(table)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", Items.of(pk)))
                    .scanIndexForward(false)
                    .limit(limit);
            if (after != null) {
                request.exclusiveStartKey(Map.of("pk", Items.of(pk), "sk", Items.of(after)));
            }
        });
        Optional<String> next = answer.hasLastEvaluatedKey()
                ? Optional.of(Items.text(answer.lastEvaluatedKey(), "sk"))
                : Optional.empty();
        return new Page(answer.items().stream().map(MovementTable::read).toList(), next);
    }

    /** Every movement of one position, oldest first, page by page: what reconciliation sums up. Reads are consistent. */
    public void forEach(String location, String sku, Consumer<Movement> consumer) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Items.of(partition(location, sku))))
                .build();
        dynamoDb.queryPaginator(request).items().forEach(item -> consumer.accept(read(item)));
    }

    /** Whether this movement is in the ledger. */
    public boolean holds(Movement movement) {
        return dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(Map.of(
                                "pk", Items.of(partition(movement.location(), movement.sku())),
                                "sk", Items.of(movement.sortKey()))))
                .hasItem();
    }

    static String partition(String location, String sku) {
        return location + "#" + sku;
    }

    static Map<String, AttributeValue> item(Movement movement) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", Items.of(partition(movement.location(), movement.sku())));
        item.put("sk", Items.of(movement.sortKey()));
        item.put("movementId", Items.of(movement.movementId()));
        item.put("location", Items.of(movement.location()));
        item.put("sku", Items.of(movement.sku()));
        item.put("onHandDelta", Items.of(movement.onHandDelta()));
        item.put("reservedDelta", Items.of(movement.reservedDelta()));
        item.put("bufferDelta", Items.of(movement.bufferDelta()));
        item.put("cause", Items.of(movement.cause().name()));
        item.put("correlationId", Items.of(movement.correlationId()));
        item.put("at", Items.of(movement.at().toString()));
        item.put("lines", Items.of(movement.lines()));
        if (movement.reference() != null) {
            item.put("reference", Items.of(movement.reference()));
        }
        return item;
    }

    static Movement read(Map<String, AttributeValue> item) {
        return new Movement(
                Items.text(item, "movementId"),
                Items.text(item, "location"),
                Items.text(item, "sku"),
                Items.number(item, "onHandDelta"),
                Items.number(item, "reservedDelta"),
                Items.number(item, "bufferDelta"),
                Cause.valueOf(Items.text(item, "cause")),
                Items.optionalText(item, "reference").orElse(null),
                Items.text(item, "correlationId"),
                Instant.parse(Items.text(item, "at")),
                (int) Items.number(item, "lines"));
    }
}
