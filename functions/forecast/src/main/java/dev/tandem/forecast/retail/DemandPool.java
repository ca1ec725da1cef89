package dev.tandem.forecast.retail;

import dev.tandem.forecast.lifecycle.LifeCycleStage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the series of a shop taught together; made by {@link DemandPoolLearner}, used for one series at a time by
 * {@link DemandForecaster}. Plain numbers, to be stored between refreshes; good for a few periods after {@code asOf}.
 *
 * @param season periods in a year
 * @param asOf absolute number of the first period that was not known
 * @param closed periods in which nothing could be sold
 * @param market what all sold together
 * @param launches what new products sell
 * @param coefficients of {@link DemandFeatures} by {@code [block][stage]}
 * @param common logarithms to raise forecasts by, {@code [block]} for each group
 * @param commonBefore the same as it was {@link #PERIODS_BEFORE} periods before
 * @param blends how far forecasts are drawn to smoothing of the series, for each block
 * @param quantiles sold over forecast by {@code [block][stage]}; null entries where too few cases were seen
 */
public record DemandPool(
        int season,
        long asOf,
        ClosedPeriods closed,
        Market market,
        LaunchProfile launches,
        double[][][] coefficients,
        Map<String, double[]> common,
        Map<String, double[]> commonBefore,
        List<Blend> blends,
        @Nullable RatioQuantiles[][] quantiles) {
    /** How long ago {@link #before} is. */
    public static final int PERIODS_BEFORE = 4;

    static final int SEGMENTS = LifeCycleStage.values().length;
    private static final double LARGEST = Math.log(3);

    /** A pool that has seen nothing: each series is forecast from its own history alone. */
    public static DemandPool empty(int season) {
        return ofLaunches(season, 0, LaunchProfile.none());
    }

    /** A pool that knows what launches sell and nothing else. */
    static DemandPool ofLaunches(int season, long asOf, LaunchProfile launches) {
        return new DemandPool(
                season,
                asOf,
                ClosedPeriods.none(),
                new Market(0, Map.of(), Map.of()),
                launches,
                priors(),
                Map.of(),
                Map.of(),
                Blend.none(),
                new RatioQuantiles[Block.ALL.size()][SEGMENTS]);
    }

    /** Whether each series is forecast from its own history alone. */
    public boolean ownHistoryOnly() {
        return market.totals().isEmpty();
    }

    /**
     * The pool with the season and the course of business as they were seen {@link #PERIODS_BEFORE} periods before, to try forecasts of the
     * last periods. The coefficients have seen those periods, as part of all series.
     */
    public DemandPool before() {
        return new DemandPool(
                season,
                asOf - PERIODS_BEFORE,
                closed,
                market,
                launches,
                coefficients,
                commonBefore,
                commonBefore,
                blends,
                quantiles);
    }

    static double[][][] priors() {
        double[][][] priors = new double[Block.ALL.size()][SEGMENTS][];
        for (double[][] block : priors) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                block[segment] = DemandFeatures.prior();
            }
        }
        return priors;
    }

    /** The logarithm by which a forecast for these groups is to be raised. */
    double common(List<String> groups, int block) {
        double sum = common(Market.ALL, block);
        for (String group : groups) {
            sum += common(group, block);
        }
        return Math.clamp(sum, -LARGEST, LARGEST);
    }

    private double common(String group, int block) {
        double[] logs = common.get(group);
        return logs == null ? 0 : logs[block];
    }
}
