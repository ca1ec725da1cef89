package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedFile;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.stock.Balance;
import dev.tandem.stock.Cause;
import dev.tandem.stock.Inbound;
import dev.tandem.stock.Movement;
import dev.tandem.stock.Posting;
import dev.tandem.stock.ShelfPlace;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a stock feed.
 *
 * @param snapshot whether the quantity is what is on hand, else a change of it
 * @param sequence the location's own count of its files
 * @param buffer pieces held back from promise, when told
 * @param inbound what is on its way, when told; empty when nothing is any more
 * @param place the shelf, when told
 */
record StockRow(
        FeedRow row,
        boolean snapshot,
        long sequence,
        String location,
        String sku,
        long quantity,
        Optional<Long> buffer,
        Optional<List<Inbound>> inbound,
        Optional<ShelfPlace> place) {

    static final FeedSchema SCHEMA = FeedSchema.of(
            List.of("mode", "sequence", "location", "sku", "quantity"),
            List.of("buffer", "inboundQuantity", "inboundExpectedOn", "floor", "aisle", "bay", "shelf"));

    private static final long MOST_PIECES = 1_000_000_000;
    private static final Pattern SHELF = Pattern.compile("[^\\p{Cntrl}]{1,32}");

    /** Reads a row. Throws {@link RowFaultException}; {@code NEGATIVE_QUANTITY} for a negative count in a snapshot. */
    static StockRow parse(FeedRow row) {
        boolean snapshot = row.oneOf("mode", List.of("snapshot", "delta")).equals("snapshot");
        long quantity = row.whole("quantity", -MOST_PIECES, MOST_PIECES);
        if (snapshot && quantity < 0) {
            throw new RowFaultException("quantity", "NEGATIVE_QUANTITY", "A snapshot counts what is there: 0 or more");
        }
        return new StockRow(
                row,
                snapshot,
                row.whole("sequence", 1, 1_000_000_000_000_000L),
                Sale.Rows.location(row),
                Sale.Rows.sku(row),
                quantity,
                row.optionalWhole("buffer", 0, MOST_PIECES),
                inbound(row),
                place(row));
    }

    private static Optional<List<Inbound>> inbound(FeedRow row) {
        Optional<Long> pieces = row.optionalWhole("inboundQuantity", 0, MOST_PIECES);
        Optional<LocalDate> day = row.optionalDate("inboundExpectedOn");
        if (pieces.isPresent() && pieces.get() == 0) {
            return Optional.of(List.of());
        }
        if (pieces.isPresent() != day.isPresent()) {
            throw new RowFaultException(
                    pieces.isPresent() ? "inboundExpectedOn" : "inboundQuantity",
                    "MISSING_VALUE",
                    "inboundQuantity and inboundExpectedOn go together");
        }
        return pieces.flatMap(quantity -> day.map(on -> List.of(new Inbound(quantity, on))));
    }

    private static Optional<ShelfPlace> place(FeedRow row) {
        Optional<String> floor = row.optionalMatching("floor", SHELF);
        Optional<String> aisle = row.optionalMatching("aisle", SHELF);
        Optional<String> bay = row.optionalMatching("bay", SHELF);
        Optional<String> shelf = row.optionalMatching("shelf", SHELF);
        if (floor.isEmpty() && aisle.isEmpty() && bay.isEmpty() && shelf.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ShelfPlace(floor.orElse(null), aisle.orElse(null), bay.orElse(null), shelf.orElse(null)));
    }

    /** Whether what the row says depends on what the books say, so that they must be read first. */
    boolean isAbsolute() {
        return snapshot || buffer.isPresent() || inbound.isPresent() || place.isPresent();
    }

    /** What is to be booked given the present balance; nothing when the books say it already. */
    Optional<Posting> against(@Nullable Balance balance, FeedRun run) {
        long onHand = balance == null ? 0 : balance.onHand();
        long onHandDelta = snapshot ? quantity - onHand : quantity;
        long held = balance == null ? 0 : balance.buffer();
        long bufferDelta = buffer.map(pieces -> pieces - held).orElse(0L);
        boolean sameInbound =
                inbound.isEmpty() || inbound.get().equals(balance == null ? List.of() : balance.inbound());
        boolean samePlace = place.isEmpty() || (balance != null && place.get().equals(balance.place()));
        // a SKU that is new at the location is booked even with zero pieces: from now on it is known there
        if (onHandDelta == 0 && bufferDelta == 0 && sameInbound && samePlace && (balance != null || !snapshot)) {
            return Optional.empty();
        }
        FeedFile file = run.file();
        Posting posting = Posting.of(new Movement(
                "FEED-" + file.tag() + "-" + row.line(),
                location,
                sku,
                onHandDelta,
                0,
                bufferDelta,
                snapshot ? Cause.FEED_SNAPSHOT : Cause.FEED_DELTA,
                file.key() + " line " + row.line(),
                run.correlationId(),
                file.startedAt(),
                1));
        if (isAbsolute()) {
            posting = posting.ifVersion(balance == null ? 0 : balance.version());
        }
        if (!samePlace) {
            posting = posting.withPlace(place.orElseThrow());
        }
        return Optional.of(sameInbound ? posting : posting.withInbound(inbound.orElseThrow()));
    }
}
