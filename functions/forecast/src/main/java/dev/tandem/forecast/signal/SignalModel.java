package dev.tandem.forecast.signal;

import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Log demand of one series as a slowly moving level plus the effects of its signals, drawn to what its pool has learnt. Immutable; cheap
 * enough to be fitted for every question.
 */
public final class SignalModel {
    private static final String LEVEL = "level";
    /** Periods over which the usual value of a signal is taken, when a season does not say it. */
    private static final int USUAL = 52;
    /** The price change at which the elasticity is read. */
    private static final double SMALL_CHANGE = 0.05;

    private final SignalSeries series;
    private final int horizon;
    private final SignalPool pool;
    private final List<SignalLayout.Feature> features;
    private final SeriesEffects effects;
    private final double[][] ahead;
    private final double[] usual;
    private final double level;
    private final double spread;

    private SignalModel(SignalSeries series, int horizon, SignalPool pool) {
        this.series = series;
        this.horizon = horizon;
        this.pool = pool;
        features = pool.features();
        Features rows = Features.of(pool.layout(), features, series, horizon);
        double[] logDemand = Logs.of(series.demand());
        effects = SeriesEffects.of(logDemand, rows, logDemand.length, series, pool);
        if (effects.known() == 0) {
            throw new IllegalArgumentException("No period of demand is known; a new product needs its analogues");
        }
        spread = pool.errors().spread(effects);
        level = effects.levels(pool.errors().alpha(), spread)[logDemand.length - 1];
        usual = usual(rows, logDemand);
        ahead = new double[horizon][];
        for (int step = 0; step < horizon; step++) {
            ahead[step] = WhatIf.bounded(rows.row(logDemand.length + step), pool);
        }
    }

    /**
     * @param series known past and, where declared, known future
     * @param horizon periods to look ahead
     * @throws IllegalArgumentException when no period of demand is known
     */
    public static SignalModel fit(SignalSeries series, int horizon, SignalPool pool) {
        return new SignalModel(series, horizon, pool);
    }

    public SignalForecast forecast() {
        double[][] logEffects = new double[features.size()][horizon];
        for (int feature = 0; feature < features.size(); feature++) {
            for (int step = 0; step < horizon; step++) {
                logEffects[feature][step] = effects.coefficients()[feature] * (ahead[step][feature] - usual[feature]);
            }
        }
        Map<String, double[]> bySignal = new LinkedHashMap<>();
        series.signals().forEach(signal -> bySignal.put(signal.name(), new double[horizon]));
        for (int feature = 0; feature < features.size(); feature++) {
            double[] sum = bySignal.computeIfAbsent(features.get(feature).signal(), name -> new double[horizon]);
            for (int step = 0; step < horizon; step++) {
                sum[step] += logEffects[feature][step];
            }
        }
        return composed(bySignal, promoted(series));
    }

    /**
     * The forecast under other values of some signals in the horizon, as prices, promotions, or a change of weather or sentiment. Price
     * and promotion effects keep their sign and stay within bounds, whatever was learnt; values beyond all that the pool has seen count
     * as the last that it has.
     *
     * @param changes by name of the signal, a value for each step of the horizon
     * @throws IllegalArgumentException for a signal that the series does not have, or another number of values
     */
    public SignalForecast whatIf(Map<String, double[]> changes) {
        SignalForecast base = forecast();
        Map<String, double[]> bySignal = new LinkedHashMap<>();
        base.drivers().stream()
                .filter(driver -> !driver.name().equals(LEVEL))
                .forEach(driver ->
                        bySignal.put(driver.name(), driver.logEffects().clone()));
        WhatIf changed = new WhatIf(series, horizon, pool, effects.coefficients());
        changed.effects(changes).forEach((name, change) -> {
            double[] effect = bySignal.computeIfAbsent(name, absent -> new double[horizon]);
            for (int step = 0; step < horizon; step++) {
                effect[step] += change[step];
            }
        });
        return composed(bySignal, promoted(WhatIf.changed(series, changes, horizon)));
    }

    private SignalForecast composed(Map<String, double[]> bySignal, boolean[] promoted) {
        double usualLevel = level + SeriesEffects.effect(effects.coefficients(), usual);
        double uncertainty = spread * Math.sqrt(1 + 1.0 / effects.known());
        double[] mean = new double[horizon];
        double[] point = new double[horizon];
        double[][] quantiles = new double[DemandForecast.levelCount()][horizon];
        double[] levels = new double[horizon];
        double[] levelUnits = new double[horizon];
        Map<String, double[]> units = new LinkedHashMap<>();
        bySignal.keySet().forEach(name -> units.put(name, new double[horizon]));
        ErrorDistribution errors = pool.errors();
        for (int step = 0; step < horizon; step++) {
            double effect = 0;
            for (double[] one : bySignal.values()) {
                effect += one[step];
            }
            double log = usualLevel + effect;
            for (int row = 0; row < quantiles.length; row++) {
                quantiles[row][step] =
                        Logs.demand(log + uncertainty * errors.quantile(DemandForecast.level(row), promoted[step]));
            }
            double middle = uncertainty * errors.quantile(0.5, promoted[step]);
            point[step] = Logs.demand(log + uncertainty * errors.point(promoted[step]));
            mean[step] = Math.max(0, Math.exp(log) * errors.meanFactor(uncertainty, promoted[step]) - 1);
            levels[step] = usualLevel + middle;
            levelUnits[step] = Logs.demand(levels[step]);
            // The logarithmic mean of both ends shares a product out among its factors without a rest (Ang 2005).
            double share = effect == 0 ? 0 : (Logs.demand(levels[step] + effect) - levelUnits[step]) / effect;
            for (var one : bySignal.entrySet()) {
                Objects.requireNonNull(units.get(one.getKey()))[step] = share * one.getValue()[step];
            }
        }
        List<Driver> drivers = new ArrayList<>();
        drivers.add(new Driver(LEVEL, levelUnits, levels));
        bySignal.forEach((name, logs) -> drivers.add(new Driver(name, Objects.requireNonNull(units.get(name)), logs)));
        return new SignalForecast(
                new DemandForecast("signals", mean, quantiles), point, List.copyOf(drivers), elasticity());
    }

    /** Read at a small cut of the usual price, as a shopper meets it. */
    private double elasticity() {
        double cut = -Math.log1p(-SMALL_CHANGE);
        double effect = 0;
        for (int feature = 0; feature < features.size(); feature++) {
            double coefficient = effects.coefficients()[feature];
            boolean price = features.get(feature).column() == pool.layout().price();
            effect += !price
                    ? 0
                    : switch (features.get(feature).form()) {
                        case VALUE -> -coefficient * cut;
                        case SQUARE -> coefficient * ((1 + cut) * (1 + cut) - 1);
                        case DISCOUNT_SQUARE -> coefficient * cut * cut;
                        case DISCOUNT -> coefficient * cut;
                        default -> 0;
                    };
        }
        return Math.clamp(-effect / cut, -WhatIf.MOST_ELASTIC, 0);
    }

    private double[] usual(Features rows, double[] logDemand) {
        double[] sum = new double[features.size()];
        int count = 0;
        int from = logDemand.length - Math.max(series.seasonLength(), USUAL);
        for (int t = Math.max(0, from); t < logDemand.length; t++) {
            if (!Double.isNaN(logDemand[t])) {
                count++;
                for (int feature = 0; feature < sum.length; feature++) {
                    sum[feature] += rows.row(t)[feature];
                }
            }
        }
        for (int feature = 0; feature < sum.length; feature++) {
            sum[feature] /= Math.max(1, count);
        }
        return sum;
    }

    private boolean[] promoted(SignalSeries of) {
        boolean[] promoted = new boolean[horizon];
        for (Signal signal : of.signals()) {
            if (signal.kind() == Signal.Kind.PROMOTION) {
                double[] values = Outlook.of(signal, series.length(), horizon, series.seasonLength());
                for (int step = 0; step < horizon; step++) {
                    promoted[step] |= values[series.length() + step] > 0.5;
                }
            }
        }
        return promoted;
    }
}
