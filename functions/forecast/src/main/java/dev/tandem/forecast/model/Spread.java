package dev.tandem.forecast.model;

import java.util.Arrays;

/** Quantiles around a mean from errors of the past. */
final class Spread {
    private Spread() {}

    /** From the changes over one season (one step without a season), growing with the square root of the seasons ahead. */
    static double[][] ofSteps(double[] mean, double[] known, int seasonLength) {
        double[] changes = new double[Math.max(0, known.length - seasonLength)];
        for (int t = 0; t < changes.length; t++) {
            changes[t] = known[t + seasonLength] - known[t];
        }
        Arrays.sort(changes);
        double[][] quantiles = new double[DemandForecast.levelCount()][mean.length];
        for (int row = 0; row < quantiles.length; row++) {
            double change = changes.length == 0 ? 0 : empirical(changes, DemandForecast.level(row));
            for (int step = 0; step < mean.length; step++) {
                quantiles[row][step] = mean[step] + change * Math.sqrt(1 + step / seasonLength);
            }
        }
        return quantiles;
    }

    /** The quantile of a sorted sample, linear between its values at {@code level * (n + 1)}, as conformal prediction counts. */
    static double empirical(double[] sorted, double level) {
        double rank = level * (sorted.length + 1) - 1;
        int below = (int) Math.clamp(Math.floor(rank), 0, sorted.length - 1);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + Math.clamp(rank - below, 0, 1) * (sorted[above] - sorted[below]);
    }
}
