package dev.tandem.forecast.signal;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A forecast with signals beside one that looks at the history alone, weighted by what the signals gained out of sample.
 *
 * @param signals the combined forecast with its drivers
 * @param weight of the forecast with signals, 0 to 1
 * @param signalsError sum of absolute errors over the origins tried, units
 * @param historyError the same of the forecast from the history alone
 */
public record SignalCombination(SignalForecast signals, double weight, double signalsError, double historyError) {
    /** The gain counts by this power of the ratio of errors: what errs a fifth less has six tenths of the weight. */
    private static final double SHARPNESS = 4;

    /** The weight where neither the series nor its pool could try: what its group has learnt is worth as much as the little it has sold. */
    private static final double UNTRIED = 0.5;

    /** What the trial of the pool counts, in periods judged of one series. */
    private static final double POOL_PERIODS = 26;

    /**
     * @param horizon periods to look ahead
     * @param pool what the group of the series has learnt
     * @param univariate the method for the history alone; it is run at four former origins, too, all after what {@code pool} had seen
     *     when it judged itself
     */
    public static SignalCombination of(SignalSeries series, int horizon, SignalPool pool, Forecaster univariate) {
        DemandForecast alone = univariate
                .forecast(series.demand(), series.seasonLength(), horizon)
                .atLeastZero();
        if (pool.chosen().length == 0) {
            return new SignalCombination(onlyHistory(alone, series), 0, 0, 0);
        }
        SignalTrial trial = SignalTrial.of(series, horizon, pool, univariate);
        double weight = weight(trial, pool.gain());
        SignalForecast combined = weight == 0
                ? onlyHistory(alone, series)
                : mixed(SignalModel.fit(series, horizon, pool).forecast(), alone, weight);
        return new SignalCombination(combined, weight, trial.signals(), trial.history());
    }

    /**
     * For a series too short to try anything: weighted as its pool has tried.
     *
     * @param alone the forecast from the history alone, over the horizon wanted
     */
    public static SignalCombination untried(SignalSeries series, SignalPool pool, DemandForecast alone) {
        double weight = pool.chosen().length == 0 ? 0 : weight(SignalTrial.NONE, pool.gain());
        return new SignalCombination(
                weight == 0
                        ? onlyHistory(alone, series)
                        : mixed(SignalModel.fit(series, alone.horizon(), pool).forecast(), alone, weight),
                weight,
                0,
                0);
    }

    /** By the ratio of errors of the series itself, drawn to that of its pool. */
    private static double weight(SignalTrial trial, double pool) {
        double own = trial.ratio();
        if (Double.isNaN(own) && Double.isNaN(pool)) {
            return UNTRIED;
        }
        double ratio = Double.isNaN(pool)
                ? own
                : Double.isNaN(own)
                        ? pool
                        : Math.exp((trial.periods() * Math.log(own) + POOL_PERIODS * Math.log(pool))
                                / (trial.periods() + POOL_PERIODS));
        return Math.max(0, 1 - Math.pow(ratio, SHARPNESS));
    }

    private static SignalForecast onlyHistory(DemandForecast alone, SignalSeries series) {
        double[] median = medians(alone);
        double[] logs = Arrays.stream(median).map(Math::log1p).toArray();
        List<Driver> drivers = new ArrayList<>();
        drivers.add(new Driver("level", median, logs));
        series.signals()
                .forEach(signal ->
                        drivers.add(new Driver(signal.name(), new double[median.length], new double[median.length])));
        return new SignalForecast(alone, median.clone(), List.copyOf(drivers), 0);
    }

    /** Quantile by quantile; the mean of quantile functions keeps the shape of both (Lichtendahl, Grushka-Cockayne, Winkler 2013). */
    private static SignalForecast mixed(SignalForecast with, DemandForecast alone, double weight) {
        DemandForecast signals = with.forecast();
        double[][] quantiles = new double[DemandForecast.levelCount()][];
        for (int row = 0; row < quantiles.length; row++) {
            quantiles[row] = mixed(signals.quantiles()[row], alone.quantiles()[row], weight);
        }
        double[] median = medians(alone);
        List<Driver> drivers = with.drivers().stream()
                .map(driver -> new Driver(
                        driver.name(),
                        mixed(
                                driver.units(),
                                driver.name().equals("level") ? median : new double[median.length],
                                weight),
                        driver.logEffects()))
                .toList();
        DemandForecast combined = new DemandForecast(
                "signals + " + alone.model(), mixed(signals.mean(), alone.mean(), weight), quantiles);
        return new SignalForecast(combined, mixed(with.point(), median, weight), drivers, with.elasticity());
    }

    private static double[] medians(DemandForecast forecast) {
        double[] medians = new double[forecast.horizon()];
        Arrays.setAll(medians, step -> forecast.quantile(0.5, step));
        return medians;
    }

    private static double[] mixed(double[] first, double[] second, double weight) {
        double[] mixed = new double[first.length];
        Arrays.setAll(mixed, i -> weight * first[i] + (1 - weight) * second[i]);
        return mixed;
    }
}
