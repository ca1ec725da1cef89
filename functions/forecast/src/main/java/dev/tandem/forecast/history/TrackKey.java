package dev.tandem.forecast.history;

import java.util.Comparator;

/**
 * Names one track of dated values.
 *
 * @param sku or the key of a shared signal, such as a region
 * @param location empty for what holds at every location
 * @param name {@link #SALES}, {@link #PRICE}, {@link #PROMOTION} or the name of a signal
 */
public record TrackKey(String sku, String location, String name) implements Comparable<TrackKey> {
    public static final String SALES = "sales";
    public static final String PRICE = "price";
    public static final String PROMOTION = "promotion";
    /** Days on which a product could not be sold: 1, or 0 where that was taken back. */
    public static final String STOCK_OUT = "stock-out";
    /** Days on which a location is closed: 1, or 0 where that was taken back. */
    public static final String CLOSED = "closed";

    /** Names of words. */
    public static final String REGION = "region";

    public static final String CATEGORY = "category";
    /** From when on a product is to be sold at a location. */
    public static final String LISTED = "listed";

    /** What holds for all that a location sells. */
    public static TrackKey closed(String location) {
        return new TrackKey("location" + Groups.SHARED + location, "", CLOSED);
    }

    private static final Comparator<TrackKey> ORDER = Comparator.comparing(TrackKey::sku)
            .thenComparing(TrackKey::location)
            .thenComparing(TrackKey::name);

    @Override
    public int compareTo(TrackKey other) {
        return ORDER.compare(this, other);
    }
}
