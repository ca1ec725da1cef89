package dev.tandem.forecast.model;

import java.util.Arrays;

/** Classical multiplicative decomposition with the seasonality test of the M4 benchmarks (Makridakis, Spiliotis, Assimakopoulos 2020). */
public final class Classical {
    /** 90 % of a two-sided normal test, as the competition set it. */
    private static final double CRITICAL = 1.645;

    private Classical() {}

    /** Whether the autocorrelation at the season's lag is significant; never for less than three seasons. */
    public static boolean isSeasonal(double[] history, int seasonLength) {
        int n = history.length;
        // R's acf() gives 10 log10(n) lags; the competition's test says no beyond them.
        int lags = Math.min((int) Math.floor(10 * Math.log10(n)), n - 1);
        if (seasonLength < 2 || n < 3 * seasonLength || seasonLength > lags) {
            return false;
        }
        double mean = Arrays.stream(history).average().orElse(0);
        double variance = 0;
        for (double value : history) {
            variance += (value - mean) * (value - mean);
        }
        double squares = 0;
        double last = 0;
        for (int lag = 1; lag <= seasonLength; lag++) {
            double sum = 0;
            for (int t = lag; t < n; t++) {
                sum += (history[t] - mean) * (history[t - lag] - mean);
            }
            last = sum / variance;
            squares += lag < seasonLength ? last * last : 0;
        }
        return Math.abs(last) > CRITICAL / Math.sqrt(n) * Math.sqrt(1 + 2 * squares);
    }

    /**
     * Multiplicative indices, mean one, by the position in the season counted from the first value. Source: ratio to centred moving
     * average, as R's {@code decompose}.
     *
     * @param history at least two seasons, no NaN
     */
    public static double[] indices(double[] history, int seasonLength) {
        int half = seasonLength / 2;
        double[] sums = new double[seasonLength];
        int[] counts = new int[seasonLength];
        for (int t = half; t < history.length - half; t++) {
            double trend = 0;
            for (int lag = -half; lag <= half; lag++) {
                boolean edge = seasonLength % 2 == 0 && Math.abs(lag) == half;
                trend += history[t + lag] * (edge ? 0.5 : 1);
            }
            sums[t % seasonLength] += history[t] * seasonLength / trend;
            counts[t % seasonLength]++;
        }
        double total = 0;
        for (int s = 0; s < seasonLength; s++) {
            sums[s] /= counts[s];
            total += sums[s] / seasonLength;
        }
        for (int s = 0; s < seasonLength; s++) {
            sums[s] /= total;
        }
        return sums;
    }
}
