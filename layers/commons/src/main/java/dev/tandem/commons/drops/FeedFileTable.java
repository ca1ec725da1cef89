package dev.tandem.commons.drops;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Files by their content. Layout: pk = {@code FILE#<sha256>#<kind>}, sk = {@code FILE}. */
public final class FeedFileTable {
    /** A file dropped again after this time would be taken for new. */
    public static final Duration KEPT = Duration.ofDays(730);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public FeedFileTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Remembers a file, or gives what is remembered of the same content. */
    public FeedFile begin(String hash, FeedKind kind, Drop drop, Set<String> knownSubjects, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>(key(hash, kind));
        item.put("key", Items.of(drop.key()));
        item.put("delivery", Items.of(drop.delivery()));
        item.put("startedAt", Items.of(now.toString()));
        item.put("windowsDone", Items.of(0));
        item.put("applied", Items.of(0));
        item.put("unchanged", Items.of(0));
        item.put("staleFrom", AttributeValue.fromM(Map.of()));
        item.put("deleteAt", Items.of(now.plus(KEPT).getEpochSecond()));
        if (!knownSubjects.isEmpty()) {
            item.put("knownSubjects", AttributeValue.builder().ss(knownSubjects).build());
        }
        try {
            dynamoDb.putItem(
                    request -> request.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
            return read(hash, kind, item);
        } catch (ConditionalCheckFailedException e) {
            return read(
                    hash,
                    kind,
                    dynamoDb.getItem(request -> request.tableName(table)
                                    .consistentRead(true)
                                    .key(key(hash, kind)))
                            .item());
        }
    }

    /** Remembers that windows are applied; of two runs of the same file the one further on counts. */
    void checkpoint(FeedFile file, int windowsDone, long applied, long unchanged, Map<String, Integer> staleFrom) {
        Map<String, AttributeValue> stale = new HashMap<>();
        staleFrom.forEach((subject, window) -> stale.put(subject, Items.of(window)));
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(file.hash(), file.kind()))
                    .updateExpression(
                            "SET windowsDone = :windows, applied = :applied, unchanged = :unchanged, staleFrom = :stale")
                    .conditionExpression("windowsDone < :windows")
                    .returnValues(ReturnValue.NONE)
                    .expressionAttributeValues(Map.of(
                            ":windows", Items.of(windowsDone),
                            ":applied", Items.of(applied),
                            ":unchanged", Items.of(unchanged),
                            ":stale", AttributeValue.fromM(stale))));
        } catch (ConditionalCheckFailedException e) {
            // a second delivery of the same file is ahead; what it applied is the same
        }
    }

    void finish(FeedFile file, FeedReport report) {
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(key(file.hash(), file.kind()))
                .updateExpression("SET report = if_not_exists(report, :report)")
                .expressionAttributeValues(Map.of(":report", Items.of(Json.write(report)))));
    }

    void forget(FeedFile file) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(key(file.hash(), file.kind())));
    }

    private static Map<String, AttributeValue> key(String hash, FeedKind kind) {
        return Map.of("pk", Items.of("FILE#" + hash + "#" + kind.text()), "sk", Items.of("FILE"));
    }

    private static FeedFile read(String hash, FeedKind kind, Map<String, AttributeValue> item) {
        Map<String, Integer> stale = new HashMap<>();
        Items.required(item, "staleFrom")
                .m()
                .forEach((subject, window) -> stale.put(subject, Integer.parseInt(window.n())));
        return new FeedFile(
                hash,
                kind,
                Items.text(item, "key"),
                Items.text(item, "delivery"),
                Instant.parse(Items.text(item, "startedAt")),
                Items.optional(item, "knownSubjects")
                        .map(set -> Set.copyOf(set.ss()))
                        .orElse(Set.of()),
                (int) Items.number(item, "windowsDone"),
                Items.number(item, "applied"),
                Items.number(item, "unchanged"),
                stale,
                Items.optionalText(item, "report").map(json -> Json.read(json, FeedReport.class)));
    }
}
