package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.dynamodb.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Uploads given to partners. Layout in the feed table: pk = {@code DROP#<dropId>}, sk = {@code DROP}; kept for 90 days. */
public final class PartnerDropTable {
    private static final Duration KEPT = Duration.ofDays(90);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public PartnerDropTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Remembers a drop together with the answer to its request; false when that request was answered before. */
    public boolean put(PartnerDrop drop, TransactWriteItem answer, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>(key(drop.dropId()));
        item.put("partner", Items.of(drop.partner()));
        item.put("kind", Items.of(drop.kind().text()));
        item.put("fileName", Items.of(drop.fileName()));
        item.put("key", Items.of(drop.key()));
        item.put("uploadBefore", Items.of(drop.uploadBefore().toString()));
        item.put("deleteAt", Items.of(now.plus(KEPT).getEpochSecond()));
        TransactWriteItem put = TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .build())
                .build();
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(put, answer));
            return true;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream().anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()))) {
                return false;
            }
            throw e;
        }
    }

    public Optional<PartnerDrop> find(String dropId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(dropId)))
                .item();
        if (item.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PartnerDrop(
                dropId,
                Items.text(item, "partner"),
                new FeedKind(Items.text(item, "kind")),
                Items.text(item, "fileName"),
                Items.text(item, "key"),
                Instant.parse(Items.text(item, "uploadBefore"))));
    }

    private static Map<String, AttributeValue> key(String dropId) {
        return Map.of("pk", Items.of("DROP#" + dropId), "sk", Items.of("DROP"));
    }
}
