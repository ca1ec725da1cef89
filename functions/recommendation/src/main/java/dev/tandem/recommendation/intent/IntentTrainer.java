package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.intent.IntentModel.Classifier;
import dev.tandem.recommendation.trees.Examples;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
     * A candidate that has been trained, calibrated and judged.
     *
     * @param quality on the validation sequences, before calibration
     * @param seconds that its training took
     */
    public record Candidate(IntentModel model, Quality quality, double seconds) {}

    private IntentTrainer() {}

    /**
     * The best candidate, with the latest sequences as validation part.
     *
     * @param sequences by time
     * @param kinds how many kinds of step there are
     * @param numbers how many numbers a step has
     * @return empty when there are too few purchases, or too few sequences without
     */
    public static Optional<IntentModel> train(
            List<LstmTrainer.Example> sequences, int kinds, int numbers, LstmTrainer.Settings lstm) {
        int cut = sequences.size() - (int) (sequences.size() * VALIDATION);
        return best(candidates(
                        sequences.subList(0, cut), sequences.subList(cut, sequences.size()), kinds, numbers, lstm))
                .map(Candidate::model);
    }

    /** The one with the greatest AUC; of several, the one with the smallest log loss. */
    public static Optional<Candidate> best(List<Candidate> candidates) {
        return candidates.stream()
                .max(Comparator.comparingDouble((Candidate one) -> one.quality.auc())
                        .thenComparingDouble(one -> -one.quality.logLoss()));
    }

    /** One of each method; none when there are too few purchases, or too few sequences without. */
    public static List<Candidate> candidates(
            List<LstmTrainer.Example> training,
            List<LstmTrainer.Example> validation,
            int kinds,
            int numbers,
            LstmTrainer.Settings lstm) {
        Examples learnt = BehaviourCounts.examples(training, kinds, numbers);
        Examples held = BehaviourCounts.examples(validation, kinds, numbers);
        if (Math.min(fewer(learnt), fewer(held)) < LEAST) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        for (IntentModel.Method method : IntentModel.Method.values()) {
            long start = System.nanoTime();
            Classifier classifier = switch (method) {
                case LSTM -> new IntentModel.OfSequence(LstmTrainer.train(kinds, numbers, training, validation, lstm));
                case BOOSTING ->
                    new IntentModel.Boosted(
                            GradientBoosting.train(learnt, held, GradientBoosting.Settings.DEFAULT), kinds, numbers);
                case LOGISTIC ->
                    new IntentModel.Logistic(LogisticRegression.train(learnt, LOGISTIC_PENALTY), kinds, numbers);
            };
            double seconds = (System.nanoTime() - start) / 1e9;
            double[] logOdds = logOdds(classifier, validation, held.size());
            double[] probabilities =
                    Arrays.stream(logOdds).map(GradientBoosting::probability).toArray();
            candidates.add(new Candidate(
                    new IntentModel(classifier, kinds, numbers, scale(logOdds, held.labels())),
                    Quality.of(probabilities, held.labels(), 0.5),
                    seconds));
        }
        return candidates;
    }

    private static int fewer(Examples examples) {
        return Math.min(examples.positives(), examples.size() - examples.positives());
    }

    private static double[] logOdds(Classifier classifier, List<LstmTrainer.Example> sequences, int targets) {
        double[] logOdds = new double[targets];
        int at = 0;
        for (LstmTrainer.Example example : sequences) {
            for (int step = 0; step < example.targets().length; step++) {
                if (!Float.isNaN(example.targets()[step])) {
                    logOdds[at++] = classifier.logOdds(example.sequence(), step + 1);
                }
            }
        }
        return logOdds;
    }

    private static IntentModel.Scale scale(double[] logOdds, boolean[] labels) {
        double[] platt = platt(logOdds, labels);
        double[] probabilities = Arrays.stream(logOdds)
                .map(one -> GradientBoosting.probability(platt[0] * one + platt[1]))
                .sorted()
                .toArray();
        return new IntentModel.Scale(
                platt[0], platt[1], quantile(probabilities, MIDDLE), quantile(probabilities, HIGH));
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
