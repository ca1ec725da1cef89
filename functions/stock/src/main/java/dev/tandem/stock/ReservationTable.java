package dev.tandem.stock;

import dev.tandem.commons.dynamodb.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Reservations. Layout: pk = reservation id. While ACTIVE an item has {@code expiryShard} and {@code expiresAtSort} (ten digits of
 * epoch seconds) and so is in index {@code byExpiry}; once ended it has {@code deleteAt} instead (time to live), since it names a
 * person.
 */
public final class ReservationTable {
    static final String BY_EXPIRY = "byExpiry";
    /** Spreads the index over partitions; a sweep reads each. */
    static final int SHARDS = 8;
    /** How long an ended reservation is kept. */
    static final Duration KEPT = Duration.ofDays(90);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ReservationTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    public Optional<Reservation> find(String reservationId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(reservationId)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
    }

    /** Ids of active reservations of one shard whose time is over, oldest first. The index lags by a moment. */
    public List<String> due(int shard, Instant now, int limit) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .indexName(BY_EXPIRY)
                .keyConditionExpression("expiryShard = :shard AND expiresAtSort <= :now")
                .expressionAttributeValues(
                        Map.of(":shard", Items.of(Integer.toString(shard)), ":now", Items.of(sortable(now))))
                .limit(limit)
                .build();
        return dynamoDb.query(request).items().stream()
                .map(item -> Items.text(item, "pk"))
                .toList();
    }

    Optional<Integer> countWrongCode(String reservationId, int limit) {
        try {
            Map<String, AttributeValue> after = dynamoDb.updateItem(request -> request.tableName(table)
                            .key(key(reservationId))
                            .updateExpression("ADD wrongCodes :one")
                            .conditionExpression("#status = :active AND wrongCodes < :limit")
                            .expressionAttributeNames(Map.of("#status", "status"))
                            .expressionAttributeValues(Map.of(
                                    ":one", Items.of(1),
                                    ":active", Items.of(Reservation.Status.ACTIVE.name()),
                                    ":limit", Items.of(limit)))
                            .returnValues(ReturnValue.UPDATED_NEW))
                    .attributes();
            return Optional.of((int) Items.number(after, "wrongCodes"));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    /** The write of the state after a change, if the state before is still the stored one. */
    TransactWriteItem put(@Nullable Reservation before, Reservation after) {
        Put.Builder put = Put.builder().tableName(table).item(item(after));
        if (before == null) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("#version = :version AND wrongCodes = :wrongCodes")
                    .expressionAttributeNames(Map.of("#version", "version"))
                    .expressionAttributeValues(Map.of(
                            ":version", Items.of(before.version()), ":wrongCodes", Items.of(before.wrongCodes())));
        }
        return TransactWriteItem.builder().put(put.build()).build();
    }

    private static Map<String, AttributeValue> key(String reservationId) {
        return Map.of("pk", Items.of(reservationId));
    }

    private static Map<String, AttributeValue> item(Reservation reservation) {
        Map<String, AttributeValue> item = new HashMap<>(key(reservation.reservationId()));
        item.put("owner", Items.of(reservation.owner()));
        item.put("status", Items.of(reservation.status().name()));
        item.put("fulfilment", Items.of(reservation.fulfilment().name()));
        item.put(
                "parcels",
                AttributeValue.fromL(reservation.parcels().stream()
                        .map(ReservationTable::parcel)
                        .toList()));
        item.put("createdAt", Items.of(reservation.createdAt().toString()));
        item.put("expiresAt", Items.of(reservation.expiresAt().toString()));
        item.put("wrongCodes", Items.of(reservation.wrongCodes()));
        item.put("correlationId", Items.of(reservation.correlationId()));
        item.put("version", Items.of(reservation.version()));
        text(item, "pickupCode", reservation.pickupCode());
        text(item, "reference", reservation.reference());
        text(item, "endedAt", reservation.endedAt());
        if (reservation.endedAt() == null) {
            item.put("expiryShard", Items.of(Integer.toString(shard(reservation.reservationId()))));
            item.put("expiresAtSort", Items.of(sortable(reservation.expiresAt())));
        } else {
            item.put("deleteAt", Items.of(reservation.endedAt().plus(KEPT).getEpochSecond()));
        }
        return item;
    }

    static int shard(String reservationId) {
        return Math.floorMod(reservationId.hashCode(), SHARDS);
    }

    private static String sortable(Instant at) {
        return String.format("%010d", at.getEpochSecond());
    }

    private static AttributeValue parcel(Reservation.Parcel parcel) {
        Map<String, AttributeValue> map = new HashMap<>();
        map.put("location", Items.of(parcel.location()));
        map.put(
                "lines",
                AttributeValue.fromL(parcel.lines().stream()
                        .map(line -> AttributeValue.fromM(
                                Map.of("sku", Items.of(line.sku()), "quantity", Items.of(line.quantity()))))
                        .toList()));
        if (parcel.distanceKm() != null) {
            map.put("distanceKm", AttributeValue.fromN(parcel.distanceKm().toString()));
        }
        text(map, "readyAt", parcel.readyAt());
        text(map, "pickedUpAt", parcel.pickedUpAt());
        return AttributeValue.fromM(map);
    }

    private static void text(Map<String, AttributeValue> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, Items.of(value.toString()));
        }
    }

    private static Reservation read(Map<String, AttributeValue> item) {
        return new Reservation(
                Items.text(item, "pk"),
                Items.text(item, "owner"),
                Reservation.Status.valueOf(Items.text(item, "status")),
                Fulfilment.valueOf(Items.text(item, "fulfilment")),
                Items.required(item, "parcels").l().stream()
                        .map(parcel -> readParcel(parcel.m()))
                        .toList(),
                Instant.parse(Items.text(item, "createdAt")),
                Instant.parse(Items.text(item, "expiresAt")),
                Items.optionalText(item, "endedAt").map(Instant::parse).orElse(null),
                Items.optionalText(item, "pickupCode").orElse(null),
                (int) Items.number(item, "wrongCodes"),
                Items.optionalText(item, "reference").orElse(null),
                Items.text(item, "correlationId"),
                Items.number(item, "version"));
    }

    private static Reservation.Parcel readParcel(Map<String, AttributeValue> map) {
        return new Reservation.Parcel(
                Items.text(map, "location"),
                Items.required(map, "lines").l().stream()
                        .map(line ->
                                new Reservation.Line(Items.text(line.m(), "sku"), Items.number(line.m(), "quantity")))
                        .toList(),
                Items.optional(map, "distanceKm")
                        .map(km -> Double.valueOf(km.n()))
                        .orElse(null),
                Items.optionalText(map, "readyAt").map(Instant::parse).orElse(null),
                Items.optionalText(map, "pickedUpAt").map(Instant::parse).orElse(null));
    }
}
