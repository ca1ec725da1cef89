package dev.tandem.dispatch.store;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.flow.Step;
import dev.tandem.dispatch.flow.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Couriers. Layout: {@code pk} = courier id; {@code sk} = {@code COURIER} with the state as JSON in {@code document}, or {@code PLACE}
 * with where in the zones the courier is shown, which is there exactly while the courier is on shift. Each has its {@code version}.
 */
final class CourierTable {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration PLACE_KEPT = Duration.ofDays(2);
    private static final String STATE = "COURIER";
    private static final String PLACE = "PLACE";

    private final DynamoDbClient dynamoDb;
    private final String table;

    CourierTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    private static Map<String, AttributeValue> key(String courierId, String what) {
        return Map.of("pk", Items.of(courierId), "sk", Items.of(what));
    }

    private <T> Optional<T> read(String courierId, String what, Class<T> type) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(courierId, what)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Json.read(Items.text(item, "document"), type));
    }

    Optional<Courier> find(String courierId) {
        return read(courierId, STATE, Courier.class);
    }

    Optional<Whereabouts> whereabouts(String courierId) {
        return read(courierId, PLACE, Whereabouts.class);
    }

    Map<String, Courier> find(Collection<String> courierIds) {
        Map<String, Courier> found = new HashMap<>();
        List<Map<String, AttributeValue>> keys =
                courierIds.stream().distinct().map(id -> key(id, STATE)).toList();
        Batches.get(dynamoDb, table, keys).forEach(item -> {
            Courier courier = Json.read(Items.text(item, "document"), Courier.class);
            found.put(courier.courierId(), courier);
        });
        return found;
    }

    TransactWriteItem put(Step<Courier> step, Instant now) {
        Courier after = java.util.Objects.requireNonNull(step.after());
        return put(
                key(after.courierId(), STATE),
                Json.write(after),
                after.version(),
                step.before() == null ? 0 : step.before().version(),
                now.plus(KEPT));
    }

    TransactWriteItem putPlace(Step<Whereabouts> step, Instant now) {
        Whereabouts before = step.before();
        Whereabouts after = step.after();
        if (after != null) {
            return put(
                    key(after.courierId(), PLACE),
                    Json.write(after),
                    after.version(),
                    before == null ? 0 : before.version(),
                    now.plus(PLACE_KEPT));
        }
        Whereabouts gone = java.util.Objects.requireNonNull(before);
        return TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(key(gone.courierId(), PLACE))
                        .conditionExpression("#version = :version")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .expressionAttributeValues(Map.of(":version", Items.of(gone.version())))
                        .build())
                .build();
    }

    private TransactWriteItem put(
            Map<String, AttributeValue> key, String document, long version, long before, Instant deleteAt) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put("document", Items.of(document));
        item.put("version", Items.of(version));
        item.put("deleteAt", Items.of(deleteAt.getEpochSecond()));
        Put.Builder put = Put.builder().tableName(table).item(item);
        Batches.onVersion(put, before);
        return TransactWriteItem.builder().put(put.build()).build();
    }
}
