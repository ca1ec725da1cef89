package dev.tandem.recommendation.bandit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The arms of one segment, with what is known of each and how often each is drawn. In the order of {@link Arm#ALL}. */
public record Weights(List<Weight> arms) {
    /** Middle 90 % of the posterior. */
    private static final double TAIL = 0.05;

    /**
     * @param counts discounted
     * @param low and {@code high}: the arm's mean reward lies between them with 90 %
     * @param best probability that the arm has the highest mean reward, the beliefs narrowed by {@link Policy#sharpness()}
     * @param propensity probability that the arm is drawn
     */
    public record Weight(
            Arm arm, Counts counts, BetaPosterior posterior, double low, double high, double best, double propensity) {}

    public Weights {
        arms = List.copyOf(arms);
    }

    /** From the buckets of a segment. Without any, all arms are drawn alike. */
    public static Weights of(List<Counts.Bucket> buckets, LocalDate today) {
        return of(buckets, today, Policy.DEFAULT);
    }

    public static Weights of(List<Counts.Bucket> buckets, LocalDate today, Policy policy) {
        List<Counts> counts = Arm.ALL.stream()
                .map(arm -> Counts.of(arm, buckets, today, policy))
                .toList();
        List<BetaPosterior> posteriors = policy.beliefs(counts);
        PosteriorGrid grid = new PosteriorGrid(posteriors);
        double[] best = new PosteriorGrid(posteriors.stream()
                        .map(posterior -> posterior.sharpened(policy.sharpness()))
                        .toList())
                .best();
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
                    policy.propensity(best[i], Arm.ALL.size())));
        }
        return new Weights(weights);
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
