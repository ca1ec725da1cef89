package dev.tandem.recommendation;

import dev.tandem.commons.idempotency.IdempotencyTable;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session state keeps of an event. The order, oldest first, is total: two traces are equal or one is later.
 *
 * @param at milliseconds of the epoch
 * @param id 64 bits of the event id's hash
 * @param detail what the kind needs beside the item: a zone, milliseconds, depth and speed; empty for none
 */
record Trace(long at, long id, Kind kind, String sku, String detail) implements Comparable<Trace> {
    private static final Comparator<Trace> ORDER = Comparator.comparingLong(Trace::at)
            .thenComparingLong(Trace::id)
            .thenComparing(Trace::kind)
            .thenComparing(Trace::sku)
            .thenComparing(Trace::detail);

    /** Empty for what a session state does not need: impressions, searches, scrolls without an item. */
    static Optional<Trace> of(BehaviourEvent event) {
        String sku = event.sku();
        if (sku == null || event.kind() == Kind.IMPRESSION || event.kind() == Kind.SEARCH) {
            return Optional.empty();
        }
        Object detail = switch (event.kind()) {
            case DWELL -> event.dwellMs();
            case SCROLL -> scroll(number(event.scrollDepth()), number(event.scrollPxPerSecond()));
            case CLICK -> event.zone();
            default -> null;
        };
        return Optional.of(new Trace(
                event.at().toEpochMilli(),
                id(event.eventId()),
                event.kind(),
                sku,
                detail == null ? "" : detail.toString()));
    }

    /** The same for an event of the log; both ways to the same trace. */
    static Optional<Trace> of(TrainingData.Event event) {
        if (event.sku().isEmpty() || event.kind() == Kind.IMPRESSION || event.kind() == Kind.SEARCH) {
            return Optional.empty();
        }
        String detail = switch (event.kind()) {
            case DWELL -> Integer.toString(event.dwellMs());
            case SCROLL -> scroll(event.scrollDepth(), event.scrollPxPerSecond());
            case CLICK -> event.zone();
            default -> "";
        };
        return Optional.of(new Trace(event.at(), event.id(), event.kind(), event.sku(), detail));
    }

    /** Thousandths of the page and whole pixels a second, lest a state grow. */
    private static String scroll(float depth, float pxPerSecond) {
        return Math.round(depth * 1000) + ";" + Math.round(pxPerSecond);
    }

    private static float number(@Nullable Double number) {
        return number == null ? 0 : number.floatValue();
    }

    /** Of a dwell. */
    long dwellMs() {
        return Long.parseLong(detail);
    }

    /** Of a scroll, 0..1; 0 where it was not told. */
    float scrollDepth() {
        int end = detail.indexOf(';');
        return end < 0 ? 0 : Integer.parseInt(detail, 0, end, 10) / 1000f;
    }

    /** Of a scroll, negative is upwards; 0 where it was not told. */
    float scrollPxPerSecond() {
        int end = detail.indexOf(';');
        return end < 0 ? 0 : Integer.parseInt(detail, end + 1, detail.length(), 10);
    }

    static long id(String eventId) {
        return Long.parseUnsignedLong(IdempotencyTable.hash(eventId).substring(0, 16), 16);
    }

    /** One line of text. Neither an item nor a detail can hold a bar. */
    String write() {
        return at + "|" + Long.toUnsignedString(id, 36) + "|" + kind.wire() + "|" + sku + "|" + detail;
    }

    static Trace read(String line) {
        String[] parts = line.split("\\|", -1);
        return new Trace(
                Long.parseLong(parts[0]),
                Long.parseUnsignedLong(parts[1], 36),
                Kind.ofWire(parts[2]).orElseThrow(),
                parts[3],
                parts[4]);
    }

    @Override
    public int compareTo(Trace other) {
        return ORDER.compare(this, other);
    }
}
