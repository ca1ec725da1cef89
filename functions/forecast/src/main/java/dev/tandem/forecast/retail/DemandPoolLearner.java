package dev.tandem.forecast.retail;

import dev.tandem.forecast.lifecycle.LifeCycle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns a {@link DemandPool} from the histories of a shop. Every past period is an origin from which the periods after it are to be
 * forecast: a regression over all series and origins (a global model as in Montero-Manso, Hyndman 2021), one for each stage of the life
 * cycle drawn to that of all, for the mean; what it got wrong for all at once for the season; sold over forecast for the quantiles.
 */
public final class DemandPoolLearner {
    private static final int LEAST_HISTORY = 8;
    private static final int LEAST_KNOWN = 3;
    private static final int MOST_ORIGINS = 156;
    private static final int QUANTILE_ORIGINS = 26;
    /** Steps of a long block that the quantiles are taken from. */
    private static final int STEPS_OF_BLOCK = 4;

    /** More are sampled. */
    public static final int MOST_SERIES = 20_000;

    private static final int LEAST_SERIES = 150;
    private static final int LEAST_CASES = 500;
    /** Between least squares of units (0) and of shares of the series' level (2). */
    private static final double WEIGHT_POWER = 1.5;

    private static final int BLEND_ORIGINS = 26;

    private final int season;
    private final DemandFeatures features;
    private final ClosedPeriods closed;
    private final Market market;
    private final LaunchProfile launches;
    private final List<SalesHistory> histories = new ArrayList<>();
    private final long firstOrigin;
    private final long asOf;
    private final CommonErrors errors;

    private DemandPoolLearner(List<DemandSeries> all, int season) {
        this.season = season;
        closed = ClosedPeriods.find(all);
        List<SalesHistory> everything =
                all.stream().map(series -> new SalesHistory(series, closed)).toList();
        market = Market.of(everything, closed);
        asOf = all.stream().mapToLong(DemandSeries::end).max().orElse(0);
        firstOrigin = Math.min(asOf, Math.max(market.firstPeriod() + LEAST_HISTORY, asOf - MOST_ORIGINS));
        launches = LaunchProfile.of(everything, market.firstPeriod());
        features = new DemandFeatures(market, season);
        // Every n-th series of a very large shop says as much as all.
        int stride = (everything.size() + MOST_SERIES - 1) / MOST_SERIES;
        for (int i = 0; i < everything.size(); i += Math.max(1, stride)) {
            histories.add(everything.get(i));
        }
        errors = new CommonErrors(Block.ALL.size(), Math.toIntExact(asOf - firstOrigin), season);
    }

    /**
     * @param all every series of a shop, on one clock
     * @param season periods in a year: 52 for weeks, 12 for months, 1 where there is no season
     * @return of a small shop only what its launches sold: its series are forecast better from their own histories
     */
    public static DemandPool learn(List<DemandSeries> all, int season) {
        DemandPoolLearner learner = new DemandPoolLearner(all, season);
        return all.size() < LEAST_SERIES
                ? DemandPool.ofLaunches(season, learner.asOf, learner.launches)
                : learner.learn();
    }

    private DemandPool learn() {
        double[][][] coefficients = coefficients();
        errors.close(coefficients);
        List<Blend> blends = blends(coefficients);
        return new DemandPool(
                season,
                asOf,
                closed,
                market,
                launches,
                coefficients,
                errors.expected(0),
                errors.expected(DemandPool.PERIODS_BEFORE),
                blends,
                quantiles(coefficients, blends));
    }

    /** Something to do with a series at an origin for a block whose sales are known. */
    @FunctionalInterface
    private interface Case {
        void learn(SalesHistory history, long origin, int block, LifeCycle life, double[] x, double scale);
    }

    private void eachCase(long from, Case use) {
        double[] x = new double[DemandFeatures.COUNT];
        for (SalesHistory history : histories) {
            for (long origin = Math.max(from, history.firstSale() + 1); origin < history.series.end(); origin++) {
                LifeCycle life = DemandForecaster.lifeCycle(history, origin, features, null);
                for (int block = 0; block < Block.ALL.size(); block++) {
                    Block steps = Block.ALL.get(block);
                    if (origin + steps.to() > history.series.end()
                            || 2 * history.known(origin + steps.from(), origin + steps.to())
                                    < steps.to() - steps.from()) {
                        continue;
                    }
                    double launch = DemandForecaster.launch(launches, history, origin, block, life);
                    double scale = features.fill(history, origin, steps, launch, x);
                    if (scale > 0) {
                        use.learn(history, origin, block, life, x, scale);
                    }
                }
            }
        }
    }

    private double[][][] coefficients() {
        int blocks = Block.ALL.size();
        Moments[][] moments = new Moments[blocks][DemandPool.SEGMENTS];
        for (Moments[] row : moments) {
            for (int segment = 0; segment < row.length; segment++) {
                row[segment] = new Moments(DemandFeatures.COUNT);
            }
        }
        eachCase(firstOrigin, (history, origin, block, life, x, scale) -> {
            Block steps = Block.ALL.get(block);
            double sold = history.mean(origin + steps.from(), origin + steps.to());
            int segment = life.stage().ordinal();
            moments[block][segment].add(x, sold, Math.pow(scale, -WEIGHT_POWER));
            int at = (int) (origin - firstOrigin);
            errors.add(Market.ALL, block, at, segment, x, sold);
            for (String group : history.series.groups()) {
                if (market.sizes().getOrDefault(group, 0) >= CommonErrors.LEAST_SERIES) {
                    errors.add(group, block, at, segment, x, sold);
                }
            }
        });
        double[][][] coefficients = DemandPool.priors();
        double[] prior = DemandFeatures.prior();
        for (int block = 0; block < blocks; block++) {
            Moments all = new Moments(DemandFeatures.COUNT);
            for (Moments one : moments[block]) {
                all.add(one);
            }
            // A block too far ahead to have been seen is forecast as the one before it.
            prior = all.cases() < LEAST_CASES ? prior : all.solve(prior);
            for (int segment = 0; segment < DemandPool.SEGMENTS; segment++) {
                coefficients[block][segment] = moments[block][segment].solve(prior);
            }
        }
        return coefficients;
    }

    /** What the regression expected at a past origin, with what all series together did then. */
    private double expected(
            double[][][] coefficients, SalesHistory history, long origin, int block, LifeCycle life, double[] x) {
        double raised = Math.exp(errors.expected(history.series.groups(), block, (int) (origin - firstOrigin)));
        return Math.max(
                0,
                raised
                        * DemandFeatures.value(
                                x, coefficients[block][life.stage().ordinal()]));
    }

    private List<Blend> blends(double[][][] coefficients) {
        Blend.Trial[] trials = new Blend.Trial[Block.ALL.size()];
        Arrays.setAll(trials, block -> new Blend.Trial());
        eachCase(Math.max(firstOrigin, asOf - season - BLEND_ORIGINS), (history, origin, block, life, x, scale) -> {
            Block steps = Block.ALL.get(block);
            trials[block].add(
                    expected(coefficients, history, origin, block, life, x),
                    history.smoothed(origin),
                    history.mean(origin + steps.from(), origin + steps.to()),
                    Math.pow(scale, -WEIGHT_POWER));
        });
        return Arrays.stream(trials).map(Blend.Trial::best).toList();
    }

    private @Nullable RatioQuantiles[][] quantiles(double[][][] coefficients, List<Blend> blends) {
        int blocks = Block.ALL.size();
        RatioQuantiles.Cases[][] cases = new RatioQuantiles.Cases[blocks][DemandPool.SEGMENTS];
        for (RatioQuantiles.Cases[] row : cases) {
            for (int segment = 0; segment < row.length; segment++) {
                row[segment] = new RatioQuantiles.Cases();
            }
        }
        long from = Math.max(
                firstOrigin, asOf - QUANTILE_ORIGINS - Block.ALL.getFirst().to());
        eachCase(from, (history, origin, block, life, x, scale) -> {
            int segment = life.stage().ordinal();
            double regression = expected(coefficients, history, origin, block, life, x);
            double forecast = blends.get(block).of(regression, history.smoothed(origin));
            if (forecast <= 0 || history.known(market.firstPeriod(), origin) < LEAST_KNOWN) {
                return;
            }
            double variability = DemandForecaster.variability(history, origin, forecast);
            Block steps = Block.ALL.get(block);
            int stride = Math.max(1, (steps.to() - steps.from()) / STEPS_OF_BLOCK);
            for (int step = steps.from(); step < steps.to(); step += stride) {
                double sold = history.at(origin + step);
                if (!Double.isNaN(sold)) {
                    cases[block][segment].add(forecast, variability, sold / forecast);
                }
            }
        });
        @Nullable RatioQuantiles[][] tables = new RatioQuantiles[blocks][DemandPool.SEGMENTS];
        for (int block = 0; block < blocks; block++) {
            for (int segment = 0; segment < DemandPool.SEGMENTS; segment++) {
                boolean learnable = RatioQuantiles.learnable(cases[block][segment]);
                // What was never seen so far ahead has at least the spread of the block before it.
                RatioQuantiles nearer = block == 0 ? null : tables[block - 1][segment];
                tables[block][segment] = learnable ? RatioQuantiles.learn(cases[block][segment]) : nearer;
            }
        }
        return tables;
    }
}
