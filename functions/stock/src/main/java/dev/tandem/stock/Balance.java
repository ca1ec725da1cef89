package dev.tandem.stock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one location has of one SKU, in pieces.
 *
 * @param version grows with each change
 * @param updatedAt when the latest change was posted
 */
public record Balance(
        String location,
        String sku,
        long onHand,
        long reserved,
        long buffer,
        List<Inbound> inbound,
        @Nullable ShelfPlace place,
        long version,
        Instant updatedAt) {

    public Balance {
        inbound = List.copyOf(inbound);
    }

    /** Available to promise; below zero when more was sold or held back than is there. */
    public long available() {
        return onHand - reserved - buffer;
    }
}
