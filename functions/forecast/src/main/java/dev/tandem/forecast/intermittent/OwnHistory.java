package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.Combination;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Demand of one series alone, by day or by week, without a pool to learn from. Where sales are rare (a mean interval above 1.32 periods,
 * the border of Syntetos, Boylan and Croston 2005) it combines methods for intermittent demand, each weighted by what it was worth at
 * recent origins, times the days of the week; else it leaves the series to {@link Combination}.
 */
public final class OwnHistory implements Forecaster {
    private static final double RARE = 1.32;
    /** Methods that fade with silence; Croston's does not, and would keep what is out of use alive. */
    private static final List<ToDoubleFunction<double[]>> MEMBERS = List.of(
            new Tsb(0.1, 0.1)::level,
            new Tsb(0.2, 0.2)::level,
            TemporalAggregation.imapa()::level,
            new BoundedSmoothing(0.05, 0.3)::level);

    private static final int ORIGINS = 8;
    private static final int LEAST_HISTORY = 12;
    /** Errors count as if each method had been this many times as wrong as all of them together. */
    private static final double PRIOR_ORIGINS = 2;
    /** A day of the week is drawn to the mean of all by this many usual days. */
    private static final double PRIOR_PERIODS = 8;

    private static final int LONGEST_PROFILE = 7;

    private final Forecaster regular = new Combination();

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        double[] known = Intermittent.known(history);
        long sales = Arrays.stream(known).filter(value -> value > 0).count();
        if (sales > 0 && known.length < RARE * sales) {
            return regular.forecast(history, seasonLength, horizon).atLeastZero();
        }
        double[] weights = weights(history, horizon);
        double level = 0;
        for (int k = 0; k < weights.length; k++) {
            level += weights[k] * MEMBERS.get(k).applyAsDouble(history);
        }
        double[] profile = profile(history, seasonLength);
        double[] mean = new double[horizon];
        for (int step = 0; step < horizon; step++) {
            mean[step] = level * profile[(history.length + step) % profile.length];
        }
        return new DemandForecast("intermittent combination", mean, CountQuantiles.of(history, mean));
    }

    /** By the inverse of squared errors in the mean of the next periods, drawn to equal weights. */
    private static double[] weights(double[] history, int horizon) {
        double[] squares = new double[MEMBERS.size()];
        int ahead = Math.max(1, Math.min(horizon, history.length / 4));
        int origins = 0;
        for (int back = 0; back < ORIGINS; back++) {
            int origin = history.length - ahead - back * Math.max(1, ahead / 2);
            if (origin < LEAST_HISTORY) {
                break;
            }
            double actual = Arrays.stream(history, origin, origin + ahead)
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
            if (Double.isNaN(actual)) {
                continue;
            }
            double[] before = Arrays.copyOf(history, origin);
            for (int k = 0; k < squares.length; k++) {
                double error = MEMBERS.get(k).applyAsDouble(before) - actual;
                squares[k] += error * error;
            }
            origins++;
        }
        double common = Arrays.stream(squares).sum() / squares.length;
        double[] weights = new double[squares.length];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            double mean = (squares[k] + PRIOR_ORIGINS * common / Math.max(1, origins)) / (origins + PRIOR_ORIGINS);
            weights[k] = common > 0 ? 1 / mean : 1;
            sum += weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    /** What each place in a short season sells, 1 on average; longer seasons cannot be told from one rare series. */
    private static double[] profile(double[] history, int seasonLength) {
        if (seasonLength < 2 || seasonLength > LONGEST_PROFILE) {
            return new double[] {1};
        }
        double average = Arrays.stream(Intermittent.known(history)).average().orElse(0);
        double[] sums = new double[seasonLength];
        double[] counts = new double[seasonLength];
        Arrays.fill(sums, PRIOR_PERIODS * average);
        Arrays.fill(counts, PRIOR_PERIODS);
        for (int t = 0; t < history.length; t++) {
            if (!Double.isNaN(history[t])) {
                sums[t % seasonLength] += history[t];
                counts[t % seasonLength]++;
            }
        }
        double[] profile = new double[seasonLength];
        Arrays.setAll(profile, at -> average > 0 ? sums[at] / counts[at] : 1);
        double mean = Arrays.stream(profile).average().orElse(1);
        Arrays.setAll(profile, at -> profile[at] / mean);
        return profile;
    }
}
