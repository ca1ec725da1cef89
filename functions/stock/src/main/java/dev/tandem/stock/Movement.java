package dev.tandem.stock;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: what changed at one location for one SKU, in pieces, and why. Lines are never changed or removed; the
 * balance is their sum.
 *
 * @param movementId unique for this location and SKU together with {@code at}. Whoever may post the same thing twice gives the
 *     same id and the same {@code at} both times: the second is then refused by the table.
 * @param reference what caused it: a reservation, a file, a sale
 * @param lines how many rows of a file this movement adds up, 1 otherwise
 */
public record Movement(
        String movementId,
        String location,
        String sku,
        long onHandDelta,
        long reservedDelta,
        long bufferDelta,
        Cause cause,
        @Nullable String reference,
        String correlationId,
        Instant at,
        int lines) {

    public Movement {
        Objects.requireNonNull(movementId, "movementId");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(at, "at");
        if (!Codes.isLocation(location)) {
            throw new IllegalArgumentException("location is not a location id");
        }
        if (!Codes.isSku(sku)) {
            throw new IllegalArgumentException("sku is not a SKU");
        }
        if (lines < 1) {
            throw new IllegalArgumentException("lines must be 1 or more");
        }
    }

    /** What this movement does to available-to-promise. */
    public long availableDelta() {
        return onHandDelta - reservedDelta - bufferDelta;
    }

    /** Orders movements by time: thirteen digits of epoch milliseconds, then the id. */
    public String sortKey() {
        return String.format("%013d-%s", at.toEpochMilli(), movementId);
    }
}
