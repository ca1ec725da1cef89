package dev.tandem.returns.photo.tag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One search for an expected code: runs attempts until one reads it or time is up, and counts what else was read. */
final class Search {
    private static final int LEAST_SAME = 7;

    private final ExpectedCode expected;
    private final LongSupplier nanoClock;
    private final long deadline;
    private final Map<Gtin, Integer> others = new HashMap<>();
    private TagReading.@Nullable Found found;
    private boolean cut;

    Search(ExpectedCode expected, LongSupplier nanoClock, long nanos) {
        this.expected = expected;
        this.nanoClock = nanoClock;
        deadline = nanoClock.getAsLong() + nanos;
    }

    ExpectedCode expected() {
        return expected;
    }

    /** @return whether the search is over */
    boolean attempt(String method, Supplier<List<CodeRead>> attempt) {
        if (over()) {
            return true;
        }
        for (CodeRead read : attempt.get()) {
            if (expected.accepts(read)) {
                found = new TagReading.Found(read.text(), method);
                return true;
            }
            read.gtin().filter(gtin -> !gtin.restricted()).ifPresent(gtin -> others.merge(gtin, 1, Integer::sum));
        }
        return false;
    }

    /**
     * Whether bars were read as a code that differs from this one in a few digits. Where a reader saw all edges, a template that
     * fits a little better elsewhere does not count.
     */
    boolean sawNeighbourOf(String ean13) {
        return others.keySet().stream().flatMap(other -> other.ean13().stream()).anyMatch(other -> {
            int same = 0;
            for (int i = 0; i < ean13.length(); i++) {
                same += other.charAt(i) == ean13.charAt(i) ? 1 : 0;
            }
            return same >= LEAST_SAME;
        });
    }

    boolean over() {
        if (found != null) {
            return true;
        }
        cut |= nanoClock.getAsLong() - deadline >= 0;
        return cut;
    }

    TagReading result() {
        if (found != null) {
            return found;
        }
        // One reading may be a misreading that has a right check digit by chance: one of ten has.
        return others.entrySet().stream()
                .filter(other -> other.getValue() >= 2 && !expected.gtins().isEmpty())
                .max(Map.Entry.<Gtin, Integer>comparingByValue()
                        .thenComparing(other -> other.getKey().digits()))
                .<TagReading>map(other -> new TagReading.Mismatch(other.getKey()))
                .orElseGet(() -> new TagReading.NotFound(cut));
    }
}
