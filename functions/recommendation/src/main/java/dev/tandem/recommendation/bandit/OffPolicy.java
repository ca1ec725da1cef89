package dev.tandem.recommendation.bandit;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What another policy would have earned, from the log of the one that ran. Rows must be independent given the contexts, and every action of
 * the judged policy must have had a chance.
 */
public final class OffPolicy {
    private static final int RESAMPLES = 1000;
    /** Draws that a bootstrap may take: a long log gets fewer resamples, at least {@value #LEAST_RESAMPLES}. */
    private static final long MOST_DRAWS = 50_000_000;

    private static final int LEAST_RESAMPLES = 100;

    public enum Estimator {
        /** Direct method: what the outcome model predicts. Its interval knows nothing of the model's own error. */
        DM,
        /** Inverse propensity score (Horvitz and Thompson, 1952): unbiased, wide. */
        IPS,
        /** Self-normalised IPS (Swaminathan and Joachims, 2015): a little bias, narrower. */
        SNIPS,
        /** Doubly robust (Dudik, Langford and Li, 2011): right when the propensities are, narrower the better the outcome model. */
        DR
    }

    /**
     * @param standardError from the spread of the rows (for SNIPS by the delta method)
     * @param low and {@code high}: 95 % interval by the bootstrap's percentiles
     * @param effectiveRows Kish's effective sample size: as many rows of the judged policy itself would weigh the same
     */
    public record Estimate(double value, double standardError, double low, double high, double effectiveRows) {}

    private OffPolicy() {}

    /**
     * @param policy {@code [context][action]}: probabilities of the judged policy
     * @param maximumWeight larger weights are cut to this, which trades width for bias; infinite cuts none
     */
    public static Map<Estimator, Estimate> estimate(
            LoggedAnswers log, double[][] policy, double maximumWeight, long seed) {
        int resamples = (int) Math.max(LEAST_RESAMPLES, Math.min(RESAMPLES, MOST_DRAWS / log.rows()));
        return estimate(log, policy, OutcomeModel.fit(log), maximumWeight, resamples, seed);
    }

    static Map<Estimator, Estimate> estimate(
            LoggedAnswers log, double[][] policy, OutcomeModel model, double maximumWeight, int resamples, long seed) {
        int rows = log.rows();
        double[] weights = new double[rows];
        double[] predicted = new double[rows];
        double[] weighted = new double[rows];
        double[] corrected = new double[rows];
        for (int row = 0; row < rows; row++) {
            int context = log.context()[row];
            int action = log.action()[row];
            weights[row] = Math.min(maximumWeight, policy[context][action] / log.propensity()[row]);
            for (int other = 0; other < log.actions(); other++) {
                predicted[row] += policy[context][other] * model.predict(row, context, other);
            }
            weighted[row] = weights[row] * log.reward()[row];
            corrected[row] = predicted[row] + weights[row] * (log.reward()[row] - model.predict(row, context, action));
        }
        double[][] resampled = bootstrap(weights, predicted, weighted, corrected, resamples, seed);
        double effective = effective(weights);
        Map<Estimator, Estimate> estimates = new EnumMap<>(Estimator.class);
        estimates.put(Estimator.DM, mean(predicted, resampled[0], effective));
        estimates.put(Estimator.IPS, mean(weighted, resampled[1], effective));
        estimates.put(Estimator.SNIPS, ratio(log, weights, weighted, resampled[2], effective));
        estimates.put(Estimator.DR, mean(corrected, resampled[3], effective));
        return estimates;
    }

    private static double effective(double[] weights) {
        double sum = 0;
        double squares = 0;
        for (double weight : weights) {
            sum += weight;
            squares += weight * weight;
        }
        return squares > 0 ? sum * sum / squares : 0;
    }

    private static Estimate mean(double[] values, double[] resampled, double effective) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double error = Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
        return of(mean, error, resampled, effective);
    }

    private static Estimate ratio(
            LoggedAnswers log, double[] weights, double[] weighted, double[] resampled, double effective) {
        double sum = Arrays.stream(weights).sum();
        double value = sum > 0 ? Arrays.stream(weighted).sum() / sum : 0;
        double squares = 0;
        for (int row = 0; row < weights.length; row++) {
            double part = weights[row] * (log.reward()[row] - value);
            squares += part * part;
        }
        return of(value, sum > 0 ? Math.sqrt(squares) / sum : 0, resampled, effective);
    }

    private static Estimate of(double value, double error, double[] resampled, double effective) {
        Arrays.sort(resampled);
        return new Estimate(
                value,
                error,
                resampled[(int) (0.025 * (resampled.length - 1))],
                resampled[(int) Math.ceil(0.975 * (resampled.length - 1))],
                effective);
    }

    /** DM, IPS, SNIPS and DR of logs of equal length, drawn from the rows with replacement. */
    private static double[][] bootstrap(
            double[] weights, double[] predicted, double[] weighted, double[] corrected, int resamples, long seed) {
        int rows = weights.length;
        double[][] values = new double[4][resamples];
        SplittableRandom random = new SplittableRandom(seed);
        for (int resample = 0; resample < resamples; resample++) {
            double weight = 0;
            double direct = 0;
            double inverse = 0;
            double robust = 0;
            for (int draw = 0; draw < rows; draw++) {
                int row = random.nextInt(rows);
                weight += weights[row];
                direct += predicted[row];
                inverse += weighted[row];
                robust += corrected[row];
            }
            values[0][resample] = direct / rows;
            values[1][resample] = inverse / rows;
            values[2][resample] = weight > 0 ? inverse / weight : 0;
            values[3][resample] = robust / rows;
        }
        return values;
    }
}
