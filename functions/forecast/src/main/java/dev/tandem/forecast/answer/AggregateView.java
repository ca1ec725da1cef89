package dev.tandem.forecast.answer;

import dev.tandem.forecast.aggregate.Aggregate;
import dev.tandem.forecast.aggregate.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forecast of a category, a region or the total, as the API tells it. Quantities are pieces, rounded to a thousandth.
 *
 * @param key absent for the total; {@value #NONE} for series without a category or region
 * @param keys of the level, the first {@value #KEYS_TOLD}; absent for the total
 * @param series how many series it sums
 * @param reconciled whether the series that are published now add up to it
 */
public record AggregateView(
        String level,
        @Nullable String key,
        @Nullable List<String> keys,
        String interval,
        String model,
        String version,
        Instant publishedAt,
        Instant computedAt,
        LocalDate asOf,
        boolean reconciled,
        int series,
        List<ForecastView.Step> steps) {
    /** How a category or region is asked for that is not known. */
    public static final String NONE = "(none)";

    private static final int KEYS_TOLD = 1000;
    private static final int WEEK = 7;

    public static AggregateView of(ForecastShelf.FoundAggregate found, int horizon) {
        boolean total = found.node().level() == Node.Level.TOTAL;
        Aggregate aggregate = found.aggregate();
        return new AggregateView(
                found.node().level().text(),
                total ? null : named(found.node().key()),
                total
                        ? null
                        : found.keys().stream()
                                .limit(KEYS_TOLD)
                                .map(AggregateView::named)
                                .toList(),
                "week",
                aggregate.model(),
                found.version(),
                Instant.ofEpochMilli(found.publishedAt()),
                Instant.ofEpochMilli(found.computedAt()),
                LocalDate.ofEpochDay(found.asOfDay()),
                found.reconciled(),
                aggregate.series(),
                ForecastView.steps(
                        WEEK,
                        aggregate.mean(),
                        aggregate.quantiles(),
                        found.asOfDay(),
                        Math.min(horizon, aggregate.mean().length)));
    }

    private static String named(String key) {
        return key.isEmpty() ? NONE : key;
    }
}
