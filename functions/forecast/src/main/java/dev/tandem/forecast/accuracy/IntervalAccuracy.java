package dev.tandem.forecast.accuracy;

/** Errors of quantiles and intervals of one series. Arrays run over the steps of the horizon, oldest first, and are of equal length. */
public final class IntervalAccuracy {
    private IntervalAccuracy() {}

    /**
     * Mean scaled interval score of M4 (Gneiting, Raftery 2007, over the in-sample error of the seasonal naive).
     *
     * @param miss share that may fall outside, 0.05 for the interval of 95 %
     */
    public static double msis(
            double[] history, int seasonLength, double[] actual, double[] lower, double[] upper, double miss) {
        double sum = 0;
        for (int step = 0; step < actual.length; step++) {
            sum += upper[step] - lower[step];
            sum += 2 / miss * Math.max(0, lower[step] - actual[step]);
            sum += 2 / miss * Math.max(0, actual[step] - upper[step]);
        }
        return sum / actual.length / PointAccuracy.naiveAbsolute(history, seasonLength);
    }

    /** How many steps lie within the interval, borders included; divide by the steps of all series for the coverage. */
    public static int covered(double[] actual, double[] lower, double[] upper) {
        int within = 0;
        for (int step = 0; step < actual.length; step++) {
            within += actual[step] >= lower[step] && actual[step] <= upper[step] ? 1 : 0;
        }
        return within;
    }

    /** Mean pinball loss of one quantile, in units. */
    public static double pinball(double[] actual, double[] quantile, double level) {
        double sum = 0;
        for (int step = 0; step < actual.length; step++) {
            double over = actual[step] - quantile[step];
            sum += over >= 0 ? level * over : (level - 1) * over;
        }
        return sum / actual.length;
    }

    /**
     * Scaled pinball loss of M5 without the weights: the mean over levels, divided by the mean absolute one-step change since the first
     * value that is not zero.
     *
     * @param quantiles {@code [level][step]}
     * @param levels of the rows
     */
    public static double scaledPinball(double[] history, double[] actual, double[][] quantiles, double[] levels) {
        double sum = 0;
        for (int row = 0; row < levels.length; row++) {
            sum += pinball(actual, quantiles[row], levels[row]);
        }
        return sum / levels.length / onceSold(history);
    }

    private static double onceSold(double[] history) {
        int first = 0;
        while (first < history.length && history[first] == 0) {
            first++;
        }
        double sum = 0;
        for (int t = first + 1; t < history.length; t++) {
            sum += Math.abs(history[t] - history[t - 1]);
        }
        return sum / (history.length - first - 1);
    }
}
