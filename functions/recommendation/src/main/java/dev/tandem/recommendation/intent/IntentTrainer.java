package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.intent.IntentModel.Classifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains an LSTM on the steps, boosted trees and a logistic regression on their counts, and keeps whichever is best on later sessions: by
 * AUC, by log loss where they are equal. On the same later sessions it is calibrated (Platt 1999) and its bands are fixed.
 */
public final class IntentTrainer {
    /** Of each class, in the training and in the validation part: less says nothing. */
    private static final int LEAST = 20;
    /** Of the sequences; the last ones are for choosing. */
    private static final double VALIDATION = 0.2;

    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.8;
    private static final double LOGISTIC_PENALTY = 10;

    /**
     * The model and what each candidate reached on the validation sequences.
     *
     * @param seconds that the training of each took
     */
    public record Choice(
            IntentModel model, Map<IntentModel.Method, Quality> candidates, Map<IntentModel.Method, Double> seconds) {}

    private record Candidate(Classifier classifier, double[] logOdds, Quality quality) {}

    private IntentTrainer() {}

    /**
     * @param sequences by time
     * @param kinds how many kinds of step there are
     * @param numbers how many numbers a step has
     * @return empty when there are too few purchases, or too few sequences without
     */
    public static Optional<Choice> train(
            List<LstmTrainer.Example> sequences, int kinds, int numbers, LstmTrainer.Settings lstm) {
        int cut = sequences.size() - (int) (sequences.size() * VALIDATION);
        return train(sequences.subList(0, cut), sequences.subList(cut, sequences.size()), kinds, numbers, lstm);
    }

    /** The same with a validation part of one's own. */
    public static Optional<Choice> train(
            List<LstmTrainer.Example> training,
            List<LstmTrainer.Example> validation,
            int kinds,
            int numbers,
            LstmTrainer.Settings lstm) {
        Examples learnt = BehaviourCounts.examples(training, kinds, numbers);
        Examples held = BehaviourCounts.examples(validation, kinds, numbers);
        if (Math.min(fewer(learnt), fewer(held)) < LEAST) {
            return Optional.empty();
        }
        Map<IntentModel.Method, Double> seconds = new EnumMap<>(IntentModel.Method.class);
        List<Candidate> candidates = new ArrayList<>();
        for (IntentModel.Method method : IntentModel.Method.values()) {
            long start = System.nanoTime();
            Classifier classifier =
                    switch (method) {
                        case LSTM ->
                            new IntentModel.OfSequence(LstmTrainer.train(kinds, numbers, training, validation, lstm));
                        case BOOSTING ->
                            new IntentModel.Boosted(
                                    GradientBoosting.train(learnt, held, GradientBoosting.Settings.DEFAULT), kinds, numbers);
                        case LOGISTIC ->
                            new IntentModel.Logistic(LogisticRegression.train(learnt, LOGISTIC_PENALTY), kinds, numbers);
                    };
            seconds.put(method, (System.nanoTime() - start) / 1e9);
            candidates.add(judged(classifier, validation, held.labels()));
        }
        Candidate best = candidates.stream()
                .max(Comparator.comparingDouble((Candidate one) -> one.quality.auc())
                        .thenComparingDouble(one -> -one.quality.logLoss()))
                .orElseThrow();
        double[] platt = platt(best.logOdds, held.labels());
        double[] probabilities = Arrays.stream(best.logOdds)
                .map(one -> GradientBoosting.probability(platt[0] * one + platt[1]))
                .sorted()
                .toArray();
        IntentModel.Scale scale = new IntentModel.Scale(
                platt[0], platt[1], quantile(probabilities, MIDDLE), quantile(probabilities, HIGH));
        Map<IntentModel.Method, Quality> figures = new EnumMap<>(IntentModel.Method.class);
        candidates.forEach(one -> figures.put(one.classifier.method(), one.quality));
        return Optional.of(new Choice(new IntentModel(best.classifier, kinds, numbers, scale), figures, seconds));
    }

    private static int fewer(Examples examples) {
        return Math.min(examples.positives(), examples.size() - examples.positives());
    }

    private static Candidate judged(Classifier classifier, List<LstmTrainer.Example> sequences, boolean[] labels) {
        double[] logOdds = new double[labels.length];
        int at = 0;
        for (LstmTrainer.Example example : sequences) {
            for (int step = 0; step < example.targets().length; step++) {
                if (!Float.isNaN(example.targets()[step])) {
                    logOdds[at++] = classifier.logOdds(example.sequence(), step + 1);
                }
            }
        }
        double[] probabilities =
                Arrays.stream(logOdds).map(GradientBoosting::probability).toArray();
        return new Candidate(classifier, logOdds, Quality.of(probabilities, labels, 0.5));
    }

    /** Slope and intercept that make the log odds fit what happened; a slope is never negative, lest the order turn round. */
    private static double[] platt(double[] logOdds, boolean[] labels) {
        float[][] rows = new float[logOdds.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {(float) logOdds[i]};
        }
        LogisticRegression fitted = LogisticRegression.train(new Examples(rows, labels), 1);
        double intercept = fitted.logOdds(new float[] {0});
        double slope = fitted.logOdds(new float[] {1}) - intercept;
        return slope > 0 ? new double[] {slope, intercept} : new double[] {1, 0};
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }
}
