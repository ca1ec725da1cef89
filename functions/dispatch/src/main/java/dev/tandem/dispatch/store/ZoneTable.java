package dev.tandem.dispatch.store;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.flow.DispatchBook.Fence;
import dev.tandem.dispatch.flow.Whereabouts;
import dev.tandem.dispatch.flow.ZoneBook.Asked;
import dev.tandem.dispatch.flow.ZoneBook.Live;
import dev.tandem.dispatch.flow.ZoneBook.Present;
import dev.tandem.dispatch.place.Cells;
import dev.tandem.dispatch.place.GeoPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What moves in a zone. Layout: {@code pk} = zone; {@code sk} one of
 *
 * <ul>
 *   <li>{@code LIVE#COURIER#<cell>#<courier>}: lat, lon, at (milliseconds), zones; there while the courier is on shift
 *   <li>{@code LIVE#OFFER#<offer>}: courierId, expiresAt; there while nobody has answered
 *   <li>{@code LIVE#WAITING#<cell>#<delivery>}: the delivery as JSON; there exactly while it waits
 *   <li>{@code LEASE}: see {@link LeaseTable}
 * </ul>
 */
final class ZoneTable {
    static final String LEASE = "LEASE";
    private static final String LIVE = "LIVE#";
    private static final String COURIER = LIVE + "COURIER#";
    private static final String OFFER = LIVE + "OFFER#";
    private static final String WAITING = LIVE + "WAITING#";
    static final Duration POSITION_KEPT = Duration.ofDays(1);

    private final DynamoDbClient dynamoDb;
    private final String table;

    ZoneTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    static Map<String, AttributeValue> key(String zone, String sortKey) {
        return Map.of("pk", Items.of(zone), "sk", Items.of(sortKey));
    }

    Live live(String zone) {
        List<Present> couriers = new ArrayList<>();
        List<Asked> offers = new ArrayList<>();
        List<Delivery> waiting = new ArrayList<>();
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :zone AND begins_with(sk, :live)")
                .expressionAttributeValues(Map.of(":zone", Items.of(zone), ":live", Items.of(LIVE)))
                .build();
        for (Map<String, AttributeValue> item : dynamoDb.queryPaginator(query).items()) {
            String sortKey = Items.text(item, "sk");
            if (sortKey.startsWith(COURIER)) {
                couriers.add(present(item));
            } else if (sortKey.startsWith(OFFER)) {
                offers.add(new Asked(
                        sortKey.substring(OFFER.length()),
                        Items.text(item, "courierId"),
                        Instant.ofEpochMilli(Items.number(item, "expiresAt"))));
            } else {
                waiting.add(DeliveryTable.read(item));
            }
        }
        return new Live(couriers, offers, waiting);
    }

    private static Present present(Map<String, AttributeValue> item) {
        return new Present(Items.text(item, "courierId"), point(item), Instant.ofEpochMilli(Items.number(item, "at")));
    }

    static GeoPoint point(Map<String, AttributeValue> item) {
        return new GeoPoint(
                Double.parseDouble(Items.required(item, "lat").n()),
                Double.parseDouble(Items.required(item, "lon").n()));
    }

    TransactWriteItem addWaiting(Delivery delivery) {
        return put(Map.of(
                "pk", Items.of(delivery.zone()),
                "sk", Items.of(waitingKey(delivery)),
                "document", Items.of(Json.write(delivery))));
    }

    TransactWriteItem removeWaiting(Delivery delivery) {
        return delete(delivery.zone(), waitingKey(delivery));
    }

    private static String waitingKey(Delivery delivery) {
        return WAITING + Cells.of(delivery.pickUp().point()) + "#" + delivery.deliveryId();
    }

    TransactWriteItem addOffer(OpenOffer offer, String courierId) {
        return put(Map.of(
                "pk", Items.of(offer.zone()),
                "sk", Items.of(OFFER + offer.offerId()),
                "courierId", Items.of(courierId),
                "expiresAt", Items.of(offer.expiresAt().toEpochMilli())));
    }

    TransactWriteItem removeOffer(OpenOffer offer) {
        return delete(offer.zone(), OFFER + offer.offerId());
    }

    static String courierKey(String cell, String courierId) {
        return COURIER + cell + "#" + courierId;
    }

    TransactWriteItem addCourier(Whereabouts here, String zone) {
        return put(Map.of(
                "pk", Items.of(zone),
                "sk", Items.of(courierKey(here.cell(), here.courierId())),
                "courierId", Items.of(here.courierId()),
                "lat", degrees(here.point().latitude()),
                "lon", degrees(here.point().longitude()),
                "at", Items.of(here.at().toEpochMilli()),
                "zones", Items.of(String.join(",", here.zones())),
                "deleteAt", Items.of(here.at().plus(POSITION_KEPT).getEpochSecond())));
    }

    TransactWriteItem removeCourier(Whereabouts here, String zone) {
        return delete(zone, courierKey(here.cell(), here.courierId()));
    }

    static AttributeValue degrees(double value) {
        return AttributeValue.fromN(Double.toString(value));
    }

    /** That the zone has not been taken over. */
    TransactWriteItem stillHeld(Fence fence) {
        return TransactWriteItem.builder()
                .conditionCheck(ConditionCheck.builder()
                        .tableName(table)
                        .key(key(fence.zone(), LEASE))
                        .conditionExpression("fence = :token")
                        .expressionAttributeValues(Map.of(":token", Items.of(fence.token())))
                        .build())
                .build();
    }

    private TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(item).build())
                .build();
    }

    private TransactWriteItem delete(String zone, String sortKey) {
        return TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(key(zone, sortKey))
                        .build())
                .build();
    }
}
