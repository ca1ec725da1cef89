package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;

/**
 * Croston's method (1972): sizes of sales and intervals between them are smoothed apart, at sales only. With the correction of Syntetos
 * and Boylan (2005) it is SBA, which takes out the bias of the ratio.
 *
 * @param alpha weight of the newest size and interval, 0 to 1
 * @param corrected whether the forecast is multiplied by {@code 1 - alpha / 2}
 */
public record Croston(double alpha, boolean corrected) implements Forecaster {

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        return Intermittent.flat(corrected ? "SBA" : "Croston", history, level(history), horizon);
    }

    /** Demand a period; 0 where nothing was sold. Periods that are not known do not lengthen an interval. */
    public double level(double[] history) {
        double size = 0;
        double interval = 0;
        int since = 0;
        for (double value : history) {
            if (Double.isNaN(value)) {
                continue;
            }
            since++;
            if (value > 0) {
                boolean first = interval == 0;
                size = first ? value : size + alpha * (value - size);
                interval = first ? since : interval + alpha * (since - interval);
                since = 0;
            }
        }
        return interval == 0 ? 0 : size / interval * (corrected ? 1 - alpha / 2 : 1);
    }
}
