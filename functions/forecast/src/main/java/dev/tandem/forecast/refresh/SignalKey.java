package dev.tandem.forecast.refresh;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a signal is told of. */
public enum SignalKey {
    REGION,
    CATEGORY,
    SKU;

    public static final String WEATHER = "weather";
    public static final String SENTIMENT = "sentiment";
    public static final String COMPETITOR_PRICE = "competitor-price";
    public static final String HOLIDAY = "holiday";

    /** As files write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(SignalKey::text).toList();
    }

    public static SignalKey of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The key of the signals that everybody has. */
    public static Optional<SignalKey> usual(String signal) {
        return switch (signal) {
            case WEATHER, HOLIDAY -> Optional.of(REGION);
            case SENTIMENT, COMPETITOR_PRICE -> Optional.of(SKU);
            default -> Optional.empty();
        };
    }
}
