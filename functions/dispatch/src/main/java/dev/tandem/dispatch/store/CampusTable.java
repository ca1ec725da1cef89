package dev.tandem.dispatch.store;

import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.dispatch.campus.Campus;
import dev.tandem.dispatch.campus.CampusBook;
import dev.tandem.dispatch.campus.CampusOrder;
import dev.tandem.dispatch.campus.Situation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The partition of a campus: {@code CAMPUS} its map and fleet, {@code SITUATION} with its {@code version}, and {@code ORDER#<id>} for orders
 * that have ended, which go after thirty days. Each has a {@code document}.
 */
public final class CampusTable implements CampusBook {
    private static final String CAMPUS = "CAMPUS";
    private static final String SITUATION = "SITUATION";
    private static final Duration KEPT = Duration.ofDays(30);

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final IdempotencyTable answers;
    private final String table;
    private final Clock clock;

    public CampusTable(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.transactions = new Transactions(dynamoDb);
        this.answers = new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock);
        this.table = environment.require("CAMPUS_TABLE");
        this.clock = clock;
    }

    @Override
    public Optional<Campus> campus(String campusId) {
        return document(campusId, CAMPUS, Campus.class);
    }

    @Override
    public Optional<Situation> situation(String campusId) {
        return document(campusId, SITUATION, Situation.class);
    }

    @Override
    public Optional<CampusOrder> ended(String campusId, String orderId) {
        return document(campusId, "ORDER#" + orderId, CampusOrder.class);
    }

    private <T> Optional<T> document(String campusId, String sort, Class<T> type) {
        return Items.optionalText(
                        dynamoDb.getItem(request -> request.tableName(table)
                                        .consistentRead(true)
                                        .key(Map.of("pk", Items.of(campusId), "sk", Items.of(sort))))
                                .item(),
                        "document")
                .map(document -> Json.read(document, type));
    }

    @Override
    public Written commit(
            String campusId,
            @Nullable Campus campus,
            Situation after,
            List<CampusOrder> ended,
            @Nullable FirstAnswer answer) {
        List<TransactWriteItem> writes = new ArrayList<>();
        if (answer != null) {
            // First, so that its position tells a repeat from a race.
            writes.add(answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()));
        }
        writes.add(situation(campusId, after));
        if (campus != null) {
            writes.add(put(item(campusId, CAMPUS, campus)));
        }
        for (CampusOrder order : ended) {
            Map<String, AttributeValue> item = item(campusId, "ORDER#" + order.orderId(), order);
            item.put("deleteAt", Items.of(clock.instant().plus(KEPT).getEpochSecond()));
            writes.add(put(item));
        }
        Transactions.Result result = transactions.commit(writes);
        if (result.kind() == Transactions.Kind.DONE) {
            return Written.DONE;
        }
        return answer != null && result.failed(0) ? Written.REPEATED : Written.OVERTAKEN;
    }

    private TransactWriteItem situation(String campusId, Situation after) {
        Map<String, AttributeValue> item = item(campusId, SITUATION, after);
        item.put("version", Items.of(after.version()));
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(after.version() == 1 ? "attribute_not_exists(pk)" : "#version = :before")
                        .expressionAttributeNames(after.version() == 1 ? null : Map.of("#version", "version"))
                        .expressionAttributeValues(
                                after.version() == 1 ? null : Map.of(":before", Items.of(after.version() - 1)))
                        .build())
                .build();
    }

    private static Map<String, AttributeValue> item(String campusId, String sort, Object document) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", Items.of(campusId));
        item.put("sk", Items.of(sort));
        item.put("document", Items.of(Json.write(document)));
        return item;
    }

    private TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(item).build())
                .build();
    }
}
