package dev.tandem.bench;

import dev.tandem.bench.forecast.M4File;
import dev.tandem.bench.forecast.M4Score;
import dev.tandem.bench.forecast.RForecasts;
import dev.tandem.forecast.model.Baseline;
import dev.tandem.forecast.model.Combination;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Accuracy by the definitions of the M4 competition, and CPU time, of one setting for every frequency. */
final class ForecastBench {
    private static final int WARM_UP = 1500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String command;

    ForecastBench(String command) {
        this.command = command;
    }

    private record Data(String name, int frequency, int horizon, List<M4File.Series> series) {}

    void run(Arguments arguments) throws IOException, InterruptedException {
        Path train = path(arguments, "--train");
        int frequency = arguments.number("--frequency", 1);
        int horizon = arguments.number("--horizon", 13);
        if (frequency < 1 || horizon < 1) {
            throw new IllegalArgumentException("--frequency and --horizon are at least 1");
        }
        Data data = new Data(
                String.valueOf(train.getFileName()),
                frequency,
                horizon,
                M4File.read(train, path(arguments, "--test"), horizon));
        Map<String, Forecaster> methods = new LinkedHashMap<>();
        methods.put("naive2", Baseline.NAIVE2);
        methods.put("ses", Baseline.SES);
        methods.put("damped", Baseline.DAMPED);
        methods.put("theta", Baseline.THETA);
        methods.put("tandem", new Combination());
        M4Score naive2 = score(data, Baseline.NAIVE2);
        for (Map.Entry<String, Forecaster> method : methods.entrySet()) {
            measure(data, method.getKey(), method.getValue(), naive2);
        }
        compareWithR(data, arguments.number("--r-series", 500));
    }

    private static Path path(Arguments arguments, String name) {
        return Path.of(arguments
                .text(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "forecast needs --train FILE --test FILE --frequency M --horizon H, files as"
                                + " the M4 competition has them")));
    }

    private static M4Score score(Data data, Forecaster method) {
        M4Score score = new M4Score(data.frequency);
        for (M4File.Series one : data.series) {
            score.add(one, method.forecast(one.history(), data.frequency, data.horizon));
        }
        return score;
    }

    private void measure(Data data, String name, Forecaster method, M4Score naive2) throws InterruptedException {
        Progress.say(name + " on " + data.series.size() + " series");
        for (int i = 0; i < WARM_UP; i++) {
            method.forecast(data.series.get(i % data.series.size()).history(), data.frequency, data.horizon);
        }
        M4Score score = new M4Score(data.frequency);
        Latencies cpu = new Latencies();
        long total = 0;
        for (M4File.Series one : data.series) {
            long start = THREADS.getCurrentThreadCpuTime();
            DemandForecast forecast = method.forecast(one.history(), data.frequency, data.horizon);
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            cpu.add(nanos);
            total += nanos;
            score.add(one, forecast);
        }
        double perCore = data.series.size() * 1e9 / total;
        report(
                data,
                name,
                score,
                naive2,
                cpu,
                Map.of("perSecondAndCore", perCore, "perSecondOnAllCores", onAllCores(data, method)));
    }

    private void report(
            Data data, String name, M4Score score, M4Score naive2, Latencies cpu, Map<String, Double> rates) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("smape", score.smape());
        metrics.put("mase", score.mase());
        metrics.put("owa", score.owa(naive2));
        metrics.put("msis", score.msis());
        metrics.put("coverage80", score.coverage80());
        metrics.put("coverage95", score.coverage95());
        metrics.put("cpuMillisP50", cpu.percentileNanos(0.5) / 1e6);
        metrics.put("cpuMillisP99", cpu.percentileNanos(0.99) / 1e6);
        metrics.putAll(new java.util.TreeMap<>(rates));
        String protocol =
                "M4: frequency " + data.frequency + ", horizon " + data.horizon + ", CPU time of one thread a series";
        new BenchLine("forecast", name, data.name, protocol, cpu.count())
                .metrics(metrics)
                .latencies(cpu)
                .throughput(rates.getOrDefault("perSecondAndCore", 0.0))
                .print(command);
    }

    /** Series a second by the clock, every core at work. */
    private static double onAllCores(Data data, Forecaster method) throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        long start = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < cores; part++) {
                int first = part;
                parts.add(pool.submit(() -> {
                    for (int i = first; i < data.series.size(); i += cores) {
                        method.forecast(data.series.get(i).history(), data.frequency, data.horizon);
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return data.series.size() * 1e9 / (System.nanoTime() - start);
    }

    /** On evenly spread series of the file, with ours on the same ones. */
    private void compareWithR(Data data, int most) throws IOException, InterruptedException {
        if (!RForecasts.available()) {
            Progress.say("no Rscript with package forecast here: r-ets and r-theta are left out");
            return;
        }
        int every = Math.ceilDiv(data.series.size(), Math.max(1, most));
        List<M4File.Series> some = new ArrayList<>();
        for (int i = 0; i < data.series.size(); i += every) {
            some.add(data.series.get(i));
        }
        Data part = new Data(data.name, data.frequency, data.horizon, some);
        M4Score naive2 = score(part, Baseline.NAIVE2);
        for (String function : List.of("ets", "thetaf")) {
            Progress.say("R's " + function + " on " + some.size() + " series");
            M4Score score = new M4Score(data.frequency);
            Latencies cpu = new Latencies();
            double total = 0;
            List<RForecasts.Answer> answers = RForecasts.of(function, some, data.frequency, data.horizon);
            for (int i = 0; i < some.size(); i++) {
                score.add(some.get(i), answers.get(i).forecast());
                cpu.add((long) (answers.get(i).cpuSeconds() * 1e9));
                total += answers.get(i).cpuSeconds();
            }
            report(
                    part,
                    function.equals("ets") ? "r-ets" : "r-theta",
                    score,
                    naive2,
                    cpu,
                    Map.of("perSecondAndCore", some.size() / total));
        }
        if (every > 1) {
            measure(part, "tandem-same-series", new Combination(), naive2);
        }
    }
}
