package dev.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.demo.Connection;
import dev.tandem.demo.ForecastDoor;
import dev.tandem.demo.PartnerDoor;
import dev.tandem.local.cloud.EmbeddedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * From a dropped file with new sales of every series to published forecasts, through the embedded cloud: queue, import, plan, distributed map,
 * publication. Series have some years of weekly courses with seasons, trends and pauses (seed 11), told by day. First the history is loaded
 * and forecast (cold functions), then one day is added (warm functions): the second is what happens every 15 minutes.
 */
final class RefreshBench {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int LOCATIONS = 4;
    /** Days of a week on which a series of the bench sells. */
    private static final int SELLING_DAYS = 3;

    private final String command;

    RefreshBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException, InterruptedException {
        int series = arguments.number("--series", 10_000);
        int weeks = arguments.number("--weeks", 104);
        LocalDate last = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        Progress.say("booting the embedded cloud");
        try (EmbeddedCloud cloud = Clouds.ephemeral()) {
            Connection connection = Connection.ofPort(cloud.apiUrl().getPort());
            try (PartnerDoor door = new PartnerDoor(connection);
                    ForecastDoor forecasts = new ForecastDoor(connection)) {
                String history = history(series, weeks, last);
                measure(
                        door,
                        forecasts,
                        "history.csv",
                        history,
                        series,
                        "history of " + weeks + " weeks, cold functions");
                // The first of these warms the functions up.
                measure(
                        door,
                        forecasts,
                        "day-1.csv",
                        day(series, last.plusDays(1), 1),
                        series,
                        "one more day, first time");
                measure(
                        door,
                        forecasts,
                        "day-1-corrected.csv",
                        day(series, last.plusDays(1), 2),
                        series,
                        "new sales of every series, warm functions");
            }
        }
    }

    private void measure(
            PartnerDoor door, ForecastDoor forecasts, String name, String content, int series, String protocol)
            throws IOException, InterruptedException {
        Progress.say(name + ": " + content.length() / 1_000_000.0 + " MB");
        byte[] file = content.getBytes(StandardCharsets.UTF_8);
        Instant start = Instant.now();
        door.drop("demand-sales/" + name, file, "text/csv");
        JsonNode report = door.awaitReport("demand-sales/" + name, start, PATIENCE);
        double imported = seconds(start);
        JsonNode refresh = forecasts.refresh(PATIENCE);
        double published = seconds(start);
        if (!refresh.path("status").asText().equals("PUBLISHED")
                || refresh.path("done").asInt() != series) {
            throw new IOException("Not all " + series + " series were refreshed: " + refresh);
        }
        double computePerSeries = refresh.path("computeSeconds").asDouble() / series;
        new BenchLine(
                        "refresh",
                        "tandem",
                        series + " synthetic series, seed 11",
                        protocol + ", drop to published",
                        series)
                .throughput(series / published)
                .seconds("dropToReport", imported)
                .seconds("dropToPublished", published)
                .seconds("computeOfAllGroups", refresh.path("computeSeconds").asDouble())
                .metrics(Map.of(
                        "importRowsPerSecond", report.path("rowsPerSecond").asDouble()))
                .metrics(million(computePerSeries))
                .bytes("peakMemoryOfCloud", peakMemory(ProcessHandle.current()))
                .bytes(
                        "peakMemoryOfFunctions",
                        ProcessHandle.current()
                                .descendants()
                                .mapToLong(RefreshBench::peakMemory)
                                .sum())
                .print(command);
    }

    /**
     * A million series in 4,096 groups at 1,000 functions at once, from the compute of one series in this run, at list prices of us-east-1
     * in November 2026. A function of 1,769 MB has one vCPU, as the process that was measured had at most.
     */
    private static Map<String, Double> million(double computePerSeries) {
        double series = 1_000_000;
        double functions = 1000;
        double groups = 4096;
        double compute = computePerSeries * series;
        double lambda = compute * 1.769 / 1.024 * 0.0000133334 + groups / 4 * 0.0000002;
        double files = groups * (2 * 0.000005 + 4 * 0.0000004);
        double items = groups * 2 * 0.000000625;
        // A child execution: start, task, end.
        double transitions = groups / 4 * 3 * 0.000025;
        Map<String, Double> sums = new LinkedHashMap<>();
        sums.put("computeMillisPerSeries", computePerSeries * 1000);
        // Batches of four groups; the last of a thousand functions has at most two of them.
        sums.put("millionSeriesSeconds", Math.ceil(groups / 4 / functions) * 4 * compute / groups);
        sums.put("millionSeriesUsd", lambda + files + items + transitions);
        return sums;
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    /** Greatest resident memory of a process; zero where the system does not tell. */
    private static long peakMemory(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String history(int series, int weeks, LocalDate last) {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder(1 << 24).append("sku,location,date,quantity\n");
        for (int i = 0; i < series; i++) {
            double level = Math.exp(random.nextGaussian()) * 4;
            double season = random.nextDouble() * 0.6;
            double trend = random.nextGaussian() * 0.004;
            int phase = random.nextInt(52);
            for (int week = weeks - 1; week >= 0; week--) {
                double rate = level
                        * Math.exp(trend * (weeks - week))
                        * (1 + season * Math.sin(2 * Math.PI * (week + phase) / 52.0));
                for (int day = 0; day < SELLING_DAYS; day++) {
                    int sold = (int) Math.floor(rate * (0.3 + random.nextDouble()) + random.nextDouble());
                    if (sold > 0) {
                        row(csv, i, last.minusDays(week * 7L + day * 2L), sold);
                    }
                }
            }
            // Every series ends with the last day.
            row(csv, i, last, 1);
        }
        return csv.toString();
    }

    private static String day(int series, LocalDate day, int quantity) {
        StringBuilder csv = new StringBuilder("sku,location,date,quantity\n");
        for (int i = 0; i < series; i++) {
            row(csv, i, day, quantity + i % 3);
        }
        return csv.toString();
    }

    private static void row(StringBuilder csv, int series, LocalDate day, int quantity) {
        csv.append("SKU-")
                .append(series / LOCATIONS)
                .append(",LOC-")
                .append(series % LOCATIONS)
                .append(',')
                .append(day)
                .append(',')
                .append(quantity)
                .append('\n');
    }
}
