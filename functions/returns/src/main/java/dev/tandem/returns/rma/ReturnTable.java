package dev.tandem.returns.rma;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Returns. Layout: {@code pk} = return id; {@code document} the return as JSON, {@code version} and {@code state} beside it. Indexes:
 * {@code byShopper} (shopperId, createdAt) and {@code byDay} (day, createdAt), both with {@code createdAt} to the second and the day in
 * UTC; {@code byDeadline} (deadlineShard, deadlineAt) of those that a deadline ends, spread over some shards.
 */
public final class ReturnTable implements PastReturns {
    public static final int SHARDS = 4;

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ReturnTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    public Optional<Return> find(String returnId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(Map.of("pk", Items.of(returnId))))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
    }

    /** Of one shopper since a time, oldest first. The index lags by a moment. */
    Stream<Return> of(String shopperId, Instant since) {
        return query("byShopper", "shopperId", shopperId, since.truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public Stream<Return> ofDay(LocalDate day) {
        return query("byDay", "day", day.toString(), Instant.EPOCH);
    }

    /** Ids of a shard whose deadline was before a time, oldest first. The index lags by a moment. */
    public List<String> due(int shard, Instant before, int most) {
        return dynamoDb
                .query(request -> request.tableName(table)
                        .indexName("byDeadline")
                        .keyConditionExpression("deadlineShard = :shard AND deadlineAt < :before")
                        .expressionAttributeValues(Map.of(
                                ":shard", Items.of(Integer.toString(shard)), ":before", Items.of(second(before))))
                        .limit(most))
                .items()
                .stream()
                .map(item -> Items.text(item, "pk"))
                .toList();
    }

    /** As text that sorts by time. */
    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Stream<Return> query(String index, String key, String value, Instant since) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(index)
                .keyConditionExpression("#key = :value AND createdAt >= :since")
                .expressionAttributeNames(Map.of("#key", key))
                .expressionAttributeValues(Map.of(":value", Items.of(value), ":since", Items.of(since.toString())))
                .build();
        return dynamoDb.queryPaginator(query).items().stream().map(ReturnTable::read);
    }

    /** The write of the state after a step, if the state before is still the stored one. */
    public TransactWriteItem putItem(@Nullable Return before, Return after) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", Items.of(after.returnId()));
        item.put("document", Items.of(Json.write(after)));
        item.put("version", Items.of(after.version()));
        item.put("state", Items.of(after.state().name()));
        item.put("shopperId", Items.of(after.shopperId()));
        item.put("createdAt", Items.of(second(after.createdAt())));
        item.put(
                "day",
                Items.of(LocalDate.ofInstant(after.createdAt(), ZoneOffset.UTC).toString()));
        if (after.deadline() != null && after.state().endsAtDeadline()) {
            item.put(
                    "deadlineShard",
                    Items.of(Integer.toString(Math.floorMod(after.returnId().hashCode(), SHARDS))));
            item.put("deadlineAt", Items.of(second(after.deadline())));
        }
        Put.Builder put = Put.builder().tableName(table).item(item);
        if (before == null) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("#version = :version")
                    .expressionAttributeNames(Map.of("#version", "version"))
                    .expressionAttributeValues(Map.of(":version", Items.of(before.version())));
        }
        return TransactWriteItem.builder().put(put.build()).build();
    }

    private static Return read(Map<String, AttributeValue> item) {
        return Json.read(Items.text(item, "document"), Return.class);
    }
}
