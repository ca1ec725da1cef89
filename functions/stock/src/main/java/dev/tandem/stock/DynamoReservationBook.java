package dev.tandem.stock;

import dev.tandem.commons.Environment;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Reservations in DynamoDB: each change is one transaction over all tables it touches. */
final class DynamoReservationBook implements ReservationBook {
    private final Transactions transactions;
    private final StockTable stock;
    private final StockLedger ledger;
    private final ReservationTable reservations;
    private final IdempotencyTable answers;

    DynamoReservationBook(
            DynamoDbClient dynamoDb,
            StockTable stock,
            StockLedger ledger,
            ReservationTable reservations,
            IdempotencyTable answers) {
        this.transactions = new Transactions(dynamoDb);
        this.stock = stock;
        this.ledger = ledger;
        this.reservations = reservations;
        this.answers = answers;
    }

    static DynamoReservationBook of(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        String stockTable = environment.require("STOCK_TABLE");
        return new DynamoReservationBook(
                dynamoDb,
                new StockTable(dynamoDb, stockTable),
                new StockLedger(stockTable, environment.require("MOVEMENT_TABLE")),
                new ReservationTable(dynamoDb, environment.require("RESERVATION_TABLE")),
                // The sweep answers nobody, so it has no table of answers.
                new IdempotencyTable(
                        dynamoDb, environment.optional("IDEMPOTENCY_TABLE").orElse("none"), clock));
    }

    @Override
    public Optional<Reservation> find(String reservationId) {
        return reservations.find(reservationId);
    }

    @Override
    public Outcome commit(ReservationChange change, @Nullable FirstAnswer answer) {
        List<TransactWriteItem> writes = new ArrayList<>();
        if (answer != null) {
            // First, so that its position tells a repeat from a refusal.
            writes.add(answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()));
        }
        writes.add(reservations.put(change.before(), change.after()));
        change.postings().forEach(posting -> writes.addAll(ledger.post(posting, change.at())));
        change.holdsAdded().forEach(hold -> writes.add(stock.putHold(hold)));
        change.holdsRemoved().forEach(hold -> writes.add(stock.deleteHold(hold)));
        Transactions.Result result = transactions.commit(writes);
        if (result.failed(0) && answer != null) {
            return Outcome.REPEATED;
        }
        return switch (result.kind()) {
            case DONE -> Outcome.DONE;
            case CONDITION -> Outcome.REFUSED;
            case CONTENTION -> Outcome.CONTENDED;
        };
    }

    @Override
    public Optional<Integer> countWrongCode(String reservationId, int limit) {
        return reservations.countWrongCode(reservationId, limit);
    }
}
