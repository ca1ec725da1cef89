package dev.tandem.forecast.refresh;

import dev.tandem.forecast.lifecycle.LifeCycleStage;
import java.util.List;
import java.util.Map;

/**
 * What is published of a series.
 *
 * @param computedAt milliseconds of the epoch
 * @param asOfDay the last epoch day that the history covers; the first step begins on the next
 * @param region that the series belongs to, {@code category} likewise; empty where none is known
 * @param stage of the life cycle
 * @param reason why it is in that stage and what its forecast leans on, in words
 * @param evidence what the stage was read from, by name
 * @param drivers shares of what the forecast rests on, by name, together 1
 * @param accuracy what an earlier forecast of the last weeks was worth, by metric; empty for a history too short to tell
 * @param days the daily steps
 * @param weeks the weekly steps, each of the seven days after the one before
 */
public record SeriesForecast(
        long computedAt,
        int asOfDay,
        String region,
        String category,
        String stage,
        String reason,
        Map<String, Double> evidence,
        Map<String, Double> drivers,
        Map<String, Double> accuracy,
        Path days,
        Path weeks) {
    public SeriesForecast {
        evidence = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(evidence));
        drivers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(drivers));
        accuracy = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(accuracy));
    }

    /** Whether nothing was sold of it yet. */
    boolean isAwaited() {
        return stage.equals(LifeCycleStage.NEW.name()) && evidence.getOrDefault("weeksOnSale", 1.0) == 0;
    }

    /** Of all locations of a SKU that is not sold yet. */
    static SeriesForecast together(List<SeriesForecast> locations) {
        SeriesForecast first = locations.getFirst();
        return new SeriesForecast(
                first.computedAt,
                first.asOfDay,
                first.region,
                first.category,
                first.stage,
                first.reason,
                first.evidence,
                first.drivers,
                first.accuracy,
                Path.sum(locations.stream().map(SeriesForecast::days).toList()),
                Path.sum(locations.stream().map(SeriesForecast::weeks).toList()));
    }

    /** The same with weeks, and the days in them, multiplied by one factor a week. */
    public SeriesForecast times(double[] factors) {
        Path longer = weeks.times(factors, 1);
        return new SeriesForecast(
                computedAt,
                asOfDay,
                region,
                category,
                stage,
                reason,
                evidence,
                drivers,
                accuracy,
                days.times(factors, weeks.stepDays() / days.stepDays()),
                longer);
    }
}
