package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class StockLedgerTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final LocalDynamo.Tables TABLES = LocalDynamo.tables("Ledger");
    private final DynamoDbClient dynamoDb = LocalDynamo.client();
    private final StockLedger ledger = new StockLedger(TABLES.stock(), TABLES.movements());
    private final StockTable stock = new StockTable(dynamoDb, TABLES.stock());
    private final MovementTable movements = new MovementTable(dynamoDb, TABLES.movements());

    @Test
    void aMovementChangesTheBalanceAndIsInTheLedger() {
        ShelfPlace place = new ShelfPlace("1", "B", null, "3");
        List<Inbound> inbound = List.of(new Inbound(24, LocalDate.of(2026, 3, 5)));
        commit(Posting.of(movement("m1", "A1", 10, 0, 2)).withPlace(place).withInbound(inbound));
        commit(Posting.of(movement("m2", "A1", -3, 0, 0)));

        Balance balance = stock.balance("LON-01", "A1").orElseThrow();
        assertThat(balance).isEqualTo(new Balance("LON-01", "A1", 7, 0, 2, inbound, place, 2, NOW));
        assertThat(balance.available()).isEqualTo(5);
        assertThat(movements.page("LON-01", "A1", 10, null).movements())
                .containsExactly(movement("m2", "A1", -3, 0, 0), movement("m1", "A1", 10, 0, 2));
        assertThat(stock.balancesAt("LON-01")).contains(balance);
    }

    @Test
    void theSameMovementTwiceCountsOnce() {
        Posting posting = Posting.of(movement("m1", "A2", 10, 0, 0));
        commit(posting);
        assertThatThrownBy(() -> commit(posting)).isInstanceOf(TransactionCanceledException.class);
        assertThat(stock.balance("LON-01", "A2").orElseThrow().onHand()).isEqualTo(10);
        assertThat(movements.holds(posting.movement())).isTrue();
    }

    @Test
    void demandsAreHeldAgainstTheBalance() {
        commit(Posting.of(movement("m1", "A3", 10, 0, 4)).ifVersion(0));
        assertThatThrownBy(
                        () -> commit(Posting.of(movement("m2", "A3", 1, 0, 0)).ifVersion(0)))
                .isInstanceOf(TransactionCanceledException.class);
        assertThatThrownBy(
                        () -> commit(Posting.of(movement("m3", "A3", 0, 7, 0)).ifAvailable(7)))
                .isInstanceOf(TransactionCanceledException.class);
        commit(Posting.of(movement("m4", "A3", 0, 6, 0)).ifAvailable(6).ifVersion(1));
        assertThat(stock.balance("LON-01", "A3").orElseThrow().available()).isZero();
        List<Movement> all = new ArrayList<>();
        movements.forEach("LON-01", "A3", all::add);
        assertThat(all).extracting(Movement::movementId).containsExactly("m1", "m4");
    }

    private void commit(Posting posting) {
        dynamoDb.transactWriteItems(request -> request.transactItems(ledger.post(posting, NOW)));
    }

    private static Movement movement(String id, String sku, long onHand, long reserved, long buffer) {
        return new Movement(
                id, "LON-01", sku, onHand, reserved, buffer, Cause.CORRECTION, "count", "correlation", NOW, 1);
    }
}
