package dev.tandem.forecast.model;

import java.util.Arrays;

/**
 * How far values fall from their forecast, by step and level: the deviation that the fitted autoregression has in theory, corrected by past errors
 * of the combination for its size, its growth over the steps and its shape (split conformal, Papadopoulos et al. 2002: the same share of past
 * errors falls within a level). Each correction is drawn to theory by how little was seen: errors of a few overlapping origins are one draw of
 * a calm or a wild time, the past as a whole is not.
 *
 * @param widths of each step
 * @param shape quantiles of errors divided by their width, one for each level
 */
record Spread(double[] widths, double[] shape) {
    /** What theory counts for beside the square of the horizons seen, in the size of errors, */
    private static final double SIZE = 8;
    /** in how they grow from step to step, */
    private static final double GROWTH = 3;
    /** and in their shape, of which the tails are seen last. */
    private static final double SHAPE = 25;

    /** As theory has it, for histories too short to try anything on. */
    static Spread ofTheory(double[] deviations) {
        return new Spread(deviations, heavyTailed());
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
        double seen = horizons * horizons;
        int steps = errors[0].length;
        double growth = growth(errors, deviations) * seen / (seen + GROWTH);
        double middle = middle(steps);
        double[] widths = new double[deviations.length];
        for (int step = 0; step < widths.length; step++) {
            widths[step] = deviations[step] * Math.pow((step + 1) / middle, growth);
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
        double scale = Math.sqrt((seen * deviation * deviation + SIZE) / (seen + SIZE));
        double trust = seen / (seen + SHAPE);
        double[] shape = heavyTailed();
        for (int row = 0; row < shape.length; row++) {
            double within = Math.abs(2 * DemandForecast.level(row) - 1);
            double past = Math.signum(shape[row]) * empirical(sizes, within) / deviation;
            shape[row] = trust * past + (1 - trust) * shape[row];
        }
        return new Spread(Arrays.stream(widths).map(width -> width * scale).toArray(), shape);
    }

    /** The geometric mean of the steps: growth turns widths around it and makes them neither larger nor smaller as a whole. */
    private static double middle(int steps) {
        double sum = 0;
        for (int step = 1; step <= steps; step++) {
            sum += Math.log(step);
        }
        return Math.exp(sum / steps);
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

    /**
     * Student's distribution of four degrees of freedom, of deviation 1, in closed form (Shaw 2006): forecast errors of single series have
     * heavier tails than the normal distribution, whose 80 % are too wide where its 95 % are right.
     */
    private static double[] heavyTailed() {
        double[] shape = DemandForecast.levels();
        for (int row = 0; row < shape.length; row++) {
            double level = shape[row];
            double root = 2 * Math.sqrt(level * (1 - level));
            double squared = 2 * (Math.cos(Math.acos(root) / 3) / root - 1);
            shape[row] = Math.signum(level - 0.5) * Math.sqrt(Math.max(0, squared));
        }
        return shape;
    }
}
