package dev.tandem.forecast.model;

import java.util.Arrays;
import org.hipparchus.special.Erf;

/**
 * How far values fall from their forecast, by step and level: the deviation that the fitted autoregression has in theory, made as large as past
 * errors were, with the shape of past errors, of which the same share must fall within a level (split conformal prediction, Papadopoulos et
 * al. 2002), blended with the normal distribution where they are few.
 *
 * @param widths of each step
 * @param shape quantiles of errors divided by their width, one for each level
 */
record Spread(double[] widths, double[] shape) {
    /** In the width, theory counts as much as the errors of one horizon. */
    private static final double THEORY = 1;
    /** What is added for one horizon: the weights were chosen by the very errors that are measured. It goes with the cube of the horizons. */
    private static final double CHOSEN = 0.2;
    /** The bounds of 95 % are moved out by this share for one horizon: the largest of few errors is not the largest to come. */
    private static final double UNSEEN = 0.2;

    /** As theory has it, for histories too short to try anything on. */
    static Spread ofTheory(double[] deviations) {
        return new Spread(deviations, normal());
    }

    /**
     * @param errors {@code [origin][step]} of forecasts made in the past, NaN where what came is unknown
     * @param horizons how many horizons fit into the time of the origins: errors of origins nearer to each other repeat themselves
     * @param deviations standard deviation of each step in theory
     */
    static Spread ofErrors(double[][] errors, double horizons, double[] deviations) {
        if (errors.length == 0 || deviations[0] == 0) {
            return ofTheory(deviations);
        }
        // Errors of one or two horizons say little, those of four almost all.
        double seen = horizons * horizons;
        double trust = seen / (seen + 1);
        int steps = errors[0].length;
        double growth = growth(errors, deviations) * trust;
        double[] widths = new double[deviations.length];
        for (int step = 0; step < widths.length; step++) {
            widths[step] = deviations[step] * Math.pow(step + 1, growth);
        }
        double sum = 0;
        double[] sizes = new double[errors.length * steps];
        int count = 0;
        for (double[] row : errors) {
            for (int step = 0; step < steps; step++) {
                double relative = row[step] / widths[step];
                if (!Double.isNaN(relative)) {
                    sum += relative * relative;
                    sizes[count++] = Math.abs(relative);
                }
            }
        }
        if (sum == 0) {
            return ofTheory(deviations);
        }
        double deviation = Math.sqrt(sum / count);
        sizes = Arrays.copyOf(sizes, count);
        Arrays.sort(sizes);
        double scale =
                Math.sqrt((seen * deviation * deviation + THEORY) / (seen + THEORY)) * (1 + CHOSEN / seen / horizons);
        double[] shape = normal();
        for (int row = 0; row < shape.length; row++) {
            double within = Math.abs(2 * DemandForecast.level(row) - 1);
            double past = Math.signum(shape[row]) * empirical(sizes, within) / deviation;
            double outward = 1 + UNSEEN / horizons * Math.max(0, within - 0.8) / 0.15;
            shape[row] = (trust * past + (1 - trust) * shape[row]) * outward;
        }
        return new Spread(Arrays.stream(widths).map(width -> width * scale).toArray(), shape);
    }

    /** How much faster errors grow than in theory: the slope of the logarithm of their ratio over that of the step. */
    private static double growth(double[][] errors, double[] deviations) {
        int steps = errors[0].length;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int step = 0; step < steps; step++) {
            double sum = 0;
            int count = 0;
            for (double[] row : errors) {
                if (!Double.isNaN(row[step])) {
                    sum += row[step] * row[step];
                    count++;
                }
            }
            if (sum == 0) {
                return 0;
            }
            double x = Math.log(step + 1);
            double y = Math.log(sum / count) / 2 - Math.log(deviations[step]);
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
        }
        double spread = sxx - sx * sx / steps;
        return spread == 0 ? 0 : Math.clamp((sxy - sx * sy / steps) / spread, -0.5, 0.25);
    }

    /** {@code [level][step]} */
    double[][] around(double[] mean) {
        double[][] quantiles = new double[shape.length][mean.length];
        for (int step = 0; step < mean.length; step++) {
            for (int row = 0; row < shape.length; row++) {
                quantiles[row][step] = mean[step] + widths[step] * shape[row];
            }
        }
        return quantiles;
    }

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

    private static double[] normal() {
        double[] shape = DemandForecast.levels();
        for (int row = 0; row < shape.length; row++) {
            shape[row] = Math.sqrt(2) * Erf.erfInv(2 * shape[row] - 1);
        }
        return shape;
    }
}
