package dev.tandem.commons.idempotency;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.http.ConflictException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * First answers by (scope, caller's key). The record is written in the same transaction as the effect, so there is no moment in
 * which one exists without the other, and no "in progress" state to clean up after a crash.
 *
 * <p>Layout: pk = {@code scope#key}; requestHash, status, contentType, body, deleteAt (time to live, epoch seconds).
 */
public final class IdempotencyTable {
    /** How long a repeat is recognised. Stated in the API contract. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public IdempotencyTable(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** SHA-256 of what makes two requests the same request: method, path, body. */
    public static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The first answer under this key, when there is one that has not ended.
     *
     * @throws ConflictException {@code IDEMPOTENCY_KEY_REUSED} when the key came with another request before
     */
    public Optional<StoredResponse> find(String scope, String key, String requestHash) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(Map.of("pk", AttributeValue.fromS(scope + "#" + key))))
                .item();
        if (item.isEmpty() || Items.number(item, "deleteAt") <= clock.instant().getEpochSecond()) {
            return Optional.empty();
        }
        if (!Items.text(item, "requestHash").equals(requestHash)) {
            throw new ConflictException(
                    "IDEMPOTENCY_KEY_REUSED",
                    "This Idempotency-Key came with a different request before. Use a new key.");
        }
        return Optional.of(new StoredResponse(
                (int) Items.number(item, "status"), Items.text(item, "contentType"), Items.text(item, "body")));
    }

    /** The write of a first answer, to be part of the transaction that has the effect. It fails when there is an answer already. */
    public TransactWriteItem put(String scope, String key, String requestHash, StoredResponse response) {
        return TransactWriteItem.builder()
                .put(putRequest(scope, key, requestHash, response))
                .build();
    }

    /**
     * Writes the first answer of a request that had no effect (a refusal).
     *
     * @return the answer that stands: this one, or the one that another call wrote before
     */
    public StoredResponse putAlone(String scope, String key, String requestHash, StoredResponse response) {
        Put put = putRequest(scope, key, requestHash, response);
        try {
            dynamoDb.putItem(request -> request.tableName(put.tableName())
                    .item(put.item())
                    .conditionExpression(put.conditionExpression())
                    .expressionAttributeValues(put.expressionAttributeValues()));
            return response;
        } catch (ConditionalCheckFailedException e) {
            return find(scope, key, requestHash).orElse(response);
        }
    }

    private Put putRequest(String scope, String key, String requestHash, StoredResponse response) {
        long now = clock.instant().getEpochSecond();
        return Put.builder()
                .tableName(table)
                .item(Map.of(
                        "pk", AttributeValue.fromS(scope + "#" + key),
                        "requestHash", AttributeValue.fromS(requestHash),
                        "status", AttributeValue.fromN(Integer.toString(response.status())),
                        "contentType", AttributeValue.fromS(response.contentType()),
                        "body", AttributeValue.fromS(response.body()),
                        "deleteAt", AttributeValue.fromN(Long.toString(now + KEPT.toSeconds()))))
                .conditionExpression("attribute_not_exists(pk) OR deleteAt <= :now")
                .expressionAttributeValues(Map.of(":now", AttributeValue.fromN(Long.toString(now))))
                .build();
    }
}
