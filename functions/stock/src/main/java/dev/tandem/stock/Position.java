package dev.tandem.stock;

import java.util.List;

/** A balance together with the holds on it whose time is over and that nobody has swept yet. */
public record Position(Balance balance, List<Hold> expired) {

    public Position {
        expired = List.copyOf(expired);
    }

    public long expiredQuantity() {
        return expired.stream().mapToLong(Hold::quantity).sum();
    }

    /** Available to promise once the expired holds are swept; may be below zero. */
    public long available() {
        return balance.available() + expiredQuantity();
    }

    /** What is reserved by holds that still count. */
    public long reserved() {
        return balance.reserved() - expiredQuantity();
    }
}
