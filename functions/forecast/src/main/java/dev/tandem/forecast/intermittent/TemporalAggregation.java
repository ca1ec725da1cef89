package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.Arrays;

/**
 * Forecasts of sums over buckets of periods, spread evenly over the periods. {@link #adida()} takes buckets as long as the mean interval
 * between sales (Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos 2011), {@link #imapa()} the mean over all bucket lengths up
 * to that one (Petropoulos, Kourentzes 2015). Buckets are counted back from the end and smoothed exponentially.
 */
public final class TemporalAggregation implements Forecaster {
    private static final BoundedSmoothing SMOOTHING = new BoundedSmoothing(0.05, 0.3);
    private final boolean allLevels;

    private TemporalAggregation(boolean allLevels) {
        this.allLevels = allLevels;
    }

    public static TemporalAggregation adida() {
        return new TemporalAggregation(false);
    }

    public static TemporalAggregation imapa() {
        return new TemporalAggregation(true);
    }

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        return Intermittent.flat(allLevels ? "IMAPA" : "ADIDA", history, level(history), horizon);
    }

    /** Demand a period; 0 where nothing was sold. */
    public double level(double[] history) {
        double[] known = Intermittent.known(history);
        long sales = Arrays.stream(known).filter(value -> value > 0).count();
        if (sales == 0) {
            return 0;
        }
        int longest = Math.clamp(Math.round((double) known.length / sales), 1, Math.max(1, known.length / 2));
        double sum = 0;
        for (int length = allLevels ? 1 : longest; length <= longest; length++) {
            sum += SMOOTHING.level(buckets(known, length)) / length;
        }
        return allLevels ? sum / longest : sum;
    }

    private static double[] buckets(double[] known, int length) {
        double[] sums = new double[known.length / length];
        int skipped = known.length - sums.length * length;
        for (int t = skipped; t < known.length; t++) {
            sums[(t - skipped) / length] += known[t];
        }
        return sums;
    }
}
