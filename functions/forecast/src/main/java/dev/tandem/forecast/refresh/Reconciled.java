package dev.tandem.forecast.refresh;

import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.aggregate.Cell;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Forecasts as they are told: those of series multiplied by what makes them add up to categories, regions and the total. */
public final class Reconciled {
    private Reconciled() {}

    /**
     * @param group the forecasts of the series' group
     * @return null for a series without a forecast
     */
    public static @Nullable SeriesForecast forecast(
            SeriesKey key, SortedMap<SeriesKey, SeriesForecast> group, Aggregates aggregates) {
        SeriesForecast forecast = group.get(key);
        if (forecast == null || forecast.asOfDay() != aggregates.asOfDay()) {
            return forecast;
        }
        if (!key.location().isEmpty()) {
            float[] factors = factors(forecast, aggregates);
            return factors == null ? forecast : forecast.times(doubles(factors));
        }
        return forecast.times(whole(key.sku(), forecast, group, aggregates));
    }

    private static float @Nullable [] factors(SeriesForecast forecast, Aggregates aggregates) {
        return forecast.asOfDay() != aggregates.asOfDay() || forecast.isAwaited()
                ? null
                : aggregates.factors().get(new Cell(forecast.category(), forecast.region()));
    }

    /** Of a SKU as a whole: what the factors of its locations make of their sum. */
    private static double[] whole(
            String sku, SeriesForecast whole, SortedMap<SeriesKey, SeriesForecast> group, Aggregates aggregates) {
        double[] before = new double[whole.weeks().steps()];
        double[] after = new double[before.length];
        for (Map.Entry<SeriesKey, SeriesForecast> entry : group.subMap(
                        new SeriesKey(sku, "\0"), new SeriesKey(sku + '\0', ""))
                .entrySet()) {
            float[] factors = factors(entry.getValue(), aggregates);
            float[] mean = entry.getValue().weeks().mean();
            for (int step = 0; step < before.length; step++) {
                before[step] += mean[step];
                after[step] += factors == null ? mean[step] : mean[step] * factors[step];
            }
        }
        double[] factors = new double[before.length];
        Arrays.setAll(factors, step -> before[step] > 0 ? after[step] / before[step] : 1);
        return factors;
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }
}
