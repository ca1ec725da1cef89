package dev.tandem.returns.lifecycle;

import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.coupon.CouponSigner;
import dev.tandem.returns.coupon.CouponTable;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.OrderTable;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnTable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Lifecycles in DynamoDB. Layout of the table, by {@code pk}:
 *
 * <ul>
 *   <li>{@code LIFE#<return id>}: {@code document} and {@code version}; {@code clockDay} once its clock runs (index {@code byDay})
 *   <li>{@code LEDGER#<return id>}: {@code document}, what was paid; written once
 *   <li>{@code OUT#<message id>}: a message that is not known to be sent: {@code receiver}, {@code body}, {@code outbox} = {@code
 *       WAITING} and {@code writtenAt} (index {@code byAge})
 *   <li>{@code LOAD#<centre>#<day>}: {@code returns} sent there
 *   <li>{@code CENTRES}: {@code document}, all sorting centres, and {@code version}
 * </ul>
 */
public final class DynamoLifecycleBook implements LifecycleBook {
    private static final String WAITING = "WAITING";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final String table;
    private final ReturnTable returns;
    private final OrderTable orders;
    private final CouponTable coupons;
    private final IdempotencyTable answers;
    private final CentreTable centres;
    private final Clock clock;

    /** On the tables that the function has; a step that needs another fails by its right to it. */
    public DynamoLifecycleBook(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.transactions = new Transactions(dynamoDb);
        this.table = environment.require("LIFECYCLE_TABLE");
        this.answers = new IdempotencyTable(
                dynamoDb, environment.optional("IDEMPOTENCY_TABLE").orElse("none"), clock);
        this.returns =
                new ReturnTable(dynamoDb, environment.optional("RETURN_TABLE").orElse("none"));
        this.orders =
                new OrderTable(dynamoDb, environment.optional("ORDER_TABLE").orElse("none"), answers);
        this.coupons =
                new CouponTable(dynamoDb, environment.optional("COUPON_TABLE").orElse("none"), answers);
        this.centres = new CentreTable(dynamoDb, table);
        this.clock = clock;
    }

    @Override
    public Optional<Lifecycle> find(String returnId) {
        Map<String, AttributeValue> item = get("LIFE#" + returnId);
        return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
    }

    @Override
    public Optional<Return> rma(String returnId) {
        return returns.find(returnId);
    }

    @Override
    public Optional<Order> order(String orderId) {
        return orders.find(orderId);
    }

    @Override
    public CouponSigner signer() {
        return coupons.signer();
    }

    @Override
    public List<Centre> centres() {
        return centres.all();
    }

    @Override
    public Map<String, Integer> load(List<Centre> some, LocalDate day) {
        Map<String, Integer> load = new HashMap<>();
        for (Centre centre : some) {
            Map<String, AttributeValue> item = get(loadKey(centre, day));
            if (!item.isEmpty()) {
                load.put(centre.centreId(), (int) Items.number(item, "returns"));
            }
        }
        return load;
    }

    private static String loadKey(Centre centre, LocalDate day) {
        return "LOAD#" + centre.centreId() + "#" + day;
    }

    @Override
    public Stream<Lifecycle> ofDay(LocalDate day) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .indexName("byDay")
                        .keyConditionExpression("clockDay = :day")
                        .expressionAttributeValues(Map.of(":day", Items.of(day.toString()))))
                .items()
                .stream()
                .map(DynamoLifecycleBook::read);
    }

    @Override
    public Written commit(Change change, @Nullable FirstAnswer answer) {
        List<TransactWriteItem> writes = new ArrayList<>();
        if (answer != null) {
            // First, so that its position tells a repeat from a race.
            writes.add(answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()));
        }
        writes.add(lifeItem(change.before(), change.after()));
        if (change.returnAfter() != null) {
            writes.add(returns.putItem(change.returnBefore(), change.returnAfter()));
        }
        if (change.orderAfter() != null) {
            writes.add(orders.putItem(change.orderBefore(), change.orderAfter()));
        }
        if (change.entry() != null) {
            writes.add(once(Map.of(
                    "pk", Items.of("LEDGER#" + change.entry().returnId()),
                    "document", Items.of(Json.write(change.entry())))));
        }
        if (change.coupon() != null) {
            writes.add(coupons.issueItem(change.coupon()));
        }
        if (change.load() != null) {
            writes.add(loadItem(change.load()));
        }
        String written = age(clock.instant());
        for (Outgoing message : change.messages()) {
            writes.add(once(Map.of(
                    "pk", Items.of("OUT#" + message.id()),
                    "receiver", Items.of(message.to().name()),
                    "body", Items.of(message.body()),
                    "outbox", Items.of(WAITING),
                    "writtenAt", Items.of(written))));
        }
        return OrderTable.written(transactions.commit(writes), answer != null);
    }

    private TransactWriteItem lifeItem(@Nullable Lifecycle before, Lifecycle after) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", Items.of("LIFE#" + after.returnId()));
        item.put("document", Items.of(Json.write(after)));
        item.put("version", Items.of(after.version()));
        after.clock()
                .ifPresent(running -> item.put(
                        "clockDay",
                        Items.of(LocalDate.ofInstant(running.startedAt(), ZoneOffset.UTC)
                                .toString())));
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

    private TransactWriteItem once(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"))
                .build();
    }

    private TransactWriteItem loadItem(Load load) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(Map.of("pk", Items.of(loadKey(load.centre(), load.day()))))
                        .updateExpression("ADD #returns :one")
                        .conditionExpression("attribute_not_exists(pk) OR #returns < :capacity")
                        .expressionAttributeNames(Map.of("#returns", "returns"))
                        .expressionAttributeValues(Map.of(
                                ":one", Items.of(1),
                                ":capacity", Items.of(load.centre().dailyCapacity()))))
                .build();
    }

    @Override
    public List<Outgoing> unsent(Instant before, int most) {
        return dynamoDb
                .query(request -> request.tableName(table)
                        .indexName("byAge")
                        .keyConditionExpression("outbox = :waiting AND writtenAt < :before")
                        .expressionAttributeValues(
                                Map.of(":waiting", Items.of(WAITING), ":before", Items.of(age(before))))
                        .limit(most))
                .items()
                .stream()
                .map(item -> new Outgoing(
                        Items.text(item, "pk").substring("OUT#".length()),
                        Outgoing.To.valueOf(Items.text(item, "receiver")),
                        Items.text(item, "body")))
                .toList();
    }

    @Override
    public void sent(Outgoing message) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(Map.of("pk", Items.of("OUT#" + message.id()))));
    }

    /** As text that sorts by time. */
    private static String age(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Map<String, AttributeValue> get(String key) {
        return dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(Map.of("pk", Items.of(key))))
                .item();
    }

    private static Lifecycle read(Map<String, AttributeValue> item) {
        return Json.read(Items.text(item, "document"), Lifecycle.class);
    }
}
