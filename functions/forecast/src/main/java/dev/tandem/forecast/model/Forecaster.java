package dev.tandem.forecast.model;

/** A method that looks at one series alone. Implementations keep no state between calls and may be used by many threads at once. */
@FunctionalInterface
public interface Forecaster {
    /**
     * @param history oldest first, one value a period; NaN where the value is unknown or censored (a stock-out is not zero demand). It is
     *     not changed
     * @param seasonLength periods in a season, 1 where none is known
     * @param horizon periods to look ahead, at least 1
     * @return {@code horizon} steps; finite whatever the history, also for an empty one
     */
    DemandForecast forecast(double[] history, int seasonLength, int horizon);
}
