package dev.tandem.forecast.model;

import java.util.Arrays;

/** The benchmarks of the M4 competition: on series above zero after removal of a proven season, which is put back. */
public enum Baseline implements Forecaster {
    /** The last value, whatever the season. */
    NAIVE("Naive", false, (known, horizon) -> level(known[known.length - 1], horizon)),
    /** The last value. */
    NAIVE2("Naive2", true, (known, horizon) -> level(known[known.length - 1], horizon)),
    /** Simple exponential smoothing as the competition's software fits it. */
    SES("SES", true, (known, horizon) -> level(smoothed(known), horizon)),
    /** Exponential smoothing with damped trend. */
    DAMPED("Damped", true, (known, horizon) -> ahead(DampedTrend.fit(known, known.length), known, horizon)),
    /** Theta, its line through the whole history. */
    THETA("Theta", true, (known, horizon) -> ahead(Theta.classic(known), known, horizon));

    private interface Method {
        double[] ahead(double[] known, int horizon);
    }

    private static final double LEAST = 1e-4;

    private final String title;
    private final boolean seasonal;
    private final Method method;

    Baseline(String title, boolean seasonal, Method method) {
        this.title = title;
        this.seasonal = seasonal;
        this.method = method;
    }

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        double[] known = Histories.filled(history, seasonLength);
        double[] season = {1};
        if (seasonal
                && Arrays.stream(known).allMatch(value -> value > 0)
                && Classical.isSeasonal(known, seasonLength)) {
            season = Classical.indices(known, seasonLength);
        }
        double[] plain = new double[known.length];
        for (int t = 0; t < plain.length; t++) {
            plain[t] = known[t] / season[t % season.length];
        }
        double[] mean = method.ahead(plain, horizon);
        for (int step = 0; step < horizon; step++) {
            mean[step] *= season[(plain.length + step) % season.length];
        }
        return new DemandForecast(title, mean, Spread.ofSteps(mean, known, season.length));
    }

    private static double[] level(double value, int horizon) {
        double[] mean = new double[horizon];
        Arrays.fill(mean, value);
        return mean;
    }

    private static double[] ahead(Fitted fitted, double[] known, int horizon) {
        return fitted.ahead(known, new int[] {known.length}, horizon)[0];
    }

    /** Weight and start by a search for the least squared errors; {@link SimpleSmoothing} finds the exact least and is faster. */
    private static double smoothed(double[] known) {
        int count = Math.min(10, known.length);
        double start = Arrays.stream(known, 0, count).average().orElse(0);
        double[] found = NelderMead.minimise(point -> squares(known, point[0], point[1]), new double[] {
            LEAST + 0.2 * (1 - 2 * LEAST), start
        });
        double level = found[1];
        for (double value : known) {
            level += found[0] * (value - level);
        }
        return level;
    }

    private static double squares(double[] known, double alpha, double start) {
        if (alpha < LEAST || alpha > 1 - LEAST) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        double level = start;
        for (double value : known) {
            double error = value - level;
            sum += error * error;
            level += alpha * error;
        }
        return sum / known.length;
    }
}
