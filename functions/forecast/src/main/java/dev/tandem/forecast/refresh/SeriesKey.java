package dev.tandem.forecast.refresh;

import java.util.Comparator;

/**
 * A series: one SKU at one location.
 *
 * @param location empty for all locations of the SKU together
 */
public record SeriesKey(String sku, String location) implements Comparable<SeriesKey> {
    private static final Comparator<SeriesKey> ORDER =
            Comparator.comparing(SeriesKey::sku).thenComparing(SeriesKey::location);

    @Override
    public int compareTo(SeriesKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return location.isEmpty() ? sku : sku + "@" + location;
    }
}
