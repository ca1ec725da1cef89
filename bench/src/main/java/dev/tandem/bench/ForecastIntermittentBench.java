package dev.tandem.bench;

import dev.tandem.bench.forecast.DemandScore;
import dev.tandem.bench.forecast.WideFile;
import dev.tandem.forecast.intermittent.BoundedSmoothing;
import dev.tandem.forecast.intermittent.Croston;
import dev.tandem.forecast.intermittent.OwnHistory;
import dev.tandem.forecast.intermittent.TemporalAggregation;
import dev.tandem.forecast.intermittent.Tsb;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import dev.tandem.forecast.retail.DemandForecaster;
import dev.tandem.forecast.retail.DemandPool;
import dev.tandem.forecast.retail.DemandPoolLearner;
import dev.tandem.forecast.retail.DemandSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Forecasts of intermittent demand at one origin: the last {@code --horizon} periods of a file of series, each of them with at least
 * {@code --least} sales before. Judged by RMSSE, since the mean is what stock is planned with; the median of such a series is zero.
 */
final class ForecastIntermittentBench {
    private final String command;

    ForecastIntermittentBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException {
        Path folder = Path.of(arguments
                .text("--data")
                .orElseThrow(() -> new IllegalArgumentException("forecast-intermittent needs --data DIR or FILE")));
        Path file = Files.isDirectory(folder) ? table(folder) : folder;
        int horizon = arguments.number("--horizon", 12);
        int season = arguments.number("--season", 12);
        int least = arguments.number("--least", 3);
        List<WideFile.Series> table = WideFile.read(file);
        int periods =
                table.stream().mapToInt(series -> series.values().length).max().orElse(0);
        int origin = periods - arguments.number("--skip", 0) - horizon;
        if (origin < horizon) {
            throw new IllegalArgumentException("the series are too short for a horizon of " + horizon);
        }
        List<DemandSeries> known = new ArrayList<>();
        for (WideFile.Series series : table) {
            known.add(new DemandSeries(series.id(), "", List.of(), 0, Arrays.copyOf(series.values(), origin)));
        }
        long start = System.nanoTime();
        DemandPool pool = DemandPoolLearner.learn(known, season);
        double learning = (System.nanoTime() - start) / 1e9;
        DemandForecaster tandem = new DemandForecaster(pool);
        Map<String, Forecaster> methods = new LinkedHashMap<>();
        methods.put("zero", (history, length, ahead) -> level(0, ahead));
        methods.put("naive", (history, length, ahead) -> level(history[history.length - 1], ahead));
        methods.put("croston", new Croston(0.1, false));
        methods.put("sba", new Croston(0.1, true));
        methods.put("tsb", new Tsb(0.2, 0.2));
        methods.put("ses", new BoundedSmoothing(0.1, 0.95));
        methods.put("adida", TemporalAggregation.adida());
        methods.put("imapa", TemporalAggregation.imapa());
        methods.put("own-history", new OwnHistory());
        methods.put(
                "tandem",
                (history, length, ahead) -> tandem.forecast(
                                new DemandSeries("", "", List.of(), 0, history), ahead, null)
                        .forecast());
        String protocol =
                "last " + horizon + " periods, at least " + least + " sales before, scale of all changes before";
        for (Map.Entry<String, Forecaster> method : methods.entrySet()) {
            BenchLine line =
                    evaluate(method.getKey(), method.getValue(), table, origin, horizon, season, least, protocol, file);
            if (method.getKey().equals("tandem")) {
                line.seconds("learn", learning);
            }
            line.print(command);
        }
    }

    private static BenchLine evaluate(
            String name,
            Forecaster forecaster,
            List<WideFile.Series> table,
            int origin,
            int horizon,
            int season,
            int least,
            String protocol,
            Path file) {
        DemandScore score = new DemandScore(false);
        Latencies latencies = new Latencies();
        for (WideFile.Series series : table) {
            double[] history = Arrays.copyOf(series.values(), origin);
            double[] actual = Arrays.copyOfRange(series.values(), origin, origin + horizon);
            boolean whole = Arrays.stream(history).noneMatch(Double::isNaN)
                    && Arrays.stream(actual).noneMatch(Double::isNaN);
            if (!whole || Arrays.stream(history).filter(value -> value > 0).count() < least) {
                continue;
            }
            long start = System.nanoTime();
            DemandForecast forecast = forecaster.forecast(history, season, horizon);
            latencies.add(System.nanoTime() - start);
            score.add(origin, history, actual, forecast);
        }
        return new BenchLine("forecast-intermittent", name, String.valueOf(file.getFileName()), protocol, score.cases())
                .metrics(score.metrics())
                .latencies(latencies);
    }

    private static DemandForecast level(double value, int horizon) {
        double[] mean = new double[horizon];
        Arrays.fill(mean, value);
        double[][] quantiles = new double[DemandForecast.levelCount()][];
        Arrays.setAll(quantiles, row -> mean.clone());
        return new DemandForecast("level", mean, quantiles);
    }

    private static Path table(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.csv(\\.gz)?"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IOException(folder + " has no .csv file"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
