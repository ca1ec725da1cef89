package dev.tandem.dispatch.store;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.dispatch.replay.ReplayJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Replays: {@code pk} = {@code #REPLAYS}, {@code sk} = its id, {@code document}; kept for 35 days. */
public final class ReplayTable {
    private static final String REPLAYS = "#REPLAYS";
    private static final Duration KEPT = Duration.ofDays(35);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ReplayTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    public Optional<ReplayJob> find(String replayId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(ZoneTable.key(REPLAYS, replayId)))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.read(Items.text(item, "document"), ReplayJob.class));
    }

    /** Throws {@link RepeatedException} when the request was answered before. */
    public void begin(ReplayJob job, FirstAnswer answer, IdempotencyTable answers) {
        TransactWriteItem put = TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(item(job)).build())
                .build();
        Transactions.Result result = new Transactions(dynamoDb)
                .commit(List.of(
                        answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()), put));
        if (result.kind() != Transactions.Kind.DONE) {
            throw new RepeatedException();
        }
    }

    public void put(ReplayJob job) {
        dynamoDb.putItem(request -> request.tableName(table).item(item(job)));
    }

    private static Map<String, AttributeValue> item(ReplayJob job) {
        Map<String, AttributeValue> item = new HashMap<>(ZoneTable.key(REPLAYS, job.replayId()));
        item.put("document", Items.of(Json.write(job)));
        item.put("deleteAt", Items.of(job.askedAt().plus(KEPT).getEpochSecond()));
        return item;
    }
}
