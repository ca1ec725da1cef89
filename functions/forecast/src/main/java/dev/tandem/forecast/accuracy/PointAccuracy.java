package dev.tandem.forecast.accuracy;

/** Errors of point forecasts of one series. Arrays run over the steps of the horizon, oldest first, and are of equal length. */
public final class PointAccuracy {
    private PointAccuracy() {}

    /** Symmetric mean absolute percentage error as in M4, in percent, 0 to 200; a step where both are zero counts as no error. */
    public static double smape(double[] actual, double[] forecast) {
        double sum = 0;
        for (int step = 0; step < actual.length; step++) {
            double size = Math.abs(actual[step]) + Math.abs(forecast[step]);
            sum += size == 0 ? 0 : 200 * Math.abs(actual[step] - forecast[step]) / size;
        }
        return sum / actual.length;
    }

    /** Mean absolute scaled error (Hyndman, Koehler 2006); not finite where the history never changes from season to season. */
    public static double mase(double[] history, int seasonLength, double[] actual, double[] forecast) {
        return absolute(actual, forecast) / actual.length / naiveAbsolute(history, seasonLength);
    }

    /** Root mean squared scaled error of M5, scale from one-step changes since the first value that is not zero. */
    public static double rmsse(double[] history, double[] actual, double[] forecast) {
        double sum = 0;
        for (int step = 0; step < actual.length; step++) {
            sum += (actual[step] - forecast[step]) * (actual[step] - forecast[step]);
        }
        return Math.sqrt(sum / actual.length / naiveSquared(history));
    }

    /** Sum of absolute errors, in units. */
    public static double absolute(double[] actual, double[] forecast) {
        double sum = 0;
        for (int step = 0; step < actual.length; step++) {
            sum += Math.abs(actual[step] - forecast[step]);
        }
        return sum;
    }

    /** Mean absolute change of the history over {@code seasonLength} periods: the in-sample error of the seasonal naive forecast. */
    public static double naiveAbsolute(double[] history, int seasonLength) {
        double sum = 0;
        for (int t = seasonLength; t < history.length; t++) {
            sum += Math.abs(history[t] - history[t - seasonLength]);
        }
        return sum / (history.length - seasonLength);
    }

    /** Mean squared one-step change since the first value that is not zero, as M5 scales; NaN for a history of zeros. */
    public static double naiveSquared(double[] history) {
        int first = 0;
        while (first < history.length && history[first] == 0) {
            first++;
        }
        double sum = 0;
        for (int t = first + 1; t < history.length; t++) {
            sum += (history[t] - history[t - 1]) * (history[t] - history[t - 1]);
        }
        return sum / (history.length - first - 1);
    }

    /** Overall weighted average of M4, from the means over all series of a method and of Naive2. */
    public static double owa(double smape, double mase, double naive2Smape, double naive2Mase) {
        return (smape / naive2Smape + mase / naive2Mase) / 2;
    }
}
