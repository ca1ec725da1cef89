package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedKind;
import java.util.Locale;

/** The partner files of this domain. */
public enum StockFeed {
    STOCK,
    SALES,
    LOCATIONS;

    private final FeedKind kind = new FeedKind(name().toLowerCase(Locale.ROOT));

    public FeedKind kind() {
        return kind;
    }
}
