package dev.tandem.recommendation.bandit;

/**
 * Predicts the reward of an action in a context by means, each drawn towards the one above it: context and action, action, all. With few
 * rewards, which is the rule, that is as much as there is to learn. Cross-fitted: a row is predicted from the other folds, else a
 * doubly robust estimate would be drawn to what it corrects (Chernozhukov et al., "Double/debiased machine learning", 2018).
 */
final class OutcomeModel {
    static final int FOLDS = 5;

    /** {@code [fold][context][action]}: from the rows that are not in the fold. */
    private final double[][][] predictions;

    private OutcomeModel(double[][][] predictions) {
        this.predictions = predictions;
    }

    static OutcomeModel fit(LoggedAnswers log) {
        double[][][] predictions = new double[FOLDS][][];
        for (int fold = 0; fold < FOLDS; fold++) {
            predictions[fold] = without(fold, log);
        }
        return new OutcomeModel(predictions);
    }

    /** One that is given, whatever the log. */
    static OutcomeModel of(double[][] predictions) {
        double[][][] same = new double[FOLDS][][];
        java.util.Arrays.fill(same, predictions);
        return new OutcomeModel(same);
    }

    double predict(int row, int context, int action) {
        return predictions[row % FOLDS][context][action];
    }

    private static double[][] without(int fold, LoggedAnswers log) {
        double[][] rows = new double[log.contexts()][log.actions()];
        double[][] rewards = new double[log.contexts()][log.actions()];
        double allRows = 0;
        double allRewards = 0;
        for (int row = 0; row < log.rows(); row++) {
            if (row % FOLDS != fold) {
                rows[log.context()[row]][log.action()[row]]++;
                rewards[log.context()[row]][log.action()[row]] += log.reward()[row];
                allRows++;
                allRewards += log.reward()[row];
            }
        }
        double mean = allRows > 0 ? allRewards / allRows : 0;
        // What is drawn towards weighs as much as the rows that it takes for one reward on average.
        double strength = mean > 0 ? Math.min(1e6, 1 / mean) : 1;
        double[][] predictions = new double[log.contexts()][log.actions()];
        for (int action = 0; action < log.actions(); action++) {
            double actionRows = 0;
            double actionRewards = 0;
            for (int context = 0; context < log.contexts(); context++) {
                actionRows += rows[context][action];
                actionRewards += rewards[context][action];
            }
            double actionMean = (actionRewards + strength * mean) / (actionRows + strength);
            for (int context = 0; context < log.contexts(); context++) {
                predictions[context][action] =
                        (rewards[context][action] + strength * actionMean) / (rows[context][action] + strength);
            }
        }
        return predictions;
    }
}
