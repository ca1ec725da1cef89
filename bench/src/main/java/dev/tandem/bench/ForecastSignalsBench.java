package dev.tandem.bench;

import dev.tandem.bench.signals.BrandSales;
import dev.tandem.bench.signals.RelativeErrors;
import dev.tandem.forecast.model.SimpleSmoothing;
import dev.tandem.forecast.signal.ErrorSums;
import dev.tandem.forecast.signal.PoolStatistics;
import dev.tandem.forecast.signal.SignalForecast;
import dev.tandem.forecast.signal.SignalLayout;
import dev.tandem.forecast.signal.SignalModel;
import dev.tandem.forecast.signal.SignalPool;
import dev.tandem.forecast.signal.SignalSeries;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Demand with prices and promotions by the protocol of a published study of orange juice: 12 rounds two weeks apart, weeks two and three
 * after the last known sale, prices and promotions known ahead, missing weeks carried on for the baselines, forecasts and sales rounded to
 * units, mean of the absolute percentage errors.
 */
final class ForecastSignalsBench {
    private static final int ROUNDS = 12;
    private static final int STEP = 2;
    private static final int HORIZON = 3;
    /** The first week after the last known one is not judged. */
    private static final int FIRST_JUDGED = 2;
    /** Rounds before all that the test rounds judge. */
    private static final int VALIDATION_SHIFT = ROUNDS * STEP;

    /** Times are of the processor: on a busy machine the clock tells about the others. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String command;

    ForecastSignalsBench(String command) {
        this.command = command;
    }

    private interface PointMethod {
        double forecast(double[] units);
    }

    private static final Map<String, PointMethod> BASELINES = new LinkedHashMap<>();

    static {
        BASELINES.put("naive", units -> units[units.length - 1]);
        // The mean of the logarithms, as the study takes it.
        BASELINES.put(
                "mean",
                units -> Math.exp(Arrays.stream(units).map(Math::log).average().orElseThrow()));
        BASELINES.put(
                "ses",
                units -> Math.exp(
                        SimpleSmoothing.fit(Arrays.stream(units).map(Math::log).toArray())
                                .level()));
    }

    void run(Arguments arguments) throws IOException {
        Path folder = Path.of(arguments
                .text("--data")
                .orElseThrow(() -> new IllegalArgumentException("forecast-signals needs --data DIR")));
        BrandSales sales = BrandSales.read(folder);
        int firstOrigin = sales.lastWeek() - HORIZON - (ROUNDS - 1) * STEP;
        if (arguments.flag("--validation")) {
            firstOrigin -= VALIDATION_SHIFT;
        }
        if (firstOrigin - sales.firstWeek() < HORIZON) {
            throw new IOException(folder + " has too few weeks for " + ROUNDS + " rounds");
        }
        String protocol = ROUNDS + " rounds, origins " + firstOrigin + " to " + (firstOrigin + (ROUNDS - 1) * STEP)
                + ", weeks 2 and 3 ahead" + (arguments.flag("--validation") ? ", validation" : "");
        String data = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        for (var baseline : BASELINES.entrySet()) {
            baseline(sales, firstOrigin, baseline.getKey(), baseline.getValue(), data, protocol);
        }
        tandem(sales, firstOrigin, data, protocol);
        RefreshSignalsRounds refresh = new RefreshSignalsRounds(sales, HORIZON, FIRST_JUDGED);
        for (int round = 0; round < ROUNDS; round++) {
            Progress.say("as a refresh forecasts, origin " + (firstOrigin + round * STEP));
            refresh.round(firstOrigin + round * STEP);
        }
        refresh.print(data, protocol, ROUNDS, command);
    }

    private void baseline(
            BrandSales sales, int firstOrigin, String name, PointMethod method, String data, String protocol) {
        Progress.say(name);
        RelativeErrors errors = new RelativeErrors();
        Latencies latencies = new Latencies();
        for (int round = 0; round < ROUNDS; round++) {
            int origin = firstOrigin + round * STEP - sales.firstWeek();
            for (BrandSales.Line line : sales.lines()) {
                if (unsold(line, origin)) {
                    continue;
                }
                double[] known = carried(Arrays.copyOf(line.units(), origin + 1));
                long start = THREADS.getCurrentThreadCpuTime();
                double forecast = method.forecast(known);
                latencies.add(THREADS.getCurrentThreadCpuTime() - start);
                for (int ahead = FIRST_JUDGED; ahead <= HORIZON; ahead++) {
                    double actual = line.units()[origin + ahead];
                    if (!Double.isNaN(actual)) {
                        errors.add(actual, forecast, new double[0], slices(line, origin + ahead));
                    }
                }
            }
        }
        new BenchLine("forecast-signals", name, data, protocol, errors.cases())
                .metrics(errors.metrics(false, false))
                .latencies(latencies)
                .print(command);
    }

    /** Whether nothing is known of a line at the origin: then there is nothing to compare. */
    private static boolean unsold(BrandSales.Line line, int origin) {
        return Arrays.stream(line.units(), 0, origin + 1).allMatch(Double::isNaN);
    }

    /** Missing weeks take the value before, those at the start the first one. */
    private static double[] carried(double[] units) {
        double last = Arrays.stream(units)
                .filter(value -> !Double.isNaN(value))
                .findFirst()
                .orElse(1);
        for (int t = 0; t < units.length; t++) {
            last = Double.isNaN(units[t]) ? last : units[t];
            units[t] = last;
        }
        return units;
    }

    private void tandem(BrandSales sales, int firstOrigin, String data, String protocol) {
        RelativeErrors points = new RelativeErrors();
        RelativeErrors medians = new RelativeErrors();
        Latencies latencies = new Latencies();
        double building = 0;
        long bytes = 0;
        // The first round twice: what is timed is compiled code.
        for (int round = -1; round < ROUNDS; round++) {
            int week = firstOrigin + Math.max(0, round) * STEP;
            List<SignalSeries> known = sales.knownAfter(week, week + HORIZON);
            long start = THREADS.getCurrentThreadCpuTime();
            Map<String, PoolStatistics> statistics = statistics(sales, known);
            Map<String, SignalPool> pools = pools(sales, known, statistics);
            double built = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
            bytes = statistics.values().stream()
                    .mapToLong(group -> group.toBytes().length)
                    .sum();
            Progress.say("origin " + week + ", signals "
                    + pools.values().iterator().next().signals());
            for (int i = 0; i < known.size(); i++) {
                BrandSales.Line line = sales.lines().get(i);
                if (unsold(line, week - sales.firstWeek())) {
                    continue;
                }
                SignalPool pool = Objects.requireNonNull(pools.get(group(line)));
                long before = THREADS.getCurrentThreadCpuTime();
                SignalForecast forecast =
                        SignalModel.fit(known.get(i), HORIZON, pool).forecast();
                if (round >= 0) {
                    latencies.add(THREADS.getCurrentThreadCpuTime() - before);
                    judge(sales, line, week, forecast, points, medians);
                }
            }
            building += round >= 0 ? built : 0;
        }
        print("tandem", data, protocol, points, latencies, building, bytes);
        print("tandem-median", data, protocol, medians, latencies, building, bytes);
    }

    private static String group(BrandSales.Line line) {
        return "brand " + line.brand();
    }

    private static Map<String, PoolStatistics> statistics(BrandSales sales, List<SignalSeries> known) {
        Map<String, PoolStatistics> statistics = new TreeMap<>();
        for (int i = 0; i < known.size(); i++) {
            SignalLayout layout = SignalLayout.of(known.get(i), HORIZON);
            statistics
                    .computeIfAbsent(group(sales.lines().get(i)), name -> new PoolStatistics(layout))
                    .add(known.get(i));
        }
        return statistics;
    }

    private static Map<String, SignalPool> pools(
            BrandSales sales, List<SignalSeries> known, Map<String, PoolStatistics> statistics) {
        Map<String, SignalPool> pools = SignalPool.of(statistics);
        Map<String, ErrorSums> errors = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            String group = group(sales.lines().get(i));
            errors.computeIfAbsent(group, name -> new ErrorSums())
                    .add(known.get(i), Objects.requireNonNull(pools.get(group)));
        }
        pools.replaceAll((name, pool) -> pool.with(Objects.requireNonNull(errors.get(name))));
        return pools;
    }

    private static void judge(
            BrandSales sales,
            BrandSales.Line line,
            int week,
            SignalForecast forecast,
            RelativeErrors points,
            RelativeErrors medians) {
        for (int ahead = FIRST_JUDGED; ahead <= HORIZON; ahead++) {
            int step = ahead - 1;
            int at = week - sales.firstWeek() + ahead;
            double actual = line.units()[at];
            if (!Double.isNaN(actual)) {
                double[] bounds = {
                    forecast.forecast().quantile(0.025, step),
                    forecast.forecast().quantile(0.1, step),
                    forecast.forecast().quantile(0.9, step),
                    forecast.forecast().quantile(0.975, step)
                };
                points.add(actual, forecast.point()[step], bounds, slices(line, at));
                medians.add(actual, forecast.forecast().quantile(0.5, step), bounds, slices(line, at));
            }
        }
    }

    private static String[] slices(BrandSales.Line line, int at) {
        boolean deal = line.deal()[at] > 0;
        boolean feature = line.feature()[at] > 0;
        return new String[] {group(line), feature ? "featured" : deal ? "deal, not featured" : "no deal"};
    }

    private void print(
            String method,
            String data,
            String protocol,
            RelativeErrors errors,
            Latencies latencies,
            double building,
            long bytes) {
        new BenchLine("forecast-signals", method, data, protocol, errors.cases())
                .metrics(errors.metrics(true, true))
                .latencies(latencies)
                .seconds("pools of a round", building / ROUNDS)
                .bytes("statistics", bytes)
                .print(command);
    }
}
