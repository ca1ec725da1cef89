package dev.tandem.returns.order;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Orders. Layout: {@code pk} = order id; {@code details} the order as JSON, {@code taken} pieces by line, {@code version}; {@code
 * shopperId} and {@code orderedAt} (to the second) are the keys of the index {@code byShopper}, {@code pieces} is for it.
 */
public final class OrderTable implements Orders {
    private static final String BY_SHOPPER = "byShopper";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final String table;
    private final IdempotencyTable answers;

    public OrderTable(DynamoDbClient dynamoDb, String table, IdempotencyTable answers) {
        this.dynamoDb = dynamoDb;
        this.transactions = new Transactions(dynamoDb);
        this.table = table;
        this.answers = answers;
    }

    @Override
    public Optional<Order> find(String orderId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(Map.of("pk", Items.of(orderId))))
                .item();
        if (item.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Order(
                orderId,
                Json.read(Items.text(item, "details"), OrderDetails.class),
                Items.required(item, "taken").m().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                line -> Integer.parseInt(line.getValue().n()))),
                Items.number(item, "version")));
    }

    @Override
    public Written put(@Nullable Order before, Order after, @Nullable FirstAnswer answer) {
        List<TransactWriteItem> writes = new ArrayList<>();
        if (answer != null) {
            // First, so that its position tells a repeat from a race.
            writes.add(answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()));
        }
        writes.add(putItem(before, after));
        return written(transactions.commit(writes), answer != null);
    }

    /** How a transaction ended whose first write is the answer, if there is one. */
    public static Written written(Transactions.Result result, boolean answered) {
        if (result.kind() == Transactions.Kind.DONE) {
            return Written.DONE;
        }
        return answered && result.failed(0) ? Written.REPEATED : Written.OVERTAKEN;
    }

    /** The write of the state after a step, if the state before is still the stored one. */
    public TransactWriteItem putItem(@Nullable Order before, Order after) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", Items.of(after.orderId()));
        item.put("details", Items.of(Json.write(after.details())));
        Map<String, AttributeValue> taken = new HashMap<>();
        after.taken().forEach((line, pieces) -> taken.put(line, Items.of(pieces)));
        item.put("taken", AttributeValue.fromM(taken));
        item.put("version", Items.of(after.version()));
        item.put("shopperId", Items.of(after.details().shopperId()));
        item.put("orderedAt", Items.of(second(after.details().orderedAt())));
        item.put("pieces", Items.of(after.pieces()));
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

    /** Pieces by the time they were ordered, since a time. The index lags by a moment. */
    public Map<Instant, Integer> piecesOf(String shopperId, Instant since) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(BY_SHOPPER)
                .keyConditionExpression("shopperId = :shopper AND orderedAt >= :since")
                .expressionAttributeValues(Map.of(":shopper", Items.of(shopperId), ":since", Items.of(second(since))))
                .build();
        Map<Instant, Integer> pieces = new HashMap<>();
        dynamoDb.queryPaginator(query)
                .items()
                .forEach(item -> pieces.merge(
                        Instant.parse(Items.text(item, "orderedAt")),
                        (int) Items.number(item, "pieces"),
                        Integer::sum));
        return pieces;
    }

    /** As text that sorts by time. */
    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
