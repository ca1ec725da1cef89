package dev.tandem.forecast.refresh;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.LinkedHashMap;
import java.util.Map;

/** Forecasts one series: by week, which is what stock is planned in, and by day, made to add up to the weeks. */
public final class SeriesForecaster {
    public static final int WEEKS = 13;
    public static final int DAYS = 28;
    private static final int WEEK = 7;
    private static final int WEEKS_OF_A_YEAR = 52;
    /** Half a year says all about the days of a week. */
    private static final int DAYS_READ = 182;
    /** Held back to see what a forecast of them would have been worth. */
    private static final int WEEKS_JUDGED = 4;

    private final Forecaster forecaster;

    public SeriesForecaster(Forecaster forecaster) {
        this.forecaster = forecaster;
    }

    /** @param demand not empty */
    public SeriesForecast forecast(Demand demand, long now) {
        double[] weekly = demand.weeks();
        DemandForecast weeks =
                forecaster.forecast(weekly, WEEKS_OF_A_YEAR, WEEKS).atLeastZero();
        DemandForecast days =
                forecaster.forecast(demand.last(DAYS_READ), WEEK, DAYS).atLeastZero();
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("daysOfHistory", (double) demand.days().length);
        return new SeriesForecast(
                now,
                demand.firstDay() + demand.days().length - 1,
                "UNKNOWN",
                evidence,
                Map.of(),
                accuracy(weekly),
                Path.of(days, 1).addingUpTo(Path.of(weeks, WEEK)),
                Path.of(weeks, WEEK));
    }

    private Map<String, Double> accuracy(double[] weekly) {
        int known = weekly.length - WEEKS_JUDGED;
        if (known < WEEKS_JUDGED) {
            return Map.of();
        }
        double[] before = java.util.Arrays.copyOf(weekly, known);
        DemandForecast then =
                forecaster.forecast(before, WEEKS_OF_A_YEAR, WEEKS_JUDGED).atLeastZero();
        double error = 0;
        double bias = 0;
        double sold = 0;
        int within = 0;
        for (int step = 0; step < WEEKS_JUDGED; step++) {
            double actual = weekly[known + step];
            error += Math.abs(then.mean()[step] - actual);
            bias += then.mean()[step] - actual;
            sold += actual;
            within += actual >= then.quantile(0.1, step) && actual <= then.quantile(0.9, step) ? 1 : 0;
        }
        Map<String, Double> accuracy = new LinkedHashMap<>();
        accuracy.put("weeks", (double) WEEKS_JUDGED);
        accuracy.put("sold", sold);
        accuracy.put("absoluteError", error);
        if (sold > 0) {
            accuracy.put("wape", error / sold);
            accuracy.put("bias", bias / sold);
        }
        accuracy.put("coverage80", (double) within / WEEKS_JUDGED);
        return accuracy;
    }
}
