package dev.tandem.bench;

import dev.tandem.bench.intent.ShopTable;
import dev.tandem.bench.intent.TabularIntent;
import dev.tandem.recommendation.intent.Quality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who will buy. On a table of shop sessions, with and without the column PageValues, which is known only after purchases of others; or on
 * simulated behaviour. Everything is chosen on the training rows.
 */
final class IntentBench {
    private static final String GIVEN_AWAY = "PageValues";
    private static final String MONTH = "Month";
    private static final double TEST_SHARE = 0.3;
    /** A slice with fewer buyers or fewer others says nothing. */
    private static final int LEAST = 20;

    private final String command;

    IntentBench(String command) {
        this.command = command;
    }

    private record Split(ShopTable train, ShopTable test, String protocol) {}

    void run(Arguments arguments) throws IOException {
        if (arguments.flag("--simulated")) {
            new SimulatedIntentBench(command)
                    .run(arguments.number("--sessions", 12_000), arguments.number("--seed", 1));
            return;
        }
        Split split = split(arguments);
        if (split.train.size() < 100 || split.test.size() == 0) {
            throw new IOException(
                    "too few rows: " + split.train.size() + " to train, " + split.test.size() + " to test");
        }
        List<Set<String>> left = new ArrayList<>();
        if (arguments.text("--without").isPresent()) {
            left.add(Set.of(arguments.text("--without").orElseThrow().split(",")));
        } else {
            left.add(Set.of());
            if (split.train.columns().contains(GIVEN_AWAY)) {
                left.add(Set.of(GIVEN_AWAY));
            }
        }
        for (Set<String> out : left) {
            Progress.say(out.isEmpty() ? "all columns" : "without " + out);
            ShopTable train = split.train.without(out);
            ShopTable test = split.test.without(out);
            for (TabularIntent.Answer answer : new TabularIntent(train, test, Progress::say).answers()) {
                report(
                        answer,
                        test,
                        split.protocol + (out.isEmpty() ? "" : ", without " + String.join(", ", out)),
                        arguments);
            }
        }
    }

    private static Split split(Arguments arguments) throws IOException {
        String label = arguments.text("--label").orElse("Revenue");
        String train = arguments
                .text("--data")
                .or(() -> arguments.text("--train"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "intent needs --train FILE --test FILE, --data FILE, or --simulated"));
        String test = arguments.text("--test").orElse(train);
        ShopTable all = ShopTable.read(train, label);
        if (!Path.of(test)
                .toAbsolutePath()
                .normalize()
                .equals(Path.of(train).toAbsolutePath().normalize())) {
            ShopTable held = ShopTable.read(test, label);
            if (!held.columns().equals(all.columns())) {
                throw new IOException(test + " has other columns than " + train);
            }
            return new Split(all, held, "trained on one file, tested on the other");
        }
        if (arguments.text("--test-months").isPresent()) {
            Set<String> months =
                    Set.of(arguments.text("--test-months").orElseThrow().split(","));
            int column = all.columns().indexOf(MONTH);
            if (column < 0) {
                throw new IOException(train + " has no column " + MONTH);
            }
            return new Split(
                    all.where(r -> !months.contains(all.cells()[r][column])),
                    all.where(r -> months.contains(all.cells()[r][column])),
                    "tested on the months " + String.join(", ", new TreeSet<>(months)) + ", trained on the others");
        }
        return new Split(
                all.where(r -> !isTest(r)),
                all.where(IntentBench::isTest),
                "rows split 70:30 by a hash of their number");
    }

    private static boolean isTest(int row) {
        return (row * 2654435761L & 0xffffffffL) < (long) (TEST_SHARE * (1L << 32));
    }

    private void report(TabularIntent.Answer answer, ShopTable test, String protocol, Arguments arguments) {
        Map<String, Double> metrics = metrics(Quality.of(answer.probabilities(), test.labels(), answer.threshold()));
        metrics.put("auc on the training folds", answer.validationAuc());
        metrics.putAll(worst(answer, test));
        String file = arguments
                .text("--data")
                .or(() -> arguments.text("--test"))
                .or(() -> arguments.text("--train"))
                .orElseThrow();
        new BenchLine("intent", answer.method(), String.valueOf(Path.of(file).getFileName()), protocol, test.size())
                .metrics(metrics)
                .seconds("build", answer.seconds())
                .print(command);
    }

    static Map<String, Double> metrics(Quality quality) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("auc", quality.auc());
        metrics.put("ap", quality.averagePrecision());
        metrics.put("f1", quality.f1());
        metrics.put("logLoss", quality.logLoss());
        metrics.put("brier", quality.brier());
        return metrics;
    }

    /** AUC among the sessions of one value of a column: of each kind of visitor, and of the three worst others. */
    private static Map<String, Double> worst(TabularIntent.Answer answer, ShopTable test) {
        Map<String, Double> visitors = new LinkedHashMap<>();
        Map<String, Double> others = new LinkedHashMap<>();
        for (int c = 0; c < test.columns().size(); c++) {
            int column = c;
            Set<String> values = new TreeSet<>();
            Arrays.stream(test.cells()).forEach(row -> values.add(row[column]));
            if (values.size() > 30) {
                continue;
            }
            for (String value : values) {
                int[] rows = java.util.stream.IntStream.range(0, test.size())
                        .filter(r -> test.cells()[r][column].equals(value))
                        .toArray();
                boolean[] labels = new boolean[rows.length];
                int positives = 0;
                for (int i = 0; i < rows.length; i++) {
                    labels[i] = test.labels()[rows[i]];
                    positives += labels[i] ? 1 : 0;
                }
                if (positives >= LEAST && rows.length - positives >= LEAST) {
                    double auc = Quality.auc(
                            Arrays.stream(rows)
                                    .mapToDouble(r -> answer.probabilities()[r])
                                    .toArray(),
                            labels);
                    String name = test.columns().get(c);
                    (name.startsWith("Visitor") ? visitors : others).put("auc " + name + "=" + value, auc);
                }
            }
        }
        others.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(3)
                .forEach(one -> visitors.put(one.getKey(), one.getValue()));
        return visitors;
    }
}
