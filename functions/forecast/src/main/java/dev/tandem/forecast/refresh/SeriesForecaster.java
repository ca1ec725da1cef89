package dev.tandem.forecast.refresh;

import dev.tandem.forecast.lifecycle.LifeCycle;
import dev.tandem.forecast.lifecycle.LifeCycleStage;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import dev.tandem.forecast.signal.Driver;
import dev.tandem.forecast.signal.SignalCombination;
import dev.tandem.forecast.signal.SignalPool;
import dev.tandem.forecast.signal.SignalSeries;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts one series: by week, which is what stock is planned in, and by day, made to add up to the weeks. Where prices, promotions or
 * signals are known of it, they count as far as they have helped out of sample.
 */
public final class SeriesForecaster {
    public static final int WEEKS = 13;
    public static final int DAYS = 28;
    /** Weeks ahead for which the effects of observed signals are learnt. */
    public static final int LEAD = 1;

    private static final int WEEK = 7;
    private static final int WEEKS_OF_A_YEAR = 52;
    /** Half a year says all about the days of a week. */
    private static final int DAYS_READ = 182;
    /** Held back to see what a forecast of them would have been worth. */
    private static final int WEEKS_JUDGED = 4;
    /** Fewer weeks say nothing about what a price or the weather does. */
    private static final int LEAST_WITH_SIGNALS = 16;

    private final Forecaster byWeek;
    private final Forecaster byDay;

    /** @param byDay only says how a week's demand lies on its days, so a quick one will do */
    public SeriesForecaster(Forecaster byWeek, Forecaster byDay) {
        this.byWeek = byWeek;
        this.byDay = byDay;
    }

    /** A forecast by week and what it rests on. */
    private record Outlook(DemandForecast weeks, Map<String, Double> drivers) {}

    /**
     * @param last what was forecast before, whose stage is left only for a reason
     * @throws RuntimeException when a model fails
     */
    public SeriesForecast forecast(SeriesHistory series, @Nullable SeriesForecast last, long now) {
        Demand demand = series.demand();
        if (demand.isEmpty()) {
            return nothing(series, now);
        }
        double[] weekly = demand.weeks();
        LifeCycle life = LifeCycle.of(weekly, weekly.length, WEEKS_OF_A_YEAR, 1, stage(last));
        Outlook outlook = outlook(series, weekly);
        Path weeks = Path.of(outlook.weeks(), WEEK);
        DemandForecast days = byDay.forecast(demand.last(DAYS_READ), WEEK, DAYS).atLeastZero();
        return new SeriesForecast(
                now,
                series.asOfDay(),
                life.stage().name(),
                evidence(life),
                outlook.drivers(),
                accuracy(weekly),
                Path.of(days, 1).addingUpTo(weeks),
                weeks);
    }

    private Outlook outlook(SeriesHistory series, double[] weekly) {
        if (!series.facts().isEmpty() && weekly.length >= LEAST_WITH_SIGNALS) {
            SignalSeries signals = WeeklySignals.of(series, WEEKS);
            if (!signals.signals().isEmpty()) {
                SignalPool pool = SignalPool.of(signals, LEAD);
                SignalCombination combined = SignalCombination.of(signals, WEEKS, pool, byWeek);
                return new Outlook(
                        combined.signals().forecast().atLeastZero(),
                        drivers(combined.signals().drivers()));
            }
        }
        DemandForecast alone = byWeek.forecast(weekly, WEEKS_OF_A_YEAR, WEEKS).atLeastZero();
        return new Outlook(alone, ofHistory(weekly, alone));
    }

    /** Shares of the units that each part adds or takes away over the horizon. */
    private static Map<String, Double> drivers(List<Driver> parts) {
        Map<String, Double> units = new LinkedHashMap<>();
        double all = 0;
        for (Driver part : parts) {
            double sum = 0;
            for (double step : part.units()) {
                sum += Math.abs(step);
            }
            units.merge(part.name(), sum, Double::sum);
            all += sum;
        }
        double total = all;
        units.replaceAll((name, sum) -> total > 0 ? sum / total : 0);
        return units;
    }

    /** From history alone: what the recent level explains, and what the season adds to or takes from it. */
    private static Map<String, Double> ofHistory(double[] weekly, DemandForecast forecast) {
        double level = Arrays.stream(weekly, Math.max(0, weekly.length - 8), weekly.length)
                .average()
                .orElse(0);
        double season = 0;
        for (double step : forecast.mean()) {
            season += Math.abs(step - level) / forecast.horizon();
        }
        Map<String, Double> drivers = new LinkedHashMap<>();
        drivers.put("level", level + season > 0 ? level / (level + season) : 1);
        drivers.put("season", level + season > 0 ? season / (level + season) : 0);
        return drivers;
    }

    private static @Nullable LifeCycleStage stage(@Nullable SeriesForecast last) {
        return last == null ? null : LifeCycleStage.valueOf(last.stage());
    }

    private static Map<String, Double> evidence(LifeCycle life) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("weeksOnSale", (double) life.periodsOnSale());
        evidence.put("weeksSinceSale", (double) life.periodsSinceSale());
        evidence.put("recentMean", life.recentMean());
        evidence.put("earlierMean", life.earlierMean());
        evidence.put("change", life.change());
        evidence.put("changeOnYear", life.changeOnYear());
        evidence.values().removeIf(value -> !Double.isFinite(value));
        return evidence;
    }

    /** Nothing is known of it, and nothing like it is known. */
    private static SeriesForecast nothing(SeriesHistory series, long now) {
        return new SeriesForecast(
                now,
                series.asOfDay(),
                LifeCycleStage.NEW.name(),
                Map.of("weeksOnSale", 0.0),
                Map.of(),
                Map.of(),
                Path.zero(1, DAYS),
                Path.zero(WEEK, WEEKS));
    }

    private Map<String, Double> accuracy(double[] weekly) {
        int known = weekly.length - WEEKS_JUDGED;
        if (known < WEEKS_JUDGED) {
            return Map.of();
        }
        double[] before = Arrays.copyOf(weekly, known);
        DemandForecast then =
                byWeek.forecast(before, WEEKS_OF_A_YEAR, WEEKS_JUDGED).atLeastZero();
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
