package dev.tandem.stock.feed;

import dev.tandem.commons.feed.RowFaultException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a stock file has said of each location so far: one mode and one sequence number, each SKU once. */
final class StockLocations {
    private record Told(boolean snapshot, long sequence, Set<String> skus) {}

    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Set<String> withRejects = new HashSet<>();
    private boolean rejectedSomewhere;

    /** Throws {@code MIXED_SEQUENCE} or {@code DUPLICATE_SKU} for a row that contradicts one before it. */
    void admit(StockRow row) {
        Told before = told.computeIfAbsent(
                row.location(), location -> new Told(row.snapshot(), row.sequence(), new HashSet<>()));
        if (before.snapshot() != row.snapshot() || before.sequence() != row.sequence()) {
            throw new RowFaultException(
                    "sequence",
                    "MIXED_SEQUENCE",
                    "A file has one mode and one sequence for a location; " + row.location() + " began with "
                            + (before.snapshot() ? "snapshot " : "delta ") + before.sequence());
        }
        if (!before.skus().add(row.sku())) {
            throw new RowFaultException(
                    "sku", "DUPLICATE_SKU", "A file names a SKU once for a location; add the quantities up");
        }
    }

    void rejectedAt(String location) {
        withRejects.add(location);
    }

    /** A line was set aside that may have been about any location. */
    void rejectedSomewhere() {
        rejectedSomewhere = true;
    }

    boolean isComplete(String location) {
        return !rejectedSomewhere && !withRejects.contains(location);
    }

    boolean names(String location, String sku) {
        Told of = told.get(location);
        return of != null && of.skus().contains(sku);
    }

    /** Sequence numbers of the locations that the file has a snapshot of. */
    Map<String, Long> snapshots() {
        Map<String, Long> snapshots = new HashMap<>();
        told.forEach((location, of) -> {
            if (of.snapshot()) {
                snapshots.put(location, of.sequence());
            }
        });
        return snapshots;
    }
}
