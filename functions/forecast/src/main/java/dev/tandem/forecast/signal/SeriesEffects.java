package dev.tandem.forecast.signal;

import java.util.Arrays;

/**
 * One series without the effects of its signals.
 *
 * @param coefficients of the series, its group's where it has seen little
 * @param residual log demand less effects; NaN where demand is unknown
 * @param middle the median of the last year or so
 * @param scale spread of the residual by its median absolute deviation, as a standard deviation
 * @param known periods with demand
 */
record SeriesEffects(double[] coefficients, double[] residual, double middle, double scale, int known) {
    private static final int RECENT = 60;
    private static final double LEAST_SCALE = 0.02;
    /** The median absolute deviation of a normal distribution is this part of its standard deviation. */
    private static final double NORMAL = 1.4826;

    /**
     * @param until only the periods before are learnt from; the residual goes on to the end of {@code logDemand}
     */
    static SeriesEffects of(double[] logDemand, Features features, int until, SignalSeries series, SignalPool pool) {
        BlockSums sums = new BlockSums(pool.chosen().length);
        sums.add(
                logDemand,
                features,
                0,
                until,
                series.firstPeriod(),
                pool.layout().blockLength());
        double[] coefficients = Effects.ofSeries(sums, pool.coefficients(), pool.variance());
        double[] residual = new double[logDemand.length];
        double[] recent = new double[until];
        int known = 0;
        for (int t = logDemand.length - 1; t >= 0; t--) {
            residual[t] = logDemand[t] - effect(coefficients, features.row(t));
            if (t < until && !Double.isNaN(residual[t])) {
                recent[known++] = residual[t];
            }
        }
        recent = Arrays.copyOf(recent, Math.min(known, RECENT));
        double middle = median(recent);
        double[] deviations =
                Arrays.stream(recent).map(value -> Math.abs(value - middle)).toArray();
        double scale = known < 2 ? Double.NaN : Math.max(LEAST_SCALE, NORMAL * median(deviations));
        return new SeriesEffects(coefficients, residual, middle, scale, known);
    }

    static double effect(double[] coefficients, double[] row) {
        double effect = 0;
        for (int i = 0; i < coefficients.length; i++) {
            effect += coefficients[i] * row[i];
        }
        return effect;
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /**
     * The level known after each period: exponential smoothing in which a residual counts the less the further it lies off, so that one
     * wild week does not move the level. {@code levels[t]} has seen the periods up to and with t.
     *
     * @param spread of the residual
     */
    double[] levels(double alpha, double spread) {
        double[] levels = new double[residual.length];
        double sum = 0;
        double weights = 0;
        for (int t = 0; t < residual.length; t++) {
            sum *= 1 - alpha;
            weights *= 1 - alpha;
            if (!Double.isNaN(residual[t])) {
                double off = (residual[t] - middle) / spread;
                double weight = 1 / Math.sqrt(1 + off * off);
                sum += weight * residual[t];
                weights += weight;
            }
            levels[t] = weights == 0 ? middle : sum / weights;
        }
        return levels;
    }
}
