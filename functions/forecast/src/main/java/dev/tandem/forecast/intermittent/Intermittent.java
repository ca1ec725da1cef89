package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.DemandForecast;
import java.util.Arrays;

/** What the methods for intermittent demand share. */
final class Intermittent {
    private Intermittent() {}

    /** The same mean for every step, with the spread that the history shows. */
    static DemandForecast flat(String model, double[] history, double level, int horizon) {
        double[] mean = new double[horizon];
        Arrays.fill(mean, Math.max(0, level));
        return new DemandForecast(model, mean, CountQuantiles.of(history, mean));
    }

    static double[] known(double[] history) {
        return Arrays.stream(history).filter(value -> !Double.isNaN(value)).toArray();
    }
}
