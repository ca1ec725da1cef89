package dev.tandem.forecast.answer;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.refresh.Demand;
import dev.tandem.forecast.refresh.Path;
import dev.tandem.forecast.refresh.SeriesForecast;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A forecast as the API tells it. Quantities are pieces, rounded to a thousandth. */
public record ForecastView(
        String sku,
        @Nullable String location,
        List<String> locations,
        String interval,
        String model,
        String version,
        Instant publishedAt,
        Instant computedAt,
        LocalDate asOf,
        boolean reconciled,
        Stage stage,
        List<Driver> drivers,
        Map<String, Double> accuracy,
        List<Step> steps,
        @Nullable List<Sold> history,
        @Nullable Supposition supposition) {

    /**
     * @param signals what was supposed
     * @param published the steps without it
     */
    public record Supposition(Map<String, Double> signals, double priceElasticity, List<Step> published) {}

    public record Stage(String name, String reason, Map<String, Double> evidence) {}

    public record Driver(String name, double share) {}

    /** @param from first day, {@code to} last day */
    public record Step(LocalDate from, LocalDate to, double mean, Map<String, Double> quantiles) {}

    public record Sold(LocalDate from, LocalDate to, double quantity) {}

    /** @param horizon steps told, at most those there are */
    public static ForecastView of(
            ForecastShelf.Found found, boolean weekly, int horizon, @Nullable List<Sold> history) {
        SeriesForecast forecast = found.forecast();
        Path path = weekly ? forecast.weeks() : forecast.days();
        return new ForecastView(
                found.series().sku(),
                found.series().location().isEmpty() ? null : found.series().location(),
                found.locations(),
                weekly ? "week" : "day",
                path.model(),
                found.version(),
                Instant.ofEpochMilli(found.publishedAt()),
                Instant.ofEpochMilli(forecast.computedAt()),
                LocalDate.ofEpochDay(forecast.asOfDay()),
                found.reconciled(),
                new Stage(forecast.stage(), forecast.reason(), rounded(forecast.evidence())),
                forecast.drivers().entrySet().stream()
                        .map(driver -> new Driver(driver.getKey(), rounded(driver.getValue())))
                        .toList(),
                rounded(forecast.accuracy()),
                steps(path, forecast.asOfDay(), Math.min(horizon, path.steps())),
                history,
                null);
    }

    /** The same under a supposition. */
    public ForecastView supposing(Supposed supposed, boolean weekly, Map<String, Double> signals) {
        Path path = weekly ? supposed.forecast().weeks() : supposed.forecast().days();
        return new ForecastView(
                sku,
                location,
                locations,
                interval,
                model,
                version,
                publishedAt,
                computedAt,
                asOf,
                reconciled,
                stage,
                drivers,
                accuracy,
                steps(path, supposed.forecast().asOfDay(), steps.size()),
                history,
                new Supposition(signals, rounded(supposed.elasticity()), steps));
    }

    private static List<Step> steps(Path path, int asOfDay, int horizon) {
        return steps(path.stepDays(), path.mean(), path.quantiles(), asOfDay, horizon);
    }

    static List<Step> steps(int stepDays, float[] mean, float[][] byLevel, int asOfDay, int horizon) {
        List<Step> steps = new ArrayList<>();
        for (int step = 0; step < horizon; step++) {
            Map<String, Double> quantiles = new LinkedHashMap<>();
            for (int level = 0; level < DemandForecast.levelCount(); level++) {
                quantiles.put(name(DemandForecast.level(level)), rounded(byLevel[level][step]));
            }
            LocalDate from = LocalDate.ofEpochDay(asOfDay + 1L + (long) step * stepDays);
            steps.add(new Step(from, from.plusDays(stepDays - 1L), rounded(mean[step]), quantiles));
        }
        return steps;
    }

    /** The last periods of the history, the oldest first. */
    public static List<Sold> sold(Demand demand, boolean weekly, int periods) {
        int stepDays = weekly ? 7 : 1;
        double[] values = weekly ? demand.weeksSold() : demand.sold();
        int end = demand.firstDay() + demand.days().length;
        List<Sold> sold = new ArrayList<>();
        for (int i = Math.max(0, values.length - periods); i < values.length; i++) {
            LocalDate from = LocalDate.ofEpochDay(end - (long) (values.length - i) * stepDays);
            sold.add(new Sold(from, from.plusDays(stepDays - 1L), rounded(values[i])));
        }
        return sold;
    }

    private static String name(double level) {
        String text = String.format(Locale.ROOT, "%.3f", level);
        return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static Map<String, Double> rounded(Map<String, Double> values) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, value) -> rounded.put(name, rounded(value)));
        return rounded;
    }
}
