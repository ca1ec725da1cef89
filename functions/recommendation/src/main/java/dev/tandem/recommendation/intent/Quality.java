package dev.tandem.recommendation.intent;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How good probabilities are against what happened.
 *
 * @param auc chance that a buyer scores above a non-buyer, a tie counting half (area under the ROC curve)
 * @param averagePrecision area under the precision-recall curve as the sum over its steps, equal scores being one step
 * @param f1 at the given threshold
 * @param logLoss mean negative log likelihood, natural logarithm
 * @param brier mean squared error of the probability
 */
public record Quality(double auc, double averagePrecision, double f1, double logLoss, double brier) {
    private static final double LEAST_PROBABILITY = 1e-7;

    /** Not-a-number for what one class alone cannot tell. */
    public static Quality of(double[] probabilities, boolean[] labels, double threshold) {
        double logLoss = 0;
        double brier = 0;
        int hits = 0;
        int called = 0;
        int positives = 0;
        for (int i = 0; i < labels.length; i++) {
            double p = Math.clamp(probabilities[i], LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
            logLoss -= Math.log(labels[i] ? p : 1 - p);
            double error = probabilities[i] - (labels[i] ? 1 : 0);
            brier += error * error;
            boolean call = probabilities[i] >= threshold;
            called += call ? 1 : 0;
            hits += call && labels[i] ? 1 : 0;
            positives += labels[i] ? 1 : 0;
        }
        int n = labels.length;
        Ranking ranking = Ranking.of(probabilities, labels);
        return new Quality(
                ranking.auc,
                ranking.averagePrecision,
                2.0 * hits / Math.max(1, called + positives),
                logLoss / n,
                brier / n);
    }

    public static double auc(double[] scores, boolean[] labels) {
        return Ranking.of(scores, labels).auc;
    }

    public static double logLoss(double[] probabilities, boolean[] labels) {
        return of(probabilities, labels, 0.5).logLoss;
    }

    /** The threshold with the best F1 on these examples; it lies between two scores. */
    public static double bestThreshold(double[] probabilities, boolean[] labels) {
        int[] order = descending(probabilities);
        int positives = 0;
        for (boolean label : labels) {
            positives += label ? 1 : 0;
        }
        double best = -1;
        double threshold = 0.5;
        int hits = 0;
        for (int i = 0; i < order.length; i++) {
            hits += labels[order[i]] ? 1 : 0;
            double here = probabilities[order[i]];
            double next = i + 1 < order.length ? probabilities[order[i + 1]] : 0;
            double f1 = 2.0 * hits / (i + 1 + positives);
            if (here != next && f1 > best) {
                best = f1;
                threshold = (here + next) / 2;
            }
        }
        return threshold;
    }

    private static int[] descending(double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private record Ranking(double auc, double averagePrecision) {
        static Ranking of(double[] scores, boolean[] labels) {
            int[] order = descending(scores);
            double above = 0;
            double positives = 0;
            double negatives = 0;
            double precisions = 0;
            for (int from = 0; from < order.length; ) {
                int to = from;
                double tiedPositives = 0;
                while (to < order.length && scores[order[to]] == scores[order[from]]) {
                    tiedPositives += labels[order[to]] ? 1 : 0;
                    to++;
                }
                double tiedNegatives = to - from - tiedPositives;
                above += tiedNegatives * (positives + tiedPositives / 2);
                positives += tiedPositives;
                negatives += tiedNegatives;
                precisions += tiedPositives * positives / to;
                from = to;
            }
            return new Ranking(above / (positives * negatives), precisions / positives);
        }
    }
}
