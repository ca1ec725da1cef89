package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;

/**
 * Simple exponential smoothing that starts at the first value, with the weight of least squared one-step errors between two bounds.
 * Demand with many zeros tempts an unbounded weight to chase the last sale; Syntetos and Boylan (2005) keep it at 0.05 to 0.3.
 *
 * @param lowest smallest weight of the newest value, above 0
 * @param highest largest weight, at most 1
 */
public record BoundedSmoothing(double lowest, double highest) implements Forecaster {
    private static final double STEP = 0.05;

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        return Intermittent.flat("SES", history, level(history), horizon);
    }

    /** The level after the last value; unknown values leave it, and without any known value it is 0. */
    public double level(double[] history) {
        double[] levels = levels(history);
        return levels.length == 0 ? 0 : levels[levels.length - 1];
    }

    /** The level after each value, all with the weight that suits the whole history. */
    public double[] levels(double[] history) {
        double[] best = new double[history.length];
        double[] levels = new double[history.length];
        double least = Double.POSITIVE_INFINITY;
        int steps = (int) Math.round((highest - lowest) / STEP);
        for (int i = 0; i <= steps; i++) {
            double alpha = steps == 0 ? lowest : lowest + (highest - lowest) * i / steps;
            double squares = smooth(history, alpha, levels);
            if (squares < least) {
                least = squares;
                double[] worse = best;
                best = levels;
                levels = worse;
            }
        }
        return best;
    }

    /** Fills in the levels; the sum of squared errors. */
    private static double smooth(double[] history, double alpha, double[] levels) {
        double level = Double.NaN;
        double squares = 0;
        for (int t = 0; t < history.length; t++) {
            double value = history[t];
            if (!Double.isNaN(value)) {
                double error = Double.isNaN(level) ? 0 : value - level;
                level = Double.isNaN(level) ? value : level + alpha * error;
                squares += error * error;
            }
            levels[t] = Double.isNaN(level) ? 0 : level;
        }
        return squares;
    }
}
