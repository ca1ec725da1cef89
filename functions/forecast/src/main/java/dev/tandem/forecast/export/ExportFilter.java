package dev.tandem.forecast.export;

import dev.tandem.forecast.answer.AggregateView;
import dev.tandem.forecast.refresh.SeriesForecast;
import dev.tandem.forecast.refresh.SeriesKey;
import org.jspecify.annotations.Nullable;

/** Which series an export has: those that fit all that is given. A category or region of {@code (none)} is that of series without one. */
public record ExportFilter(
        @Nullable String category,
        @Nullable String region,
        @Nullable String location) {
    public static final ExportFilter ALL = new ExportFilter(null, null, null);

    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException for a value that nothing can be named */
    public ExportFilter {
        requireName("category", category);
        requireName("region", region);
        requireName("location", location);
    }

    private static void requireName(String field, @Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > LONGEST)) {
            throw new IllegalArgumentException(field + " has 1 to " + LONGEST + " characters, or is left out");
        }
    }

    boolean matches(SeriesKey key, SeriesForecast forecast) {
        return (location == null || location.equals(key.location()))
                && isNamed(category, forecast.category())
                && isNamed(region, forecast.region());
    }

    private static boolean isNamed(@Nullable String wanted, String name) {
        return wanted == null || wanted.equals(name.isEmpty() ? AggregateView.NONE : name);
    }
}
