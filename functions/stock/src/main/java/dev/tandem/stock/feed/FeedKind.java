package dev.tandem.stock.feed;

import java.util.Locale;

/** What partners bring; each kind has its folder under {@code partner-drops/}. */
public enum FeedKind {
    STOCK,
    SALES,
    LOCATIONS;

    public static final String DROPS = "partner-drops/";

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The folder of the kind, with its slash. */
    public String prefix() {
        return DROPS + text() + "/";
    }
}
