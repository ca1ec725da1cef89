package dev.tandem.stock;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A movement on its way into the ledger, with what must hold for it and what it tells beside quantities.
 *
 * @param leastAvailable refuse when less than this is available before the movement
 * @param expectedVersion refuse when the balance has changed since it was read; 0 for a balance that must not exist yet
 * @param place the shelf, when it is told anew
 * @param inbound what is on its way, when it is told anew (replaces the list)
 */
public record Posting(
        Movement movement,
        OptionalLong leastAvailable,
        OptionalLong expectedVersion,
        Optional<ShelfPlace> place,
        Optional<List<Inbound>> inbound) {

    /** A fact: it is booked whatever the balance. */
    public static Posting of(Movement movement) {
        return new Posting(movement, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    public Posting ifAvailable(long pieces) {
        return new Posting(movement, OptionalLong.of(pieces), expectedVersion, place, inbound);
    }

    public Posting ifVersion(long version) {
        return new Posting(movement, leastAvailable, OptionalLong.of(version), place, inbound);
    }

    public Posting withPlace(ShelfPlace shelf) {
        return new Posting(movement, leastAvailable, expectedVersion, Optional.of(shelf), inbound);
    }

    public Posting withInbound(List<Inbound> awaited) {
        return new Posting(movement, leastAvailable, expectedVersion, place, Optional.of(List.copyOf(awaited)));
    }
}
