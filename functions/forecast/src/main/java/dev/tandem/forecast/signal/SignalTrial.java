package dev.tandem.forecast.signal;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.Arrays;

/**
 * Forecasts with signals beside such from the history alone, made at former origins from what was known there. Trials add up over series.
 *
 * @param signals sum of absolute errors of the median with signals, units
 * @param history the same from the history alone
 * @param periods how many were judged
 */
record SignalTrial(double signals, double history, int periods) {
    static final SignalTrial NONE = new SignalTrial(0, 0, 0);

    private static final int ORIGINS = 4;
    private static final int LEAST_KNOWN = 8;

    /** All origins lie after what {@code pool} had seen when it judged itself. */
    static SignalTrial of(SignalSeries series, int horizon, SignalPool pool, Forecaster univariate) {
        SignalTrial trial = NONE;
        int first = (int) Math.max(LEAST_KNOWN, pool.earlierUntil() - series.firstPeriod());
        int apart = Math.clamp((series.length() - first) / ORIGINS, 1, horizon);
        for (int back = ORIGINS; back >= 1; back--) {
            int origin = series.length() - back * apart;
            if (origin >= first && !Arrays.stream(series.demand(), 0, origin).allMatch(Double::isNaN)) {
                trial = trial.plus(at(origin, series, horizon, pool, univariate));
            }
        }
        return trial;
    }

    private static SignalTrial at(
            int origin, SignalSeries series, int horizon, SignalPool pool, Forecaster univariate) {
        SignalSeries known = series.until(origin);
        DemandForecast with =
                SignalModel.fit(known, horizon, pool.then()).forecast().forecast();
        DemandForecast without = univariate.forecast(known.demand(), series.seasonLength(), horizon);
        double signals = 0;
        double history = 0;
        int periods = 0;
        for (int step = 0; step < Math.min(horizon, series.length() - origin); step++) {
            double actual = series.demand()[origin + step];
            if (!Double.isNaN(actual)) {
                signals += Math.abs(actual - with.quantile(0.5, step));
                history += Math.abs(actual - without.quantile(0.5, step));
                periods++;
            }
        }
        return new SignalTrial(signals, history, periods);
    }

    SignalTrial plus(SignalTrial other) {
        return new SignalTrial(signals + other.signals, history + other.history, periods + other.periods);
    }

    /** Error with signals over that without; NaN where nothing was tried. */
    double ratio() {
        return history > 0 ? signals / history : Double.NaN;
    }
}
