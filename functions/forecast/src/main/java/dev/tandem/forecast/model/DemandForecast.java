package dev.tandem.forecast.model;

import java.util.Arrays;

/**
 * What is expected of the next periods.
 *
 * @param model the method, as a reader would name it
 * @param mean the expected value of each step, oldest first
 * @param quantiles {@code quantiles[level][step]}, a row for each of {@link #levels()}; within a step they never fall from level to level
 */
public record DemandForecast(String model, double[] mean, double[][] quantiles) {
    private static final double[] LEVELS = {0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975};

    /** @throws IllegalArgumentException when the rows or steps do not fit or a value is not finite */
    public DemandForecast {
        if (quantiles.length != LEVELS.length) {
            throw new IllegalArgumentException(
                    "Quantiles of " + quantiles.length + " levels instead of " + LEVELS.length);
        }
        for (double[] row : quantiles) {
            if (row.length != mean.length) {
                throw new IllegalArgumentException(
                        "Quantiles of " + row.length + " steps beside a mean of " + mean.length);
            }
            requireFinite(row);
        }
        requireFinite(mean);
        uncross(quantiles);
    }

    /** The levels of every forecast, ascending: 0.025 to 0.975. A copy. */
    public static double[] levels() {
        return LEVELS.clone();
    }

    public static int levelCount() {
        return LEVELS.length;
    }

    public static double level(int row) {
        return LEVELS[row];
    }

    /** The same where nothing can be below zero, as demand. */
    public DemandForecast atLeastZero() {
        return new DemandForecast(
                model,
                raised(mean),
                Arrays.stream(quantiles).map(DemandForecast::raised).toArray(double[][]::new));
    }

    /** The same with mean and quantiles multiplied, by a factor for each step; the last one holds for all steps after it. */
    public DemandForecast times(double[] factors) {
        return new DemandForecast(
                model,
                times(mean, factors),
                Arrays.stream(quantiles).map(row -> times(row, factors)).toArray(double[][]::new));
    }

    private static double[] times(double[] values, double[] factors) {
        double[] scaled = new double[values.length];
        Arrays.setAll(scaled, step -> values[step] * factors[Math.min(step, factors.length - 1)]);
        return scaled;
    }

    public int horizon() {
        return mean.length;
    }

    /**
     * The quantile of any level: linear between the levels held, the outermost beyond them.
     *
     * @param step 0 is the next period
     */
    public double quantile(double level, int step) {
        int above = 0;
        while (above < LEVELS.length && LEVELS[above] < level) {
            above++;
        }
        if (above == 0 || above == LEVELS.length) {
            return quantiles[Math.min(above, LEVELS.length - 1)][step];
        }
        double share = (level - LEVELS[above - 1]) / (LEVELS[above] - LEVELS[above - 1]);
        return quantiles[above - 1][step] + share * (quantiles[above][step] - quantiles[above - 1][step]);
    }

    private static double[] raised(double[] values) {
        return Arrays.stream(values).map(value -> Math.max(0, value)).toArray();
    }

    private static void requireFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("A forecast of " + value);
            }
        }
    }

    /** Sorting is the rearrangement of Chernozhukov, Fernández-Val and Galichon (2010): never worse than what crossed. */
    private static void uncross(double[][] quantiles) {
        double[] column = new double[quantiles.length];
        for (int step = 0; step < quantiles[0].length; step++) {
            boolean crossed = false;
            for (int row = 0; row < column.length; row++) {
                column[row] = quantiles[row][step];
                crossed |= row > 0 && column[row] < column[row - 1];
            }
            if (crossed) {
                Arrays.sort(column);
                for (int row = 0; row < column.length; row++) {
                    quantiles[row][step] = column[row];
                }
            }
        }
    }
}
