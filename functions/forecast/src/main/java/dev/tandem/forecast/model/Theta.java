package dev.tandem.forecast.model;

import java.util.Arrays;

/**
 * The Theta method as Hyndman and Billah (2003) put it: simple exponential smoothing with half the slope of the straight line through the
 * history as its drift (Assimakopoulos, Nikolopoulos 2000).
 *
 * @param first where the history that counts begins
 * @param alpha weight of the newest value
 * @param start the level before the first value
 */
record Theta(int first, double alpha, double start) implements Fitted {
    /** The line is drawn through the last five years of weeks at most: older ones say nothing about the slope now. */
    private static final int RECENT = 260;

    static Theta fit(double[] series) {
        return fit(series, RECENT);
    }

    static Theta fit(double[] series, int length) {
        int first = Math.max(0, series.length - length);
        double[] recent = Arrays.copyOfRange(series, first, series.length);
        SimpleSmoothing smoothing = SimpleSmoothing.fit(recent);
        return new Theta(first, smoothing.alpha(), smoothing.start());
    }

    @Override
    public double[][] ahead(double[] series, int[] origins, int horizon) {
        double[][] all = new double[origins.length][horizon];
        double level = start;
        double sum = 0;
        double sumOfProducts = 0;
        int t = first;
        for (int o = 0; o < origins.length; o++) {
            for (; t < origins[o]; t++) {
                level += alpha * (series[t] - level);
                sum += series[t];
                sumOfProducts += series[t] * (t - first);
            }
            double n = t - first;
            double slope = n < 2 ? 0 : (sumOfProducts - sum * (n - 1) / 2) * 12 / (n * (n * n - 1));
            double behind = (1 - Math.pow(1 - alpha, n)) / alpha;
            for (int step = 0; step < horizon; step++) {
                all[o][step] = level + slope / 2 * (step + behind);
            }
        }
        return all;
    }
}
