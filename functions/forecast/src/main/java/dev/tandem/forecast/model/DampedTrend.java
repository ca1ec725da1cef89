package dev.tandem.forecast.model;

/**
 * Exponential smoothing with a damped additive trend (Gardner, McKenzie 1985). The parameters are searched on a grid and then between its
 * places, for least squared one-step errors: three parameters need no better search, and this one costs fifty passes.
 *
 * @param first where the history that counts begins; the state before it is {@code level} and {@code trend}
 * @param beta weight of the newest error in the trend, not divided by {@code alpha}
 * @param phi damping, below 1
 */
record DampedTrend(int first, double alpha, double beta, double phi, double level, double trend) implements Fitted {
    private static final int RECENT = 260;
    private static final double[][] GRID = {{0.1, 0.3, 0.6, 0.97}, {0.03, 0.15, 0.5}, {0.85, 0.95}};
    private static final double[] LEAST = {0.001, 0.001, 0.8};
    private static final double[] MOST = {0.999, 0.999, 0.98};

    static DampedTrend fit(double[] series) {
        return fit(series, RECENT);
    }

    /** @param length of the newest part of the series that is to count */
    static DampedTrend fit(double[] series, int length) {
        int first = Math.max(0, series.length - length);
        double[] best = new double[3];
        double least = Double.POSITIVE_INFINITY;
        for (double alpha : GRID[0]) {
            for (double share : GRID[1]) {
                for (double phi : GRID[2]) {
                    double[] point = {alpha, share, phi};
                    double sum = at(series, first, point).squares(series);
                    if (sum < least) {
                        least = sum;
                        best = point;
                    }
                }
            }
        }
        for (double reach : new double[] {0.5, 0.25, 0.12}) {
            for (int i = 0; i < best.length; i++) {
                for (int side = -1; side <= 1; side += 2) {
                    double[] point = best.clone();
                    double room = side < 0 ? best[i] - LEAST[i] : MOST[i] - best[i];
                    point[i] += side * reach * Math.min(room, Math.max(best[i] - LEAST[i], 0.1 * best[i]));
                    double sum = at(series, first, point).squares(series);
                    if (sum < least) {
                        least = sum;
                        best = point;
                    }
                }
            }
        }
        return at(series, first, best);
    }

    private static DampedTrend at(double[] series, int first, double[] point) {
        int ahead = Math.min(10, series.length - 1 - first);
        double trend = ahead == 0 ? 0 : (series[first + ahead] - series[first]) / ahead;
        return new DampedTrend(first, point[0], point[0] * point[1], point[2], series[first], trend);
    }

    private double squares(double[] series) {
        double now = level;
        double slope = trend;
        double sum = 0;
        for (int t = first + 1; t < series.length; t++) {
            double drift = phi * slope;
            double error = series[t] - now - drift;
            sum += error * error;
            now += drift + alpha * error;
            slope = drift + beta * error;
        }
        return sum;
    }

    @Override
    public double[][] ahead(double[] series, int[] origins, int horizon) {
        double[][] all = new double[origins.length][horizon];
        double now = level;
        double slope = trend;
        int t = first + 1;
        for (int o = 0; o < origins.length; o++) {
            for (; t < origins[o]; t++) {
                double drift = phi * slope;
                double error = series[t] - now - drift;
                now += drift + alpha * error;
                slope = drift + beta * error;
            }
            double sum = 0;
            double power = 1;
            for (int step = 0; step < horizon; step++) {
                power *= phi;
                sum += power;
                all[o][step] = now + sum * slope;
            }
        }
        return all;
    }
}
