package dev.tandem.recommendation;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.recommendation.bandit.RecommendationId;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The key that signs recommendation ids. Layout: one item, {@code pk} {@code SIGNING-KEY}, {@code key} 32 bytes. A table of its own, so
 * that of the functions only those that sign and check can read it.
 */
final class AttributionKeyTable {
    private static final Map<String, AttributeValue> KEY = Map.of("pk", Items.of("SIGNING-KEY"));

    private final DynamoDbClient dynamoDb;
    private final String table;

    AttributionKeyTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Empty as long as no answer has been given. */
    Optional<byte[]> read() {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(KEY))
                .item();
        return Items.optional(item, "key").map(value -> value.b().asByteArray());
    }

    /** The key, made by whoever comes first. */
    byte[] readOrMake() {
        return read().orElseGet(() -> {
            byte[] fresh = new byte[RecommendationId.KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            try {
                dynamoDb.putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS(Items.text(KEY, "pk")),
                                "key",
                                AttributeValue.fromB(SdkBytes.fromByteArray(fresh))))
                        .conditionExpression("attribute_not_exists(pk)"));
                return fresh;
            } catch (ConditionalCheckFailedException e) {
                return read().orElseThrow(() -> new IllegalStateException("The signing key is gone"));
            }
        });
    }
}
