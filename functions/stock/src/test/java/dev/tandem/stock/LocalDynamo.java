package dev.tandem.stock;

import dev.tandem.commons.dynamodb.DynamoInMemory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** The tables of this domain in DynamoDB Local, of their own for each test class. */
public final class LocalDynamo {
    private LocalDynamo() {}

    public static DynamoDbClient client() {
        return DynamoInMemory.client();
    }

    /** Names of the stock tables with a prefix, created when they are not there yet. */
    public record Tables(
            String stock, String movements, String locations, String reservations, String idempotency, String feeds) {}

    public static Tables tables(String prefix) {
        Tables tables = new Tables(
                prefix + "Stock",
                prefix + "Movement",
                prefix + "Location",
                prefix + "Reservation",
                prefix + "Idempotency",
                prefix + "Feed");
        DynamoInMemory.create(tables.stock, true, index("byLocation", "location", "sku", ProjectionType.ALL));
        DynamoInMemory.create(tables.movements, true, null);
        DynamoInMemory.create(tables.locations, false, null);
        DynamoInMemory.create(
                tables.reservations,
                false,
                index("byExpiry", "expiryShard", "expiresAtSort", ProjectionType.KEYS_ONLY));
        DynamoInMemory.create(tables.idempotency, false, null);
        DynamoInMemory.create(tables.feeds, true, null);
        return tables;
    }

    private static GlobalSecondaryIndex index(String name, String hash, String range, ProjectionType projection) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(DynamoInMemory.key(hash, KeyType.HASH), DynamoInMemory.key(range, KeyType.RANGE))
                .projection(p -> p.projectionType(projection))
                .build();
    }
}
