package dev.tandem.forecast.model;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** The benchmarks of the M4 competition that hold one level: the last value, or the smoothed one, after removal of a proven season
 * from series above zero. */
public enum Baseline implements Forecaster {
    /** The last value, whatever the season. */
    NAIVE("Naive", false, known -> known[known.length - 1]),
    /** The last value of the deseasonalised series, times the season. */
    NAIVE2("Naive2", true, known -> known[known.length - 1]),
    /** Simple exponential smoothing of the deseasonalised series as the competition's software fits it, times the season. */
    SES("SES", true, Baseline::smoothed);

    private static final double LEAST = 1e-4;

    private final String title;
    private final boolean seasonal;
    private final ToDoubleFunction<double[]> level;

    Baseline(String title, boolean seasonal, ToDoubleFunction<double[]> level) {
        this.title = title;
        this.seasonal = seasonal;
        this.level = level;
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
        double[] mean = new double[horizon];
        double flat = level.applyAsDouble(plain);
        for (int step = 0; step < horizon; step++) {
            mean[step] = flat * season[(plain.length + step) % season.length];
        }
        return new DemandForecast(title, mean, Spread.ofSteps(mean, known, season.length));
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
