package dev.tandem.forecast.retail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Periods in which the whole shop sold next to nothing: closed, not without demand.
 *
 * @param periods absolute, ascending
 */
public record ClosedPeriods(long[] periods) {
    private static final double SHARE_OF_MEDIAN = 0.02;
    /** With fewer series on sale, a period without sales happens by chance. */
    private static final int LEAST_SERIES = 20;

    public static ClosedPeriods none() {
        return new ClosedPeriods(new long[0]);
    }

    boolean contains(long period) {
        return periods.length > 0 && Arrays.binarySearch(periods, period) >= 0;
    }

    static ClosedPeriods find(List<DemandSeries> all) {
        if (all.size() < LEAST_SERIES) {
            return none();
        }
        Map<Long, Double> totals = new HashMap<>();
        for (DemandSeries series : all) {
            for (int t = 0; t < series.values().length; t++) {
                double value = series.values()[t];
                totals.merge(series.firstPeriod() + t, Double.isNaN(value) ? 0 : value, Double::sum);
            }
        }
        double[] sorted = totals.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        return new ClosedPeriods(totals.entrySet().stream()
                .filter(total -> total.getValue() < SHARE_OF_MEDIAN * median)
                .mapToLong(Map.Entry::getKey)
                .sorted()
                .toArray());
    }
}
