package dev.tandem.forecast.refresh;

import dev.tandem.forecast.lifecycle.LifeCycle;
import dev.tandem.forecast.lifecycle.LifeCycleStage;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.retail.DemandForecaster;
import dev.tandem.forecast.retail.DemandOutlook;
import dev.tandem.forecast.retail.DemandPool;
import dev.tandem.forecast.retail.DemandSeries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts one series: by week, which is what stock is planned in, with what the shop's series have taught each other, and by day, made to
 * add up to the weeks. Where prices, promotions or signals are known of it, they count as far as they have helped out of sample.
 */
public final class SeriesForecaster {
    public static final int WEEKS = 13;
    public static final int DAYS = 28;
    private static final int WEEK = 7;
    private static final int WEEKS_OF_A_YEAR = 52;
    /** Half a year says all about the days of a week. */
    private static final int DAYS_READ = 182;
    /** Held back to see what a forecast of them would have been worth. */
    private static final int WEEKS_JUDGED = DemandPool.PERIODS_BEFORE;

    private final ShopPool pool;
    private final DemandForecaster pooled;
    private final DemandForecaster pooledBefore;
    private final Launches launches;

    public SeriesForecaster(ShopPool pool) {
        this.pool = pool;
        pooled = new DemandForecaster(pool.demand());
        pooledBefore = new DemandForecaster(pool.demand().before());
        launches = new Launches(pool.analogues());
    }

    /** What signals do to a SKU, for all forecasts of its series. */
    SkuEffects effects(List<SeriesHistory> locations) {
        return new SkuEffects(pool.signals(), locations);
    }

    /**
     * @param effects of the signals of the series' SKU
     * @param last what was forecast before, whose stage is left only for a reason
     * @throws RuntimeException when a model fails
     */
    SeriesForecast forecast(SeriesHistory series, SkuEffects effects, @Nullable SeriesForecast last, long now) {
        if (series.demand().isEmpty()) {
            return series.isAwaited() ? awaited(series, now) : nothing(series, now);
        }
        if (Arrays.stream(series.demand().sold()).allMatch(units -> units == 0)) {
            return ended(series, now);
        }
        double[] weekly = series.demand().weeks();
        DemandSeries known = ShopPool.weekly(series, weekly, pool.regions());
        DemandOutlook pooledOutlook = pooled.forecast(known, WEEKS, stage(last));
        LifeCycle life = pooledOutlook.lifeCycle();
        DemandForecast alone = pooledOutlook.forecast().atLeastZero();
        Map<String, Double> drivers =
                pool.demand().ownHistoryOnly() ? ofHistory(weekly, alone) : pooledOutlook.drivers();
        Map<String, Double> evidence = evidence(life);
        String reason = life.evidence("weeks");
        if (life.stage() == LifeCycleStage.NEW && weekly.length < SignalOutlook.LEAST_ALONE) {
            Launches.Influence influence =
                    launches.influence(series, series.demand().firstDay(), weekly, WEEKS);
            reason += ", " + Launches.told(known, pool.demand().launches(), influence, evidence);
            alone = alone.times(influence.factors());
            drivers = influence.drivers(drivers);
        }
        SignalOutlook outlook = SignalOutlook.of(series, effects, alone, drivers);
        Path weeks = Path.of(outlook.weeks(), WEEK);
        Path open = weeks.times(openShares(series), 1);
        return new SeriesForecast(
                now,
                series.asOfDay(),
                ShopPool.region(series, pool.regions()),
                series.category(),
                life.stage().name(),
                reason,
                evidence,
                outlook.drivers(),
                accuracy(known),
                days(series, open),
                open);
    }

    /** By week to come: the share of its usual demand that lies on days on which something can be sold. */
    private static double[] openShares(SeriesHistory series) {
        if (series.openAhead().length == 0) {
            return new double[0];
        }
        double[] shares = series.demand().shares();
        double[] open = new double[WEEKS];
        for (int week = 0; week < WEEKS; week++) {
            for (int day = 0; day < WEEK; day++) {
                open[week] += shares[day] * series.openAhead()[week * WEEK + day];
            }
        }
        return open;
    }

    /** A product that is listed and not sold yet, from the launches of its groups; nothing before its own. */
    private SeriesForecast awaited(SeriesHistory series, long now) {
        int delay = Math.max(0, series.launchDay() - series.asOfDay() - 1);
        double[] inVain = new double[series.daysInVain() / WEEK];
        DemandSeries listed = ShopPool.weekly(series, inVain, pool.regions());
        DemandOutlook outlook = pooled.forecast(listed, WEEKS, null);
        Launches.Influence influence = launches.influence(series, series.launchDay(), inVain, WEEKS);
        Path weeks = Path.of(outlook.forecast(), WEEK).times(influence.factors(), 1);
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("weeksOnSale", 0.0);
        evidence.put("weeksListed", (double) inVain.length);
        String reason = (delay > 0 ? "to be launched on " : "not sold yet, listed from ")
                + LocalDate.ofEpochDay(series.launchDay())
                + ", "
                + Launches.told(listed, pool.demand().launches(), influence, evidence);
        return new SeriesForecast(
                now,
                series.asOfDay(),
                ShopPool.region(series, pool.regions()),
                series.category(),
                LifeCycleStage.NEW.name(),
                reason,
                evidence,
                influence.drivers(outlook.drivers()),
                Map.of(),
                weeks.spread(DAYS).delayed(delay).times(series.openAhead(), 1),
                weeks.delayed(delay).times(openShares(series), 1));
    }

    /** Sold once, but not within the days that a history goes back: not a launch to come. */
    private SeriesForecast ended(SeriesHistory series, long now) {
        double weeks = Math.floor((double) series.demand().sold().length / WEEK);
        return new SeriesForecast(
                now,
                series.asOfDay(),
                ShopPool.region(series, pool.regions()),
                series.category(),
                LifeCycleStage.DECLINE.name(),
                "no longer sold",
                Map.of("weeksSinceSale", weeks),
                Map.of(),
                Map.of(),
                Path.zero(1, DAYS),
                Path.zero(WEEK, WEEKS));
    }

    /** Nothing was sold of it but what came back or was taken back, and nobody says that it will be. */
    private SeriesForecast nothing(SeriesHistory series, long now) {
        return new SeriesForecast(
                now,
                series.asOfDay(),
                ShopPool.region(series, pool.regions()),
                series.category(),
                LifeCycleStage.NEW.name(),
                "neither sold nor listed",
                Map.of("weeksOnSale", 0.0),
                Map.of(),
                Map.of(),
                Path.zero(1, DAYS),
                Path.zero(WEEK, WEEKS));
    }

    private Path days(SeriesHistory series, Path weeks) {
        Demand demand = series.demand();
        if (!demand.isKnown()) {
            return weeks.spread(DAYS).times(series.openAhead(), 1).addingUpTo(weeks);
        }
        DemandForecast days = SignalOutlook.OWN_HISTORY
                .forecast(demand.last(DAYS_READ), WEEK, DAYS)
                .atLeastZero();
        return Path.of(days, 1).times(series.openAhead(), 1).addingUpTo(weeks);
    }

    /** From history alone: what the recent level explains, and what the season adds to or takes from it. */
    private static Map<String, Double> ofHistory(double[] weekly, DemandForecast forecast) {
        double level = Arrays.stream(weekly, Math.max(0, weekly.length - 8), weekly.length)
                .filter(value -> !Double.isNaN(value))
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

    /** Of the forecast as it would have been made when the last weeks were to come. */
    private Map<String, Double> accuracy(DemandSeries weekly) {
        int known = weekly.values().length - WEEKS_JUDGED;
        if (known < WEEKS_JUDGED) {
            return Map.of();
        }
        DemandSeries before = new DemandSeries(
                weekly.sku(),
                weekly.location(),
                weekly.groups(),
                weekly.firstPeriod(),
                Arrays.copyOf(weekly.values(), known));
        DemandForecast then =
                pooledBefore.forecast(before, WEEKS_JUDGED, null).forecast().atLeastZero();
        double error = 0;
        double bias = 0;
        double sold = 0;
        int within = 0;
        int judged = 0;
        for (int step = 0; step < WEEKS_JUDGED; step++) {
            double actual = weekly.values()[known + step];
            if (Double.isNaN(actual)) {
                continue;
            }
            judged++;
            error += Math.abs(then.mean()[step] - actual);
            bias += then.mean()[step] - actual;
            sold += actual;
            within += actual >= then.quantile(0.1, step) && actual <= then.quantile(0.9, step) ? 1 : 0;
        }
        if (judged == 0) {
            return Map.of();
        }
        Map<String, Double> accuracy = new LinkedHashMap<>();
        accuracy.put("weeks", (double) judged);
        accuracy.put("sold", sold);
        accuracy.put("absoluteError", error);
        if (sold > 0) {
            accuracy.put("wape", error / sold);
            accuracy.put("bias", bias / sold);
        }
        accuracy.put("coverage80", (double) within / judged);
        return accuracy;
    }
}
