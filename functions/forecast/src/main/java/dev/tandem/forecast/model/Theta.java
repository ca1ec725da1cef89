package dev.tandem.forecast.model;

/**
 * The Theta method (Assimakopoulos, Nikolopoulos 2000) as Hyndman and Billah (2003) put it: simple exponential smoothing with a share of the
 * slope of the straight line through the history as its drift. The share is one half in the classic method and fitted, with the level's
 * start, in the optimised one (Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016, where it is {@code 1 - 1 / theta}); for a given weight
 * both are a regression in closed form, so only the weight is searched. Looking ahead, the line is drawn anew at every origin, as in their
 * dynamic form.
 *
 * @param first where the history that counts begins
 * @param alpha weight of the newest value
 * @param start the level before the first value
 * @param share of the slope
 */
record Theta(int first, double alpha, double start, double share) implements Fitted {
    /** The line is drawn through the last five years of weeks at most: older ones say nothing about the slope now. */
    private static final int RECENT = 260;

    private static final double CLASSIC = 0.5;

    static Theta classic(double[] series) {
        SimpleSmoothing smoothing = SimpleSmoothing.fit(series);
        return new Theta(0, smoothing.alpha(), smoothing.start(), CLASSIC);
    }

    static Theta optimised(double[] series) {
        int first = Math.max(0, series.length - RECENT);
        double slope = slope(series, first, series.length);
        double alpha = SimpleSmoothing.leastOn(weight -> regression(series, first, slope, weight)[0]);
        double[] best = regression(series, first, slope, alpha);
        return new Theta(first, alpha, best[1], best[2]);
    }

    /**
     * The least sum of squared one-step errors for a weight, with the start and the share that give it. An error is {@code a - d * start - g *
     * share}: {@code a} the error from a start at zero, {@code d} what is left of the start, {@code g} the drift that has built up.
     */
    private static double[] regression(double[] series, int first, double slope, double alpha) {
        double perWeight = slope / alpha;
        double fromZero = 0;
        double left = 1;
        double aa = 0;
        double ad = 0;
        double ag = 0;
        double dd = 0;
        double dg = 0;
        double gg = 0;
        for (int t = first; t < series.length; t++) {
            double a = series[t] - fromZero;
            double g = perWeight * (1 - left);
            aa += a * a;
            ad += a * left;
            ag += a * g;
            dd += left * left;
            dg += left * g;
            gg += g * g;
            fromZero += alpha * a;
            left *= 1 - alpha;
        }
        double determinant = dd * gg - dg * dg;
        double share = determinant <= 1e-12 * dd * gg ? CLASSIC : Math.clamp((ag * dd - ad * dg) / determinant, 0, 1);
        double start = (ad - share * dg) / dd;
        double sum =
                aa - 2 * start * ad - 2 * share * ag + start * start * dd + 2 * start * share * dg + share * share * gg;
        return new double[] {sum, start, share};
    }

    private static double slope(double[] series, int first, int end) {
        double sum = 0;
        double sumOfProducts = 0;
        for (int t = first; t < end; t++) {
            sum += series[t];
            sumOfProducts += series[t] * (t - first);
        }
        return slope(sum, sumOfProducts, end - first);
    }

    private static double slope(double sum, double sumOfProducts, double n) {
        return n < 2 ? 0 : (sumOfProducts - sum * (n - 1) / 2) * 12 / (n * (n * n - 1));
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
            double drift = share * slope(sum, sumOfProducts, t - first);
            double behind = (1 - Math.pow(1 - alpha, t - first)) / alpha;
            for (int step = 0; step < horizon; step++) {
                all[o][step] = level + drift * (step + behind);
            }
        }
        return all;
    }
}
