package dev.tandem.bench;

import dev.tandem.bench.dispatch.Baselines;
import dev.tandem.bench.dispatch.Checker;
import dev.tandem.bench.dispatch.Day;
import dev.tandem.bench.dispatch.Policy;
import dev.tandem.bench.dispatch.Replay;
import dev.tandem.bench.dispatch.Score;
import dev.tandem.bench.dispatch.TandemPolicy;
import dev.tandem.bench.dispatch.Trip;
import dev.tandem.dispatch.matching.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Meal-delivery days under every policy; each solution is checked against every rule before it counts. */
final class DispatchBench {
    private static final int GREEDY_TICK_MINUTES = 5;
    private final String command;

    DispatchBench(String command) {
        this.command = command;
    }

    private record Replayed(Day day, List<Trip> trips, Latencies ticks) {}

    private record Entrant(String method, Policy policy, int tickMinutes) {}

    void run(Arguments arguments) throws IOException {
        Path folder = Path.of(arguments
                .text("--instances")
                .orElseThrow(() -> new IllegalArgumentException(
                        "--instances DIR is needed: folders of orders, couriers, restaurants")));
        int tick = arguments.number("--tick", 1);
        if (tick < 1 || tick > 60) {
            throw new IllegalArgumentException("--tick is 1 to 60 minutes");
        }
        List<Day> days = days(folder);
        List<Entrant> entrants = List.of(
                new Entrant("nearest-courier", Baselines.nearestCourier(), GREEDY_TICK_MINUTES),
                new Entrant("assignment", Baselines.assignment(), tick),
                new Entrant("assignment-bundles", Baselines.assignmentBundles(), tick),
                new Entrant("tandem", new TandemPolicy(Weights.DEFAULT), tick));
        for (Entrant entrant : entrants) {
            run(entrant, days, folder);
        }
    }

    private static List<Day> days(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no folder " + folder);
        }
        List<Path> folders;
        try (Stream<Path> children = Files.list(folder)) {
            folders = Day.isIn(folder)
                    ? List.of(folder)
                    : children.filter(Day::isIn).sorted().toList();
        }
        if (folders.isEmpty()) {
            throw new IllegalArgumentException(
                    "no instances in " + folder + ": folders with orders.txt and couriers.txt");
        }
        List<Day> days = new ArrayList<>();
        for (Path each : folders) {
            days.add(Day.read(each));
        }
        return days;
    }

    private void run(Entrant entrant, List<Day> days, Path folder) throws IOException {
        Progress.say("dispatch " + entrant.method);
        // The compiler has seen the policy before the clock counts.
        for (Day day : days.subList(0, Math.min(2, days.size()))) {
            Replay.run(day, entrant.policy, entrant.tickMinutes, nanos -> {});
        }
        List<Replayed> replays = new ArrayList<>();
        for (Day day : days) {
            Latencies ofDay = new Latencies();
            List<Trip> done = Replay.run(day, entrant.policy, entrant.tickMinutes, ofDay::add);
            List<String> violations = Checker.violations(day, done, entrant.tickMinutes);
            if (!violations.isEmpty()) {
                throw new IOException(entrant.method + " breaks " + violations.size() + " rules of " + day.name()
                        + ", first: " + violations.getFirst());
            }
            replays.add(new Replayed(day, done, ofDay));
        }
        line(entrant, folder, "all", replays, day -> true);
        if (days.stream().anyMatch(Day::busy) && !days.stream().allMatch(Day::busy)) {
            line(entrant, folder, "calm", replays, day -> !day.busy());
            line(entrant, folder, "busy", replays, Day::busy);
        }
    }

    private void line(Entrant entrant, Path folder, String slice, List<Replayed> replays, Predicate<Day> in) {
        Score score = new Score();
        Latencies ticks = new Latencies();
        long orders = 0;
        for (Replayed replay : replays) {
            if (in.test(replay.day)) {
                score.add(replay.day, replay.trips);
                ticks.addAll(replay.ticks);
                orders += replay.day.requests().size();
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>(score.metrics());
        metrics.put("tickMillisP50", ticks.percentileNanos(0.5) / 1e6);
        metrics.put("tickMillisP99", ticks.percentileNanos(0.99) / 1e6);
        metrics.put("tickMillisMax", ticks.percentileNanos(1) / 1e6);
        new BenchLine(
                        "dispatch",
                        entrant.method,
                        folder.getFileName() + " " + slice + ", " + score.days() + " days",
                        "a tick every " + entrant.tickMinutes
                                + " min, only what is known; means over days, percentiles of a day's orders; rules checked",
                        orders)
                .metrics(metrics)
                .latencies(ticks)
                .print(command);
    }
}
