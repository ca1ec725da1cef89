package dev.tandem.recommendation.bandit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The arms of one segment, with what is known of each and how often each is drawn. In the order of {@link Arm#ALL}. */
public record Weights(List<Weight> arms) {
    /** The version of all that decides how arms are drawn and paid; it is in every id and log line. */
    public static final int POLICY_VERSION = 1;

    /**
     * The part of the answers whose arm is drawn evenly. Thompson sampling alone lets a probability fall to nothing, and with it the use of
     * the log to judge other policies: this holds the weights of the estimators to 1 / (EXPLORATION / arms) at most.
     */
    public static final double EXPLORATION = 0.05;

    /** Middle 90 % of the posterior. */
    private static final double TAIL = 0.05;

    /**
     * @param counts discounted
     * @param low and {@code high}: the arm's mean reward lies between them with 90 %
     * @param best probability that the arm has the highest mean reward
     * @param propensity probability that the arm is drawn
     */
    public record Weight(
            Arm arm, Counts counts, BetaPosterior posterior, double low, double high, double best, double propensity) {}

    public Weights {
        arms = List.copyOf(arms);
    }

    /** From the buckets of a segment. Without any, all arms are drawn alike. */
    public static Weights of(List<Counts.Bucket> buckets, LocalDate today) {
        List<Counts> counts =
                Arm.ALL.stream().map(arm -> Counts.of(arm, buckets, today)).toList();
        List<BetaPosterior> posteriors = counts.stream().map(BetaPosterior::of).toList();
        PosteriorGrid grid = new PosteriorGrid(posteriors);
        double[] best = grid.best();
        double[] propensities = propensities(best, EXPLORATION);
        List<Weight> weights = new ArrayList<>();
        for (Arm arm : Arm.ALL) {
            int i = weights.size();
            weights.add(new Weight(
                    arm,
                    counts.get(i),
                    posteriors.get(i),
                    grid.quantile(i, TAIL),
                    grid.quantile(i, 1 - TAIL),
                    best[i],
                    propensities[i]));
        }
        return new Weights(weights);
    }

    /**
     * The probabilities of being best, which are those with which Thompson sampling draws, mixed with even ones. Arms are drawn from
     * exactly these numbers, so the propensities of the log are exact even where the integration is not.
     */
    public static double[] propensities(double[] best, double exploration) {
        double[] propensities = new double[best.length];
        for (int i = 0; i < best.length; i++) {
            propensities[i] = (1 - exploration) * best[i] + exploration / best.length;
        }
        return propensities;
    }

    /** The arm that a number from 0 (inclusive) to 1 (exclusive) falls on. */
    public Weight draw(double uniform) {
        double left = uniform;
        for (Weight weight : arms) {
            left -= weight.propensity;
            if (left < 0) {
                return weight;
            }
        }
        return arms.getLast();
    }
}
