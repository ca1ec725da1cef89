package dev.tandem.stock;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Locations. Layout: pk = location id; {@code document} (the details as JSON), {@code updatedAt}. */
public final class LocationTable {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public LocationTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Every location by id. There are hundreds, not millions: a scan of a few pages. */
    public List<Location> all() {
        ScanRequest request =
                ScanRequest.builder().tableName(table).consistentRead(true).build();
        return dynamoDb.scanPaginator(request).items().stream()
                .map(item -> new Location(
                        Items.text(item, "pk"), Json.read(Items.text(item, "document"), LocationDetails.class)))
                .sorted(Comparator.comparing(Location::locationId))
                .toList();
    }

    public void put(Location location, Instant now) {
        dynamoDb.putItem(request -> request.tableName(table).item(item(location, now)));
    }

    /** The write of a location, to be part of a transaction. */
    public TransactWriteItem putItem(Location location, Instant now) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(item(location, now)).build())
                .build();
    }

    private static Map<String, AttributeValue> item(Location location, Instant now) {
        return Map.of(
                "pk", Items.of(location.locationId()),
                "document", Items.of(Json.write(location.details())),
                "updatedAt", Items.of(now.toString()));
    }
}
