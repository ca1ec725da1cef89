package dev.tandem.stock;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.stock.availability.AvailabilityExport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Balances and holds. Layout: pk = {@code SKU#<sku>};
 *
 * <ul>
 *   <li>sk = {@code LOC#<location>}: a balance; {@code available} is kept as an attribute since conditions cannot subtract. Index
 *       {@code byLocation} (location, sku) holds balances only.
 *   <li>sk = {@code ON-HOLD#<expiry, ten digits of epoch seconds>#<location>#<reservation>}: a hold; lives exactly as long as its
 *       reservation is active. It has no attribute {@code location}, so it stays out of the index. The name sorts after
 *       {@code LOC#}, so that balances and expired holds are one range and a lookup is one query.
 * </ul>
 */
public final class StockTable implements StockReader {
    static final String BY_LOCATION = "byLocation";
    private static final String HOLD = "ON-HOLD#";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public StockTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<Position> positions(String sku, Instant now, boolean consistent) {
        List<Balance> balances = new ArrayList<>();
        Map<String, List<Hold>> expired = new HashMap<>();
        for (Map<String, AttributeValue> item : range(sku, "LOC#", endOfExpired(now), consistent)) {
            if (Items.text(item, "sk").startsWith("LOC#")) {
                balances.add(readBalance(item));
            } else {
                Hold hold = readHold(sku, item);
                expired.computeIfAbsent(hold.location(), location -> new ArrayList<>())
                        .add(hold);
            }
        }
        return balances.stream()
                .map(balance -> new Position(balance, expired.getOrDefault(balance.location(), List.of())))
                .toList();
    }

    /** Balances of one SKU at all locations. */
    public List<Balance> balances(String sku, boolean consistent) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(consistent)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                .expressionAttributeValues(Map.of(":pk", Items.of("SKU#" + sku), ":sk", Items.of("LOC#")))
                .build();
        return dynamoDb.queryPaginator(request).items().stream()
                .map(StockTable::readBalance)
                .toList();
    }

    /** One balance, read consistently. */
    public Optional<Balance> balance(String location, String sku) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(balanceKey(location, sku)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(readBalance(item));
    }

    /** Balances of up to 100 SKUs at one location, read consistently; a SKU that was never there is left out. */
    public Map<String, Balance> balances(String location, Collection<String> skus) {
        Map<String, Balance> found = new HashMap<>();
        Map<String, KeysAndAttributes> open = Map.of(
                table,
                KeysAndAttributes.builder()
                        .consistentRead(true)
                        .keys(skus.stream()
                                .map(sku -> balanceKey(location, sku))
                                .toList())
                        .build());
        while (!open.isEmpty()) {
            Map<String, KeysAndAttributes> asked = open;
            BatchGetItemResponse answer = dynamoDb.batchGetItem(request -> request.requestItems(asked));
            answer.responses().getOrDefault(table, List.of()).stream()
                    .map(StockTable::readBalance)
                    .forEach(balance -> found.put(balance.sku(), balance));
            open = answer.unprocessedKeys();
        }
        return found;
    }

    /** All balances of one location by SKU, page by page as the stream is read. The index lags the table by a moment. */
    public Iterable<Balance> balancesAt(String location) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .indexName(BY_LOCATION)
                .keyConditionExpression("#location = :location")
                .expressionAttributeNames(Map.of("#location", "location"))
                .expressionAttributeValues(Map.of(":location", Items.of(location)))
                .build();
        return () -> dynamoDb.queryPaginator(request).items().stream()
                .map(StockTable::readBalance)
                .iterator();
    }

    /** What is available of every position in one of so many parts of the table, a page at a time; lags the table by a moment. */
    void forEachAvailable(int segment, int segments, AvailabilityExport.Positions.Each each) {
        ScanRequest request = ScanRequest.builder()
                .tableName(table)
                .segment(segment)
                .totalSegments(segments)
                .projectionExpression("sku, #location, available")
                // Holds have none; this saves their way here, not their price.
                .filterExpression("attribute_exists(available)")
                .expressionAttributeNames(Map.of("#location", "location"))
                .build();
        for (Map<String, AttributeValue> item : dynamoDb.scanPaginator(request).items()) {
            each.accept(Items.text(item, "sku"), Items.text(item, "location"), Items.number(item, "available"));
        }
    }

    /**
     * Holds of a SKU whose time is over and that nobody has swept yet. Read consistently and after the balances: a hold that is
     * still here was still counted in a balance read before, so adding it back never promises a piece twice.
     */
    public List<Hold> expiredHolds(String sku, Instant now) {
        return range(sku, HOLD, endOfExpired(now), true).stream()
                .map(item -> readHold(sku, item))
                .toList();
    }

    private static String endOfExpired(Instant now) {
        return HOLD + seconds(now.getEpochSecond() + 1);
    }

    private SdkIterable<Map<String, AttributeValue>> range(String sku, String first, String last, boolean consistent) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(consistent)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
                .expressionAttributeValues(
                        Map.of(":pk", Items.of("SKU#" + sku), ":first", Items.of(first), ":last", Items.of(last)))
                .build();
        return dynamoDb.queryPaginator(request).items();
    }

    TransactWriteItem putHold(Hold hold) {
        Map<String, AttributeValue> item = new HashMap<>(holdKey(hold));
        item.put("quantity", Items.of(hold.quantity()));
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .build())
                .build();
    }

    TransactWriteItem deleteHold(Hold hold) {
        return TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(holdKey(hold))
                        .conditionExpression("attribute_exists(pk)")
                        .build())
                .build();
    }

    static Map<String, AttributeValue> balanceKey(String location, String sku) {
        return Map.of("pk", Items.of("SKU#" + sku), "sk", Items.of("LOC#" + location));
    }

    private static Map<String, AttributeValue> holdKey(Hold hold) {
        String sk = HOLD + seconds(hold.expiresAtEpochSecond()) + "#" + hold.location() + "#" + hold.reservationId();
        return Map.of("pk", Items.of("SKU#" + hold.sku()), "sk", Items.of(sk));
    }

    private static String seconds(long epochSecond) {
        return String.format("%010d", epochSecond);
    }

    private static Hold readHold(String sku, Map<String, AttributeValue> item) {
        String[] parts = Items.text(item, "sk").split("#", 4);
        return new Hold(sku, parts[2], parts[3], Items.number(item, "quantity"), Long.parseLong(parts[1]));
    }

    /** A balance item, also one of the index. */
    static Balance readBalance(Map<String, AttributeValue> item) {
        return new Balance(
                Items.text(item, "location"),
                Items.text(item, "sku"),
                Items.number(item, "onHand"),
                Items.number(item, "reserved"),
                Items.number(item, "buffer"),
                Items.optional(item, "inbound").map(StockTable::readInbound).orElse(List.of()),
                readPlace(item.get("place")),
                Items.number(item, "version"),
                Instant.parse(Items.text(item, "updatedAt")));
    }

    static AttributeValue placeAttribute(ShelfPlace place) {
        Map<String, AttributeValue> map = new HashMap<>();
        putText(map, "floor", place.floor());
        putText(map, "aisle", place.aisle());
        putText(map, "bay", place.bay());
        putText(map, "shelf", place.shelf());
        return AttributeValue.fromM(map);
    }

    private static void putText(Map<String, AttributeValue> map, String name, @Nullable String text) {
        if (text != null) {
            map.put(name, Items.of(text));
        }
    }

    private static @Nullable ShelfPlace readPlace(@Nullable AttributeValue place) {
        if (place == null || place.m().isEmpty()) {
            return null;
        }
        return new ShelfPlace(
                Items.optionalText(place.m(), "floor").orElse(null),
                Items.optionalText(place.m(), "aisle").orElse(null),
                Items.optionalText(place.m(), "bay").orElse(null),
                Items.optionalText(place.m(), "shelf").orElse(null));
    }

    static AttributeValue inboundAttribute(List<Inbound> inbound) {
        return AttributeValue.fromL(inbound.stream()
                .map(awaited -> AttributeValue.fromM(Map.of(
                        "quantity", Items.of(awaited.quantity()),
                        "expectedOn", Items.of(awaited.expectedOn().toString()))))
                .toList());
    }

    private static List<Inbound> readInbound(AttributeValue list) {
        return list.l().stream()
                .map(AttributeValue::m)
                .map(map -> new Inbound(Items.number(map, "quantity"), LocalDate.parse(Items.text(map, "expectedOn"))))
                .toList();
    }
}
