package dev.tandem.bench;

import dev.tandem.bench.forecast.DemandScore;
import dev.tandem.bench.forecast.ReconciledScore;
import dev.tandem.bench.forecast.WideFile;
import dev.tandem.forecast.intermittent.BoundedSmoothing;
import dev.tandem.forecast.intermittent.CountQuantiles;
import dev.tandem.forecast.intermittent.OwnHistory;
import dev.tandem.forecast.intermittent.Tsb;
import dev.tandem.forecast.lifecycle.LifeCycleStage;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import dev.tandem.forecast.retail.DemandForecaster;
import dev.tandem.forecast.retail.DemandOutlook;
import dev.tandem.forecast.retail.DemandPoolLearner;
import dev.tandem.forecast.retail.DemandSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Forecasts of weekly sales at rolling origins. Series are those that first sold at least four periods before the origin; the pool is
 * learnt anew at every origin from what was known then. {@code --skip N} leaves out the last N periods, for validation.
 */
final class ForecastRetailBench {
    private static final int LEAST_PERIODS = 4;
    /** Origins before the first one, at which sums and series are judged for reconciling later. */
    private static final int EARLIER = 6;

    private final String command;

    ForecastRetailBench(String command) {
        this.command = command;
    }

    private static final class Method {
        final String name;
        final DemandScore all = new DemandScore(true);
        final Map<LifeCycleStage, DemandScore> stages = new EnumMap<>(LifeCycleStage.class);
        final Latencies latencies = new Latencies();

        Method(String name) {
            this.name = name;
        }

        void score(LifeCycleStage stage, int origin, double[] history, double[] actual, DemandForecast forecast) {
            all.add(origin, history, actual, forecast);
            stages.computeIfAbsent(stage, none -> new DemandScore(true)).add(origin, history, actual, forecast);
        }
    }

    private record Baseline(Method method, Forecaster forecaster) {}

    void run(Arguments arguments) throws IOException {
        Path folder = Path.of(arguments
                .text("--data")
                .orElseThrow(() -> new IllegalArgumentException(
                        "forecast-retail needs --data DIR with weekly_sku_region.csv.gz")));
        Path file = Files.isDirectory(folder) ? folder.resolve("weekly_sku_region.csv.gz") : folder;
        if (!Files.exists(file)) {
            throw new IOException(file + " is not there");
        }
        int horizon = arguments.number("--horizon", 4);
        int origins = arguments.number("--origins", 5);
        int season = arguments.number("--season", 52);
        Progress.say("reading " + file);
        List<WideFile.Series> table = WideFile.read(file);
        int periods =
                table.stream().mapToInt(series -> series.values().length).max().orElse(0)
                        - arguments.number("--skip", 0);
        if (periods - horizon * origins < horizon) {
            throw new IllegalArgumentException("the series are too short for " + origins + " origins");
        }
        List<Baseline> baselines = List.of(
                new Baseline(new Method("naive"), ForecastRetailBench::naive),
                new Baseline(new Method("ses"), new BoundedSmoothing(0.1, 0.95)),
                new Baseline(new Method("tsb"), new Tsb(0.2, 0.2)),
                new Baseline(new Method("own-history"), new OwnHistory()));
        Method tandem = new Method("tandem");
        DemandScore launches = new DemandScore(true);
        ReconciledScore reconciled = new ReconciledScore();
        double learning = 0;
        for (int k = origins + EARLIER; k > origins; k--) {
            earlier(table, periods - k * horizon, horizon, season, reconciled);
        }
        for (int k = origins; k >= 1; k--) {
            int origin = periods - k * horizon;
            List<DemandSeries> known =
                    table.stream().map(series -> known(series, origin)).toList();
            long start = System.nanoTime();
            DemandForecaster forecaster = new DemandForecaster(DemandPoolLearner.learn(known, season));
            learning += (System.nanoTime() - start) / 1e9;
            Progress.say("origin " + origin);
            for (int row = 0; row < known.size(); row++) {
                double[] actual = Arrays.copyOfRange(table.get(row).values(), origin, origin + horizon);
                evaluate(known.get(row), actual, season, forecaster, tandem, baselines, reconciled);
                launch(known.get(row), actual, forecaster, launches);
            }
            reconciled.judge(origin, horizon, true);
        }
        String protocol = origins + " origins, " + horizon + " periods ahead, first sale at least " + LEAST_PERIODS
                + " periods before";
        for (Baseline baseline : baselines) {
            print(baseline.method, name(file), protocol, Double.NaN);
        }
        print(tandem, name(file), protocol, learning / origins);
        Map<String, Double> metrics = new LinkedHashMap<>(launches.metrics());
        // Without a history there is no scale.
        metrics.keySet().retainAll(List.of("wape", "bias", "coverage80", "coverage95", "inside80", "inside95"));
        new BenchLine(
                        "forecast-retail",
                        tandem.name,
                        name(file),
                        protocol + ", first sold in the period after the origin",
                        launches.cases())
                .metrics(metrics)
                .print(command);
        printReconciled(reconciled, name(file), protocol);
    }

    /** What sums and series were worth before the first origin, for reconciling there. */
    private static void earlier(
            List<WideFile.Series> table, int origin, int horizon, int season, ReconciledScore reconciled) {
        if (origin < horizon) {
            return;
        }
        Progress.say("origin " + origin + ", not counted");
        List<DemandSeries> known =
                table.stream().map(series -> known(series, origin)).toList();
        DemandForecaster forecaster = new DemandForecaster(DemandPoolLearner.learn(known, season));
        for (int row = 0; row < known.size(); row++) {
            double[] actual = Arrays.copyOfRange(table.get(row).values(), origin, origin + horizon);
            if (isKnown(known.get(row).values(), actual)) {
                reconciled.add(
                        known.get(row),
                        actual,
                        forecaster.forecast(known.get(row), horizon, null).forecast());
            }
        }
        reconciled.judge(origin, horizon, false);
    }

    /** Whether a series was first sold long enough before an origin, and its coming periods are known. */
    private static boolean isKnown(double[] history, double[] actual) {
        return history.length - first(history) >= LEAST_PERIODS
                && Arrays.stream(actual).noneMatch(Double::isNaN);
    }

    private static int first(double[] history) {
        int first = 0;
        while (first < history.length && !(history[first] > 0)) {
            first++;
        }
        return first;
    }

    private void printReconciled(ReconciledScore reconciled, String data, String protocol) {
        int cases = reconciled.series().cases();
        new BenchLine("forecast-retail", "tandem-reconciled", data, protocol, cases)
                .metrics(reconciled.series().metrics())
                .print(command);
        for (boolean after : new boolean[] {false, true}) {
            new BenchLine(
                            "forecast-retail",
                            after ? "tandem-reconciled" : "tandem",
                            data,
                            protocol + ", WAPE of sums",
                            cases)
                    .metrics(reconciled.levels(after))
                    .print(command);
        }
    }

    /** A product that is first sold right after the origin, from what its groups' launches were. */
    private static void launch(
            DemandSeries series, double[] actual, DemandForecaster forecaster, DemandScore launches) {
        if (actual[0] > 0
                && Arrays.stream(actual).noneMatch(Double::isNaN)
                && Arrays.stream(series.values()).noneMatch(value -> value > 0)) {
            DemandSeries coming =
                    new DemandSeries(series.sku(), series.location(), series.groups(), series.end(), new double[0]);
            launches.add(
                    series.values().length,
                    series.values(),
                    actual,
                    forecaster.forecast(coming, actual.length, null).forecast());
        }
    }

    private void print(Method method, String data, String protocol, double learning) {
        BenchLine line = new BenchLine("forecast-retail", method.name, data, protocol, method.all.cases())
                .metrics(method.all.metrics())
                .latencies(method.latencies);
        if (!Double.isNaN(learning)) {
            line.seconds("learn", learning);
        }
        line.print(command);
        method.stages.forEach((stage, score) -> new BenchLine(
                        "forecast-retail", method.name, data, protocol + ", stage " + stage, score.cases())
                .metrics(score.metrics())
                .print(command));
    }

    private static void evaluate(
            DemandSeries series,
            double[] actual,
            int season,
            DemandForecaster forecaster,
            Method tandem,
            List<Baseline> baselines,
            ReconciledScore reconciled) {
        double[] history = series.values();
        int origin = history.length;
        if (!isKnown(history, actual)) {
            return;
        }
        long start = System.nanoTime();
        DemandOutlook outlook = forecaster.forecast(series, actual.length, null);
        tandem.latencies.add(System.nanoTime() - start);
        LifeCycleStage stage = outlook.lifeCycle().stage();
        tandem.score(stage, origin, history, actual, outlook.forecast());
        reconciled.add(series, actual, outlook.forecast());
        double[] since = Arrays.copyOfRange(history, first(history), origin);
        for (Baseline baseline : baselines) {
            long begin = System.nanoTime();
            DemandForecast forecast = baseline.forecaster.forecast(since, season, actual.length);
            baseline.method.latencies.add(System.nanoTime() - begin);
            baseline.method.score(stage, origin, history, actual, forecast);
        }
    }

    private static DemandForecast naive(double[] history, int season, int horizon) {
        double[] mean = new double[horizon];
        Arrays.fill(mean, history[history.length - 1]);
        return new DemandForecast("naive", mean, CountQuantiles.of(history, mean));
    }

    /** What was known at an origin. An id is a product and its groups, as {@code sku|region}. */
    private static DemandSeries known(WideFile.Series series, int origin) {
        List<String> parts = List.of(series.id().split("\\|"));
        List<String> groups = parts.subList(1, parts.size());
        return new DemandSeries(
                parts.getFirst(), String.join("|", groups), groups, 0, Arrays.copyOf(series.values(), origin));
    }

    private static String name(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null
                ? file.toString()
                : folder.getFileName().toString();
    }
}
