package dev.tandem.bench;

import dev.tandem.bench.intent.BehaviourSimulator;
import dev.tandem.recommendation.IntentSteps;
import dev.tandem.recommendation.intent.BehaviourCounts;
import dev.tandem.recommendation.intent.IntentModel;
import dev.tandem.recommendation.intent.IntentTrainer;
import dev.tandem.recommendation.intent.LogisticRegression;
import dev.tandem.recommendation.intent.LstmTrainer;
import dev.tandem.recommendation.intent.Quality;
import dev.tandem.recommendation.trees.Examples;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * Whether the order of micro-behaviour is worth an LSTM, on simulated shoppers: the same prefixes of sessions, before any purchase, for the
 * LSTM on the steps, boosting and logistic regression on their counts, and the better of these two on views and cart alone. Training,
 * validation and test sessions come from three seeds.
 */
final class SimulatedIntentBench {
    private static final int K = IntentSteps.KINDS;
    private static final int N = IntentSteps.NUMBERS;
    private static final int[] LENGTHS = {0, 5, 20, Integer.MAX_VALUE};
    private static final int WARM = 5_000;

    private final String command;

    SimulatedIntentBench(String command) {
        this.command = command;
    }

    private record Entrant(
            String method,
            ToDoubleBiFunction<LstmTrainer.Example, Integer> probability,
            double validationAuc,
            double threshold,
            double seconds,
            int bytes) {}

    void run(int sessions, int seed) throws IOException {
        if (sessions < 1000) {
            throw new IllegalArgumentException("--sessions is at least 1000");
        }
        List<LstmTrainer.Example> train = examples(3L * seed, sessions);
        List<LstmTrainer.Example> validation = examples(3L * seed + 1, sessions / 4);
        List<LstmTrainer.Example> test = examples(3L * seed + 2, sessions / 2);
        Progress.say("training on " + sessions + " sessions");
        List<IntentTrainer.Candidate> candidates =
                IntentTrainer.candidates(train, validation, K, N, LstmTrainer.Settings.DEFAULT);
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(withoutMicro(train, validation));
        for (IntentTrainer.Candidate one : candidates) {
            entrants.add(entrant(one, one.model().method().text(), validation));
        }
        IntentTrainer.Candidate best = IntentTrainer.best(candidates)
                .orElseThrow(() -> new IOException("nobody bought anything in the simulation"));
        entrants.add(entrant(best, "tandem", validation));
        for (Entrant entrant : entrants) {
            report(entrant, test, sessions, seed);
        }
    }

    private static List<LstmTrainer.Example> examples(long seed, int sessions) {
        return IntentSteps.examples(new BehaviourSimulator(seed).sessions(sessions));
    }

    private static Entrant entrant(IntentTrainer.Candidate one, String method, List<LstmTrainer.Example> validation) {
        IntentModel model = one.model();
        ToDoubleBiFunction<LstmTrainer.Example, Integer> answer =
                (example, length) -> model.probability(example.sequence(), length);
        return new Entrant(
                method,
                answer,
                one.quality().auc(),
                threshold(answer, validation),
                one.seconds(),
                model.toFile().toBytes().length);
    }

    private static double threshold(
            ToDoubleBiFunction<LstmTrainer.Example, Integer> answer, List<LstmTrainer.Example> examples) {
        return Quality.bestThreshold(probabilities(answer, examples, null), BehaviourCounts.labels(examples));
    }

    private static Entrant withoutMicro(List<LstmTrainer.Example> train, List<LstmTrainer.Example> validation) {
        long start = System.nanoTime();
        Examples learnt = coarse(BehaviourCounts.examples(train, K, N));
        Examples held = coarse(BehaviourCounts.examples(validation, K, N));
        LogisticRegression regression = LogisticRegression.train(learnt, 10);
        GradientBoosting boosting = GradientBoosting.train(learnt, held, GradientBoosting.Settings.DEFAULT);
        double regressed = auc(held, regression::probability);
        double boosted = auc(held, boosting::probability);
        ToDoubleBiFunction<LstmTrainer.Example, Integer> answer = (example, length) -> {
            float[] row = coarse(BehaviourCounts.of(example.sequence(), length, K, N));
            return boosted > regressed ? boosting.probability(row) : regression.probability(row);
        };
        return new Entrant(
                "no-micro-behaviour",
                answer,
                Math.max(boosted, regressed),
                threshold(answer, validation),
                (System.nanoTime() - start) / 1e9,
                0);
    }

    private static double auc(Examples examples, java.util.function.ToDoubleFunction<float[]> model) {
        return Quality.auc(Arrays.stream(examples.rows()).mapToDouble(model).toArray(), examples.labels());
    }

    private static Examples coarse(Examples examples) {
        return new Examples(
                Arrays.stream(examples.rows()).map(SimulatedIntentBench::coarse).toArray(float[][]::new),
                examples.labels());
    }

    private static float[] coarse(float[] row) {
        List<Integer> kinds = IntentSteps.coarseKinds();
        float[] some = new float[kinds.size()];
        for (int i = 0; i < some.length; i++) {
            some[i] = row[kinds.get(i)];
        }
        return some;
    }

    /** For each target of the examples; each call is timed if wanted. */
    private static double[] probabilities(
            ToDoubleBiFunction<LstmTrainer.Example, Integer> answer,
            List<LstmTrainer.Example> examples,
            @org.jspecify.annotations.Nullable Latencies latencies) {
        List<Double> probabilities = new ArrayList<>();
        for (LstmTrainer.Example example : examples) {
            for (int step = 0; step < example.targets().length; step++) {
                if (!Float.isNaN(example.targets()[step])) {
                    long start = System.nanoTime();
                    probabilities.add(answer.applyAsDouble(example, step + 1));
                    if (latencies != null) {
                        latencies.add(System.nanoTime() - start);
                    }
                }
            }
        }
        return probabilities.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void report(Entrant entrant, List<LstmTrainer.Example> test, int sessions, int seed) {
        for (int warm = 0; warm < WARM; warm += test.size()) {
            probabilities(entrant.probability, test, null);
        }
        Latencies latencies = new Latencies();
        double[] probabilities = probabilities(entrant.probability, test, latencies);
        boolean[] labels = BehaviourCounts.labels(test);
        Map<String, Double> metrics = IntentBench.metrics(Quality.of(probabilities, labels, entrant.threshold));
        metrics.put("auc on validation", entrant.validationAuc);
        int[] lengths = test.stream()
                .flatMapToInt(example -> IntStream.range(0, example.targets().length)
                        .filter(step -> !Float.isNaN(example.targets()[step]))
                        .map(step -> step + 1))
                .toArray();
        for (int slice = 1; slice < LENGTHS.length; slice++) {
            int from = LENGTHS[slice - 1];
            int to = LENGTHS[slice];
            int[] rows = IntStream.range(0, labels.length)
                    .filter(i -> lengths[i] > from && lengths[i] <= to)
                    .toArray();
            boolean[] theirs = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                theirs[i] = labels[rows[i]];
            }
            String name = to == Integer.MAX_VALUE
                    ? "auc after more than " + from + " steps"
                    : "auc after " + (from + 1) + "-" + to + " steps";
            metrics.put(
                    name,
                    Quality.auc(
                            Arrays.stream(rows)
                                    .mapToDouble(i -> probabilities[i])
                                    .toArray(),
                            theirs));
        }
        BenchLine line = new BenchLine(
                        "intent",
                        entrant.method,
                        "simulated, " + sessions + " sessions, seed " + seed,
                        "a purchase later in the session, asked after some turns to an item, before any purchase",
                        labels.length)
                .metrics(metrics)
                .latencies(latencies)
                .seconds("build", entrant.seconds);
        if (entrant.bytes > 0) {
            line.bytes("model", entrant.bytes);
        }
        line.print(command);
    }
}
