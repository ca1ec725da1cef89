package dev.tandem.returns.rma;

import dev.tandem.commons.Environment;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.coupon.CouponTable;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.OrderTable;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.policy.CustomerHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Returns in DynamoDB: each step is one transaction over all tables it touches. */
public final class DynamoReturnBook implements ReturnBook {
    private final Transactions transactions;
    private final ReturnTable returns;
    private final OrderTable orders;
    private final CouponTable coupons;
    private final IdempotencyTable answers;

    /** On the tables that the function has; a step that needs another fails by its right to it. */
    public DynamoReturnBook(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.transactions = new Transactions(dynamoDb);
        this.answers = new IdempotencyTable(
                dynamoDb, environment.optional("IDEMPOTENCY_TABLE").orElse("none"), clock);
        this.returns = new ReturnTable(dynamoDb, environment.require("RETURN_TABLE"));
        this.orders =
                new OrderTable(dynamoDb, environment.optional("ORDER_TABLE").orElse("none"), answers);
        this.coupons =
                new CouponTable(dynamoDb, environment.optional("COUPON_TABLE").orElse("none"), answers);
    }

    @Override
    public Optional<Return> find(String returnId) {
        return returns.find(returnId);
    }

    @Override
    public Optional<Order> order(String orderId) {
        return orders.find(orderId);
    }

    @Override
    public CustomerHistory history(String shopperId, Instant at, String except) {
        Instant since = at.minus(Duration.ofDays(CustomerHistory.SPANS.getLast()));
        Map<Instant, Integer> ordered = orders.piecesOf(shopperId, since);
        List<Return> returned = returns.of(shopperId, since)
                .filter(rma -> rma.state().holdsPieces()
                        && !rma.returnId().equals(except)
                        && rma.createdAt().isBefore(at))
                .toList();
        return new CustomerHistory(CustomerHistory.SPANS.stream()
                .map(days -> {
                    Instant from = at.minus(Duration.ofDays(days));
                    List<Return> in = returned.stream()
                            .filter(rma -> !rma.createdAt().isBefore(from))
                            .toList();
                    return new CustomerHistory.Span(
                            days,
                            in.size(),
                            in.stream()
                                    .flatMap(rma -> rma.lines().stream())
                                    .mapToInt(ReturnLine::quantity)
                                    .sum(),
                            ordered.entrySet().stream()
                                    .filter(order -> !order.getKey().isBefore(from)
                                            && !order.getKey().isAfter(at))
                                    .mapToInt(Map.Entry::getValue)
                                    .sum());
                })
                .toList());
    }

    @Override
    public Written commit(Change change, @Nullable FirstAnswer answer) {
        List<TransactWriteItem> writes = new ArrayList<>();
        if (answer != null) {
            // First, so that its position tells a repeat from a race.
            writes.add(answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()));
        }
        writes.add(returns.putItem(change.before(), change.after()));
        if (change.orderAfter() != null) {
            writes.add(orders.putItem(change.orderBefore(), change.orderAfter()));
        }
        if (change.coupon() != null) {
            writes.add(coupons.issueItem(change.coupon()));
        }
        return OrderTable.written(transactions.commit(writes), answer != null);
    }
}
