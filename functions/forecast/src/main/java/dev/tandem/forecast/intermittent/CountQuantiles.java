package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.DemandForecast;
import java.util.Arrays;

/**
 * Quantiles around the mean of one slow series from its own history: negative binomial with the history's ratio of variance to mean, in
 * packs where everything is sold in packs; the history's own quantiles, scaled to the mean, where sales are not whole numbers.
 */
public final class CountQuantiles {
    private static final double LARGEST_WHOLE = 1e9;

    private CountQuantiles() {}

    /**
     * @param history NaN where unknown
     * @param mean of each step, at least 0
     * @return {@code [level][step]} for {@link DemandForecast#levels()}
     */
    public static double[][] of(double[] history, double[] mean) {
        double[] known = Intermittent.known(history);
        double[][] quantiles = new double[DemandForecast.levelCount()][mean.length];
        double average = Arrays.stream(known).average().orElse(0);
        if (average <= 0) {
            return quantiles;
        }
        double pack = pack(known);
        Arrays.sort(known);
        for (int step = 0; step < mean.length; step++) {
            boolean repeated = step > 0 && mean[step] == mean[step - 1];
            NegativeBinomial counts = pack == 0
                    ? null
                    : new NegativeBinomial(
                            mean[step] / pack, variance(known, average) / average / pack * mean[step] / pack);
            for (int row = 0; row < quantiles.length; row++) {
                double level = DemandForecast.level(row);
                quantiles[row][step] = repeated
                        ? quantiles[row][step - 1]
                        : counts == null
                                ? known[(int) Math.min(known.length - 1, level * known.length)] * mean[step] / average
                                : pack * counts.quantile(level);
            }
        }
        return quantiles;
    }

    private static double variance(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return values.length < 2 ? mean : sum / (values.length - 1);
    }

    /** The largest number of which all sales are multiples, 1 at least for whole numbers; 0 where sales are not whole. */
    static double pack(double[] values) {
        long divisor = 0;
        for (double value : values) {
            if (value != Math.rint(value) || value > LARGEST_WHOLE) {
                return 0;
            }
            long rest = Math.round(value);
            while (rest != 0) {
                long next = divisor % rest;
                divisor = rest;
                rest = next;
            }
        }
        return Math.max(1, divisor);
    }
}
