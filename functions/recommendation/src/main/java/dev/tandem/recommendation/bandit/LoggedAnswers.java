package dev.tandem.recommendation.bandit;

/**
 * A log of a policy, for judging another: row by row where it was shown (a number from 0), what was drawn (a number from 0), with which
 * probability, and the reward.
 */
public record LoggedAnswers(
        int contexts, int actions, int[] context, int[] action, double[] propensity, double[] reward) {
    public LoggedAnswers {
        if (context.length == 0
                || context.length != action.length
                || context.length != propensity.length
                || context.length != reward.length) {
            throw new IllegalArgumentException(
                    "A log has one context, action, propensity and reward for each row, and rows");
        }
        for (int row = 0; row < context.length; row++) {
            if (context[row] < 0 || context[row] >= contexts || action[row] < 0 || action[row] >= actions) {
                throw new IllegalArgumentException("Row " + row + " has no such context or action");
            }
            if (!(propensity[row] > 0 && propensity[row] <= 1) || !Double.isFinite(reward[row])) {
                throw new IllegalArgumentException(
                        "Row " + row + " has the propensity " + propensity[row] + " and the reward " + reward[row]);
            }
        }
    }

    public int rows() {
        return context.length;
    }
}
