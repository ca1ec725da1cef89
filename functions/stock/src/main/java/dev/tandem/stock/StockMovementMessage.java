package dev.tandem.stock;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What another domain did to stock: pieces came or went, or the buffer is to be another. A message sent again has the same id and
 * time. Reserved pieces are the business of reservations only.
 *
 * @param onHandDelta pieces that came (positive) or went
 * @param buffer the new safety stock, as an absolute figure
 */
public record StockMovementMessage(
        String movementId,
        String location,
        String sku,
        @Nullable Long onHandDelta,
        @Nullable Long buffer,
        Cause cause,
        @Nullable String reference,
        String correlationId,
        Instant at) {
    private static final Set<Cause> ALLOWED =
            EnumSet.of(Cause.SALE, Cause.RETURN, Cause.TRANSFER, Cause.WRITE_OFF, Cause.BUFFER, Cause.CORRECTION);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final long MOST = 1_000_000_000;

    public StockMovementMessage {
        if (movementId == null || !ID.matcher(movementId).matches()) {
            throw new IllegalArgumentException("movementId takes 1 to 128 letters, digits and ._:-");
        }
        if (!Codes.isLocation(location) || !Codes.isSku(sku)) {
            throw new IllegalArgumentException("location or sku is missing or malformed");
        }
        if (cause == null || !ALLOWED.contains(cause)) {
            throw new IllegalArgumentException("cause must be one of " + ALLOWED);
        }
        if (correlationId == null || !ID.matcher(correlationId).matches()) {
            throw new IllegalArgumentException("correlationId takes 1 to 128 letters, digits and ._:-");
        }
        if (at == null || at.toEpochMilli() < 0) {
            throw new IllegalArgumentException("at is missing or before 1970");
        }
        if (onHandDelta == null && buffer == null) {
            throw new IllegalArgumentException("needs onHandDelta or buffer");
        }
        if (onHandDelta != null && Math.abs(onHandDelta) > MOST || buffer != null && (buffer < 0 || buffer > MOST)) {
            throw new IllegalArgumentException("quantities must be within " + MOST);
        }
    }

    /** @param before the balance, needed when the buffer is told; absent when there is none yet */
    Posting posting(@Nullable Balance before) {
        long bufferDelta = buffer == null ? 0 : buffer - (before == null ? 0 : before.buffer());
        Posting posting = Posting.of(new Movement(
                movementId,
                location,
                sku,
                onHandDelta == null ? 0 : onHandDelta,
                0,
                bufferDelta,
                cause,
                reference,
                correlationId,
                at,
                1));
        return buffer == null ? posting : posting.ifVersion(before == null ? 0 : before.version());
    }
}
