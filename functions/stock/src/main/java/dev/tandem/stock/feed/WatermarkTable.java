package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.commons.dynamodb.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Watermarks of locations. Layout in the feed table, pk = {@code LOCATION#<id>}:
 *
 * <ul>
 *   <li>sk = {@code WATERMARK#0} .. {@code #3}: the watermark in four equal copies, of which #0 leads. Each transaction that applies
 *       rows checks one copy; with a single item transactions that run side by side would conflict on it.
 *   <li>sk = {@code DELTA#<sequence>}: the file that brought this delta.
 * </ul>
 */
final class WatermarkTable {
    static final int LANES = 4;
    private static final int ATTEMPTS = 20;

    private final DynamoDbClient dynamoDb;
    private final String table;

    WatermarkTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Claims a location for a snapshot; on NEWER and OWN its rows may be applied under the {@link #guard}. */
    Watermark.Verdict claimSnapshot(String location, long sequence, String file) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Watermark current = read(location);
            Watermark.Verdict verdict = current.judgeSnapshot(sequence, file);
            if (verdict != Watermark.Verdict.NEWER) {
                return verdict;
            }
            Watermark moved = current.withSnapshot(sequence, file);
            List<TransactWriteItem> puts = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                puts.add(put(location, lane, moved, lane == 0 ? current.version() : -1));
            }
            if (commit(puts, attempt)) {
                return verdict;
            }
        }
        throw new FeedInterruptedException("Location " + location + " is contended");
    }

    /** Claims a sequence number of a location for a delta. */
    Watermark.Verdict claimDelta(String location, long sequence, String file, Instant now) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Watermark current = read(location);
            Watermark.Verdict verdict = current.judgeDelta(sequence);
            if (verdict != Watermark.Verdict.NEWER) {
                return verdict;
            }
            String owner = deltaFile(location, sequence);
            if (owner != null) {
                return owner.equals(file) ? Watermark.Verdict.OWN : Watermark.Verdict.STALE;
            }
            TransactWriteItem delta = TransactWriteItem.builder()
                    .put(Put.builder()
                            .tableName(table)
                            .item(Map.of(
                                    "pk", Items.of("LOCATION#" + location),
                                    "sk", Items.of(deltaKey(sequence)),
                                    "file", Items.of(file),
                                    "deleteAt",
                                            Items.of(
                                                    now.plus(FeedFileTable.KEPT).getEpochSecond())))
                            .conditionExpression("attribute_not_exists(pk)")
                            .build())
                    .build();
            if (commit(List.of(delta, put(location, 0, current.withDelta(sequence), current.version())), attempt)) {
                return verdict;
            }
        }
        throw new FeedInterruptedException("Location " + location + " is contended");
    }

    /** The condition under which rows of a claimed location are applied; false once a newer snapshot has come. */
    TransactWriteItem guard(String location, boolean snapshot, long sequence, String file, int lane) {
        ConditionCheck.Builder check = ConditionCheck.builder().tableName(table).key(key(location, lane));
        if (snapshot) {
            check.conditionExpression("snapshotSequence = :sequence AND snapshotFile = :file")
                    .expressionAttributeValues(Map.of(":sequence", Items.of(sequence), ":file", Items.of(file)));
        } else {
            check.conditionExpression("attribute_not_exists(pk) OR snapshotSequence < :sequence")
                    .expressionAttributeValues(Map.of(":sequence", Items.of(sequence)));
        }
        return TransactWriteItem.builder().conditionCheck(check.build()).build();
    }

    /** Opens the location for deltas on top of the snapshot, unless a newer snapshot has taken it. */
    void snapshotDone(String location, String file) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(location, 0))
                    .updateExpression("SET snapshotDone = :true ADD #version :one")
                    .conditionExpression("snapshotFile = :file")
                    .expressionAttributeNames(Map.of("#version", "version"))
                    .expressionAttributeValues(Map.of(
                            ":true", AttributeValue.fromBool(true), ":one", Items.of(1), ":file", Items.of(file))));
        } catch (ConditionalCheckFailedException e) {
            // the newer snapshot opens it
        }
    }

    private boolean commit(List<TransactWriteItem> writes, int attempt) {
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(writes));
            return true;
        } catch (TransactionCanceledException e) {
            DynamoPoster.Backoff.pause(attempt, Duration.ofMillis(10), Duration.ofMillis(500));
            return false;
        }
    }

    Watermark read(String location) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(location, 0)))
                .item();
        if (item.isEmpty()) {
            return Watermark.NONE;
        }
        return new Watermark(
                Items.number(item, "snapshotSequence"),
                Items.optionalText(item, "snapshotFile").orElse(null),
                Boolean.TRUE.equals(Items.required(item, "snapshotDone").bool()),
                Items.number(item, "highest"),
                Items.number(item, "version"));
    }

    private @Nullable String deltaFile(String location, long sequence) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(Map.of("pk", Items.of("LOCATION#" + location), "sk", Items.of(deltaKey(sequence)))))
                .item();
        return item.isEmpty() ? null : Items.text(item, "file");
    }

    /** @param expected the version to replace; 0 for none, below zero for whatever is there */
    private TransactWriteItem put(String location, int lane, Watermark watermark, long expected) {
        Map<String, AttributeValue> item = new HashMap<>(key(location, lane));
        item.put("snapshotSequence", Items.of(watermark.snapshot()));
        item.put("snapshotDone", AttributeValue.fromBool(watermark.snapshotDone()));
        item.put("highest", Items.of(watermark.highest()));
        item.put("version", Items.of(watermark.version()));
        if (watermark.snapshotFile() != null) {
            item.put("snapshotFile", Items.of(watermark.snapshotFile()));
        }
        Put.Builder put = Put.builder().tableName(table).item(item);
        if (expected == 0) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else if (expected > 0) {
            put.conditionExpression("#version = :expected")
                    .expressionAttributeNames(Map.of("#version", "version"))
                    .expressionAttributeValues(Map.of(":expected", Items.of(expected)));
        }
        return TransactWriteItem.builder().put(put.build()).build();
    }

    private static String deltaKey(long sequence) {
        return String.format("DELTA#%016d", sequence);
    }

    private static Map<String, AttributeValue> key(String location, int lane) {
        return Map.of("pk", Items.of("LOCATION#" + location), "sk", Items.of("WATERMARK#" + lane));
    }
}
