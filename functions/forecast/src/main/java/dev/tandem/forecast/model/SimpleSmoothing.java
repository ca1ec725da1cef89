package dev.tandem.forecast.model;

import java.util.function.DoubleUnaryOperator;

/**
 * Simple exponential smoothing with the level's start and the smoothing weight of least squared one-step errors, which is the maximum
 * likelihood of ETS(A,N,N) (Hyndman, Koehler, Snyder, Grose 2002).
 *
 * @param alpha weight of the newest value, 0 to 1
 * @param start the level before the first value
 * @param level the forecast of every coming step
 * @param errors one-step errors, one for each value; NaN where the value is unknown
 */
public record SimpleSmoothing(double alpha, double start, double level, double[] errors) {
    private static final double LEAST = 1e-4;
    private static final int GRID = 12;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** @param history at least one known value; NaN leaves the level as it is */
    public static SimpleSmoothing fit(double[] history) {
        return with(history, leastOn(alpha -> squares(history, alpha)[0]));
    }

    /** The weight of the least value: the best place of a grid, then golden sections around it, since sums of squares may have two valleys. */
    static double leastOn(DoubleUnaryOperator squares) {
        double best = LEAST;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= GRID; i++) {
            double alpha = Math.clamp((double) i / GRID, LEAST, 1 - LEAST);
            double sum = squares.applyAsDouble(alpha);
            if (sum < least) {
                least = sum;
                best = alpha;
            }
        }
        double low = Math.max(LEAST, best - 1.0 / GRID);
        double high = Math.min(1 - LEAST, best + 1.0 / GRID);
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = squares.applyAsDouble(left);
        double atRight = squares.applyAsDouble(right);
        while (high - low > 1e-4) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = squares.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = squares.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }

    /** With a given weight, the start of the level still fitted. */
    public static SimpleSmoothing with(double[] history, double alpha) {
        double start = squares(history, alpha)[1];
        double level = start;
        double[] errors = new double[history.length];
        for (int t = 0; t < history.length; t++) {
            errors[t] = history[t] - level;
            if (!Double.isNaN(errors[t])) {
                level += alpha * errors[t];
            }
        }
        return new SimpleSmoothing(alpha, start, level, errors);
    }

    /**
     * The least sum of squares for a weight and the start that gives it. An error is {@code a - d * start} with {@code a} the error from a
     * start at zero and {@code d} what is left of the start, so the best start is a regression in closed form.
     */
    private static double[] squares(double[] history, double alpha) {
        double fromZero = 0;
        double left = 1;
        double aa = 0;
        double ad = 0;
        double dd = 0;
        for (double value : history) {
            if (Double.isNaN(value)) {
                continue;
            }
            double error = value - fromZero;
            aa += error * error;
            ad += error * left;
            dd += left * left;
            fromZero += alpha * error;
            left *= 1 - alpha;
        }
        double start = ad / dd;
        return new double[] {aa - start * ad, start};
    }
}
