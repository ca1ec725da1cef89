package dev.tandem.forecast.retail;

import dev.tandem.forecast.intermittent.CountQuantiles;
import dev.tandem.forecast.intermittent.OwnHistory;
import dev.tandem.forecast.lifecycle.LifeCycle;
import dev.tandem.forecast.lifecycle.LifeCycleStage;
import dev.tandem.forecast.model.DemandForecast;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Forecasts one product at one location with what its pool has taught. Keeps no state; may be used by many threads at once. */
public final class DemandForecaster {
    /** A forecast below this share of the scale is nothing. */
    private static final double NOTHING = 1e-9;

    private static final int VARIABILITY_WINDOW = 26;
    private static final double LARGEST_VARIABILITY = 10;
    private static final int RECENT = 8;
    private static final double LEAST_DISPERSION = 0.05;

    private final DemandPool pool;
    private final DemandFeatures features;

    public DemandForecaster(DemandPool pool) {
        this.pool = pool;
        features = new DemandFeatures(pool.market(), pool.season());
    }

    /**
     * @param series history up to now; of a product that is not sold yet the periods for which it could have been, none to begin with
     * @param horizon periods to look ahead, at least 1
     * @param before the stage of the last forecast, null where there was none
     */
    public DemandOutlook forecast(DemandSeries series, int horizon, @Nullable LifeCycleStage before) {
        SalesHistory history = new SalesHistory(series, pool.closed());
        LifeCycle life = lifeCycle(history, series.end(), features, before);
        double usual = history.mean(series.end() - RECENT, series.end());
        double recent = Double.isNaN(usual) ? 0 : usual;
        if (life.periodsOnSale() == 0) {
            int age = (int) Arrays.stream(series.values())
                    .filter(value -> !Double.isNaN(value))
                    .count();
            return new DemandOutlook(launch(series.groups(), age, horizon), life, level(series.groups(), 0), 1);
        }
        if (pool.ownHistoryOnly()) {
            DemandForecast alone = new OwnHistory().forecast(history.until(series.end()), pool.season(), horizon);
            return new DemandOutlook(alone, life, recent, 1);
        }
        double[] x = new double[DemandFeatures.COUNT];
        double[] mean = new double[horizon];
        double[][] quantiles = new double[DemandForecast.levelCount()][horizon];
        boolean calibrated = true;
        double season = 1;
        double nearer = Double.POSITIVE_INFINITY;
        for (int step = 0; step < horizon; step++) {
            int block = Block.of(step);
            if (step > 0 && block == Block.of(step - 1)) {
                mean[step] = mean[step - 1];
                for (double[] row : quantiles) {
                    row[step] = row[step - 1];
                }
                continue;
            }
            double[] coefficients = pool.coefficients()[block][life.stage().ordinal()];
            double launch = launch(pool.launches(), history, series.end(), block, life);
            double scale = features.fill(history, series.end(), Block.ALL.get(block), launch, x);
            double level = Math.max(0, DemandFeatures.value(x, coefficients));
            if (life.stage() == LifeCycleStage.DECLINE) {
                // What declines does not come back with the horizon.
                level = Math.min(level, nearer);
                nearer = level;
            }
            double raised = Math.exp(pool.common(series.groups(), block));
            mean[step] = level <= NOTHING * scale
                    ? 0
                    : pool.blends().get(block).of(level * raised, history.smoothed(series.end()));
            season = step == 0 ? raised * DemandFeatures.seasonShare(x, coefficients) : season;
            calibrated &= ratios(history, series.end(), block, life.stage(), step, mean[step], quantiles);
        }
        if (!calibrated) {
            quantiles = CountQuantiles.of(history.until(series.end()), mean);
        }
        DemandForecast forecast = new DemandForecast(model(life), mean, quantiles);
        return new DemandOutlook(forecast, life, recent, season);
    }

    /**
     * A product that is not sold yet: what launches of its groups sold at each age, spread as they were among themselves. Periods on sale
     * without a sale speak against it: the rates of products are taken as of a gamma law with that spread, which gives the mean of those
     * that sold nothing for so long in closed form.
     *
     * @param age periods for which it could have been sold
     */
    private DemandForecast launch(List<String> groups, int age, int horizon) {
        double shape = 1 / Math.max(LEAST_DISPERSION, pool.launches().dispersion());
        double missed = 0;
        for (int past = 0; past < age; past++) {
            missed += level(groups, past);
        }
        double[] mean = new double[horizon];
        double[][] quantiles = new double[DemandForecast.levelCount()][horizon];
        for (int step = 0; step < horizon; step++) {
            double raised = Math.exp(pool.common(groups, Block.of(step)));
            mean[step] = level(groups, age + step) * raised * shape / (shape + missed);
            double[] spread = pool.launches().quantiles(mean[step]);
            for (int row = 0; row < quantiles.length; row++) {
                quantiles[row][step] = spread[row];
            }
        }
        return new DemandForecast("launch profile", mean, quantiles);
    }

    private double level(List<String> groups, int age) {
        return pool.launches().level(groups, age, age + 1L);
    }

    private static String model(LifeCycle life) {
        return "pooled regression, " + life.stage().name().toLowerCase(Locale.ROOT);
    }

    /** Fills in the quantiles of a step; false where the pool has not seen enough for it. */
    private boolean ratios(
            SalesHistory history,
            long origin,
            int block,
            LifeCycleStage stage,
            int step,
            double mean,
            double[][] quantiles) {
        RatioQuantiles table = pool.quantiles()[block][stage.ordinal()];
        table = table == null ? pool.quantiles()[block][LifeCycleStage.MATURE.ordinal()] : table;
        if (table == null) {
            return false;
        }
        boolean whole = history.whole();
        double[] ratios = table.of(mean, variability(history, origin, mean));
        for (int row = 0; row < ratios.length; row++) {
            double sold = mean * ratios[row];
            // A sale of whole units is at least one unit.
            quantiles[row][step] = !whole || sold == 0 ? sold : Math.max(1, Math.rint(sold));
        }
        return true;
    }

    static LifeCycle lifeCycle(
            SalesHistory history, long origin, DemandFeatures features, @Nullable LifeCycleStage before) {
        int season = features.season();
        int quarter = Math.max(2, season / 4);
        double category = Math.exp(features.market()
                .logChange(
                        history.series.groups(),
                        origin - quarter,
                        origin,
                        origin - quarter - season,
                        origin - quarter));
        return history.lifeCycle(origin, season, category, before);
    }

    /** Expected of its groups at this age; 0 for a product old enough to speak for itself. */
    static double launch(LaunchProfile launches, SalesHistory history, long origin, int block, LifeCycle life) {
        if (life.stage() != LifeCycleStage.NEW) {
            return 0;
        }
        Block steps = Block.ALL.get(block);
        long age = life.periodsOnSale();
        return launches.level(history.series.groups(), age + steps.from(), age + steps.to());
    }

    /** How far single periods were from what is forecast, in units of it. */
    static double variability(SalesHistory history, long origin, double forecast) {
        double sum = 0;
        int count = 0;
        for (long period = origin - VARIABILITY_WINDOW; period < origin; period++) {
            double value = history.at(period);
            if (!Double.isNaN(value)) {
                sum += Math.abs(value - forecast);
                count++;
            }
        }
        return count == 0 || forecast <= 0
                ? LARGEST_VARIABILITY
                : Math.min(LARGEST_VARIABILITY, sum / count / forecast);
    }
}
