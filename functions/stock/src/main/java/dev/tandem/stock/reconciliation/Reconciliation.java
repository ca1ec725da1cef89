package dev.tandem.stock.reconciliation;

import dev.tandem.stock.Balance;
import dev.tandem.stock.Movement;
import dev.tandem.stock.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares balances with the sums of their movements while both go on changing. */
public final class Reconciliation {
    private static final int ATTEMPTS = 5;
    private static final int PART = 500;

    /** What is read of the books. */
    public interface Books {
        /** All balances of a location; may lag by a moment. */
        Iterable<Balance> balancesAt(String location);

        /** One balance as it is now. */
        Optional<Balance> balance(String location, String sku);

        /** Every movement of a position as of now. */
        void movements(String location, String sku, Consumer<Movement> consumer);
    }

    private record Sums(Difference.Pieces pieces, long movements) {}

    private record Found(
            long movements,
            @Nullable Difference difference,
            LocationResult.@Nullable Negative negative,
            boolean settled) {}

    private final Books books;

    public Reconciliation(Books books) {
        this.books = books;
    }

    public LocationResult compare(String location) {
        Tally tally = new Tally();
        List<Balance> part = new ArrayList<>();
        for (Balance balance : books.balancesAt(location)) {
            part.add(balance);
            if (part.size() == PART) {
                tally.add(part);
                part.clear();
            }
        }
        tally.add(part);
        return new LocationResult(
                location, tally.positions, tally.movements, tally.differences, tally.negative, tally.unsettled);
    }

    private final class Tally {
        private long positions;
        private long movements;
        private final List<Difference> differences = new ArrayList<>();
        private final List<LocationResult.Negative> negative = new ArrayList<>();
        private final List<String> unsettled = new ArrayList<>();

        void add(List<Balance> part) {
            if (part.isEmpty()) {
                return;
            }
            Together.map(List.copyOf(part), Reconciliation.this::compare).forEach((balance, found) -> {
                positions++;
                movements += found.movements;
                if (found.difference != null) {
                    differences.add(found.difference);
                }
                if (found.negative != null) {
                    negative.add(found.negative);
                }
                if (!found.settled) {
                    unsettled.add(balance.sku());
                }
            });
        }
    }

    /**
     * A balance that agrees with its ledger agrees, however the two were read. One that does not may have moved between the two
     * reads: only a ledger read between two reads of the same version of the balance proves a difference.
     */
    private Found compare(Balance listed) {
        Sums sums = sum(listed.location(), listed.sku());
        if (sums.pieces.equals(pieces(listed))) {
            return new Found(sums.movements, null, negative(listed), true);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Balance> before = books.balance(listed.location(), listed.sku());
            sums = sum(listed.location(), listed.sku());
            Optional<Balance> after = books.balance(listed.location(), listed.sku());
            Difference.Pieces booked = before.map(Reconciliation::pieces).orElse(new Difference.Pieces(0, 0, 0));
            LocationResult.Negative negative =
                    before.map(Reconciliation::negative).orElse(null);
            if (sums.pieces.equals(booked)) {
                return new Found(sums.movements, null, negative, true);
            }
            if (before.map(Balance::version).equals(after.map(Balance::version))) {
                Difference difference = new Difference(listed.location(), listed.sku(), booked, sums.pieces);
                return new Found(sums.movements, difference, negative, true);
            }
        }
        return new Found(sums.movements, null, null, false);
    }

    private Sums sum(String location, String sku) {
        long[] sum = new long[4];
        books.movements(location, sku, movement -> {
            sum[0] += movement.onHandDelta();
            sum[1] += movement.reservedDelta();
            sum[2] += movement.bufferDelta();
            sum[3]++;
        });
        return new Sums(new Difference.Pieces(sum[0], sum[1], sum[2]), sum[3]);
    }

    private static Difference.Pieces pieces(Balance balance) {
        return new Difference.Pieces(balance.onHand(), balance.reserved(), balance.buffer());
    }

    private static LocationResult.@Nullable Negative negative(Balance balance) {
        return balance.onHand() < 0
                ? new LocationResult.Negative(balance.location(), balance.sku(), balance.onHand())
                : null;
    }
}
