package dev.tandem.dispatch.replay;

import dev.tandem.dispatch.replay.Recorded.Answered;
import dev.tandem.dispatch.replay.Recorded.Answered.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How likely an offer is accepted, as a day's answers tell: a logistic regression on the hour of the day (as a point on a circle), the
 * length of the way and the pay, by Newton's method with a ridge on all but the intercept (le Cessie and van Houwelingen, Applied Statistics 41,
 * 1992). The intercept is free, so that over the recorded offers the expected number of refusals is the recorded one.
 */
final class Acceptance {
    private static final int FEATURES = 5;
    /** On standardised features, as if each had been seen once to make no difference. */
    private static final double RIDGE = 1;

    private static final int ROUNDS = 30;
    /** Without it a day of refusals only would be one on which nothing is ever brought. */
    private static final double LEAST = 0.05;

    /** When nobody's declining was timed. */
    private static final double USUAL_SECONDS = 15;

    private final double[] mean = new double[FEATURES];
    private final double[] deviation = new double[FEATURES];
    private final double[] weights = new double[FEATURES];
    private final boolean always;
    private final double unansweredShare;
    private final double secondsToDecline;

    private Acceptance(List<Answered> answers) {
        long accepted = count(answers, Answer.ACCEPTED);
        long declined = count(answers, Answer.DECLINED);
        long unanswered = count(answers, Answer.UNANSWERED);
        always = declined + unanswered == 0;
        unansweredShare = always ? 0 : (double) unanswered / (declined + unanswered);
        secondsToDecline = answers.stream()
                .filter(each -> each.answer() == Answer.DECLINED)
                .mapToDouble(Answered::seconds)
                .average()
                .orElse(USUAL_SECONDS);
        double share = Math.clamp((double) accepted / Math.max(1, answers.size()), LEAST, 1 - LEAST / 10);
        weights[0] = Math.log(share / (1 - share));
        if (!always && accepted > 0) {
            double[][] rows = answers.stream()
                    .map(each -> features(each.offeredAt(), each.kilometers(), each.payMinor()))
                    .toArray(double[][]::new);
            standardise(rows);
            fit(rows, answers);
        }
    }

    /**
     * Learns from answers of couriers who were free. On a day without a refusal every offer is accepted: nothing tells which would not be.
     */
    static Acceptance learn(List<Answered> answers) {
        return new Acceptance(answers.stream().filter(each -> !each.onTrip()).toList());
    }

    private static long count(List<Answered> answers, Answer wanted) {
        return answers.stream().filter(each -> each.answer() == wanted).count();
    }

    /** Of an offer made at this time, for a way of so many kilometres as the crow flies, at this pay. */
    double probability(Instant at, double kilometers, long payMinor) {
        if (always) {
            return 1;
        }
        double[] features = features(at, kilometers, payMinor);
        double score = weights[0];
        for (int i = 1; i < FEATURES; i++) {
            score += weights[i] * standard(features[i], i);
        }
        return Math.max(LEAST, logistic(score));
    }

    /** Of the refusals, those that were no answer. */
    double unansweredShare() {
        return unansweredShare;
    }

    /** From the offer to a no, in the mean. */
    double secondsToDecline() {
        return secondsToDecline;
    }

    private static double[] features(Instant at, double kilometers, long payMinor) {
        double angle = 2 * Math.PI * at.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 86_400;
        return new double[] {1, Math.sin(angle), Math.cos(angle), kilometers, payMinor};
    }

    private double standard(double value, int feature) {
        return deviation[feature] < 1e-9 ? 0 : (value - mean[feature]) / deviation[feature];
    }

    private void standardise(double[][] rows) {
        for (int i = 1; i < FEATURES; i++) {
            for (double[] row : rows) {
                mean[i] += row[i] / rows.length;
            }
            for (double[] row : rows) {
                deviation[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / rows.length;
            }
            deviation[i] = Math.sqrt(deviation[i]);
            for (double[] row : rows) {
                row[i] = standard(row[i], i);
            }
        }
    }

    private void fit(double[][] rows, List<Answered> answers) {
        for (int round = 0; round < ROUNDS; round++) {
            double[] gradient = new double[FEATURES];
            double[][] curvature = new double[FEATURES][FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                curvature[i][i] = i == 0 ? 1e-9 : RIDGE;
                gradient[i] = i == 0 ? 0 : -RIDGE * weights[i];
            }
            for (int r = 0; r < rows.length; r++) {
                double score = 0;
                for (int i = 0; i < FEATURES; i++) {
                    score += weights[i] * rows[r][i];
                }
                double p = logistic(score);
                double error = (answers.get(r).answer() == Answer.ACCEPTED ? 1 : 0) - p;
                for (int i = 0; i < FEATURES; i++) {
                    gradient[i] += error * rows[r][i];
                    for (int j = 0; j < FEATURES; j++) {
                        curvature[i][j] += p * (1 - p) * rows[r][i] * rows[r][j];
                    }
                }
            }
            double[] step = solved(curvature, gradient);
            double moved = 0;
            for (int i = 0; i < FEATURES; i++) {
                // A step of more than two in log-odds overshoots where the curve is flat.
                double bounded = Math.clamp(step[i], -2, 2);
                weights[i] += bounded;
                moved = Math.max(moved, Math.abs(bounded));
            }
            if (moved < 1e-9) {
                return;
            }
        }
    }

    /** Gauss's elimination; the matrix is symmetric and positive definite. */
    private static double[] solved(double[][] matrix, double[] right) {
        int n = right.length;
        for (int i = 0; i < n; i++) {
            for (int k = i + 1; k < n; k++) {
                double factor = matrix[k][i] / matrix[i][i];
                for (int j = i; j < n; j++) {
                    matrix[k][j] -= factor * matrix[i][j];
                }
                right[k] -= factor * right[i];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                right[i] -= matrix[i][j] * right[j];
            }
            right[i] /= matrix[i][i];
        }
        return right;
    }

    private static double logistic(double score) {
        return 1 / (1 + Math.exp(-score));
    }
}
