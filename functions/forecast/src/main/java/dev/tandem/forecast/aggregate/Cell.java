package dev.tandem.forecast.aggregate;

import java.util.Comparator;

/**
 * Where a series is counted: the crossing of its category and its region.
 *
 * @param category empty where none is known, {@code region} likewise
 */
public record Cell(String category, String region) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::category).thenComparing(Cell::region);

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
