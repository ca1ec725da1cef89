package dev.tandem.recommendation.bandit;

/**
 * What is believed of an arm's mean reward. Rewards between 0 and 1 count as that part of a success, which keeps the mean and errs
 * to the wide side (Agrawal and Goyal, "Analysis of Thompson sampling for the multi-armed bandit problem", 2012, draw a coin instead).
 *
 * @param alpha at least 1
 * @param beta at least 1
 */
public record BetaPosterior(double alpha, double beta) {
    public BetaPosterior {
        if (!(alpha >= 1 && beta >= 1 && alpha < 1e12 && beta < 1e12)) {
            throw new IllegalArgumentException("alpha and beta are at least 1, not " + alpha + " and " + beta);
        }
    }

    /** Of a mean reward on which nothing is known before. */
    public static BetaPosterior ofRewards(double rewards, double exposures) {
        return new BetaPosterior(1, 1).after(rewards, exposures);
    }

    /** With the rewards of so many more exposures. */
    BetaPosterior after(double rewards, double exposures) {
        return new BetaPosterior(alpha + rewards, beta + Math.max(0, exposures - rewards));
    }

    BetaPosterior sharpened(double times) {
        return new BetaPosterior(alpha * times, beta * times);
    }

    public double mean() {
        return alpha / (alpha + beta);
    }

    public double standardDeviation() {
        double sum = alpha + beta;
        return Math.sqrt(alpha * beta / (sum * sum * (sum + 1)));
    }
}
