package dev.tandem.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code ./tandem bench SUITE}: measures, prints JSON lines, exits non-zero with one line that says why when it cannot. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws InterruptedException {
        // The functions' own logging is on this class path too.
        System.setProperty("slf4j.provider", "org.apache.logging.slf4j.SLF4JServiceProvider");
        List<String> rest = args.length == 0 ? List.of() : Arrays.asList(args).subList(1, args.length);
        String command = "./tandem bench " + String.join(" ", args);
        try {
            switch (args.length == 0 ? "" : args[0]) {
                case "assignment" -> new AssignmentBench(command).run(Arguments.of(rest, "--rounds", "--seed"));
                case "bandit" ->
                    new BanditBench(command)
                            .run(Arguments.withFlags(rest, Set.of("--tune"), "--data", "--log", "--seeds"));
                case "campus" -> new CampusBench(command).run(Arguments.of(rest, "--vehicles", "--days", "--seed"));
                case "cold-start" -> new ColdStartBench(command).run(Arguments.of(rest, "--runs", "--functions"));
                case "complement" ->
                    new ComplementBench(command)
                            .run(Arguments.withFlags(
                                    rest, Set.of("--validation"), "--edges", "--items", "--retail", "--questions"));
                case "dispatch" -> new DispatchBench(command).run(Arguments.of(rest, "--instances", "--tick"));
                case "forecast" ->
                    new ForecastBench(command)
                            .run(Arguments.of(rest, "--train", "--test", "--frequency", "--horizon", "--r-series"));
                case "forecast-intermittent" ->
                    new ForecastIntermittentBench(command)
                            .run(Arguments.of(rest, "--data", "--horizon", "--season", "--least", "--skip"));
                case "forecast-retail" ->
                    new ForecastRetailBench(command)
                            .run(Arguments.of(rest, "--data", "--horizon", "--season", "--origins", "--skip"));
                case "forecast-signals" ->
                    new ForecastSignalsBench(command).run(Arguments.withFlags(rest, Set.of("--validation"), "--data"));
                case "dispatch-live" ->
                    new DispatchLiveBench(command)
                            .run(Arguments.of(
                                    rest,
                                    "--couriers",
                                    "--orders",
                                    "--minutes",
                                    "--pace",
                                    "--kills",
                                    "--poll",
                                    "--seed"));
                case "http" -> new HttpBench(command).run(Arguments.of(rest, "--seconds", "--clients"));
                case "recommend" ->
                    new RecommendBench(command).run(Arguments.of(rest, "--data", "--events", "--seconds", "--clients"));
                case "import" -> new ImportBench(command).run(Arguments.of(rest, "--data"));
                case "intent" ->
                    new IntentBench(command)
                            .run(Arguments.withFlags(
                                    rest,
                                    Set.of("--simulated"),
                                    "--train",
                                    "--test",
                                    "--data",
                                    "--label",
                                    "--without",
                                    "--test-months",
                                    "--sessions",
                                    "--seed"));
                case "next-item" ->
                    new NextItemBench(command)
                            .run(Arguments.withFlags(
                                    rest, Set.of("--exclude-current"), "--train", "--test", "--valid", "--copies"));
                case "photo-reuse" ->
                    new PhotoReuseBench(command)
                            .run(Arguments.withFlags(
                                    rest, Set.of("--each"), "--garments", "--rounds", "--only", "--half"));
                case "precheck" ->
                    new PrecheckBench(command)
                            .run(Arguments.withFlags(
                                    rest,
                                    Set.of("--names", "--cpu-time"),
                                    "--data",
                                    "--garments",
                                    "--scenes",
                                    "--others",
                                    "--only"));
                case "refresh" -> new RefreshBench(command).run(Arguments.of(rest, "--series", "--weeks"));
                case "same-item" -> new SameItemBench(command).run(Arguments.of(rest, "--garments", "--half"));
                default ->
                    throw new IllegalArgumentException(
                            "suites: assignment, bandit, campus, cold-start, complement, dispatch, dispatch-live, forecast,"
                                    + " forecast-intermittent, forecast-retail, forecast-signals, http, import, intent,"
                                    + " next-item, photo-reuse, precheck, recommend, refresh, same-item");
            }
            System.exit(0);
        } catch (IllegalArgumentException | java.io.IOException e) {
            System.err.println("tandem bench: " + e.getMessage());
            System.exit(1);
        }
    }
}
