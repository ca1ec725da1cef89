package dev.tandem.dispatch.store;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.flow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Deliveries. Layout: {@code pk} = delivery id; {@code document} the delivery as JSON, {@code version} and {@code state} beside it. The
 * addresses of people are in it, so it goes 30 days after its last step.
 */
final class DeliveryTable {
    static final Duration KEPT = Duration.ofDays(30);

    private final DynamoDbClient dynamoDb;
    private final String table;

    DeliveryTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    Optional<Delivery> find(String deliveryId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request ->
                        request.tableName(table).consistentRead(true).key(Map.of("pk", Items.of(deliveryId))))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
    }

    Map<String, Delivery> find(Collection<String> deliveryIds) {
        Map<String, Delivery> found = new HashMap<>();
        List<Map<String, AttributeValue>> keys =
                deliveryIds.stream().map(id -> Map.of("pk", Items.of(id))).toList();
        Batches.get(dynamoDb, table, keys).forEach(item -> {
            Delivery delivery = read(item);
            found.put(delivery.deliveryId(), delivery);
        });
        return found;
    }

    TransactWriteItem put(Step<Delivery> step, Instant now) {
        Delivery after = java.util.Objects.requireNonNull(step.after());
        Put.Builder put = Put.builder()
                .tableName(table)
                .item(Map.of(
                        "pk", Items.of(after.deliveryId()),
                        "document", Items.of(Json.write(after)),
                        "version", Items.of(after.version()),
                        "state", Items.of(after.state().name()),
                        "deleteAt", Items.of(now.plus(KEPT).getEpochSecond())));
        Batches.onVersion(put, step.before() == null ? 0 : step.before().version());
        return TransactWriteItem.builder().put(put.build()).build();
    }

    static Delivery read(Map<String, AttributeValue> item) {
        return Json.read(Items.text(item, "document"), Delivery.class);
    }
}
