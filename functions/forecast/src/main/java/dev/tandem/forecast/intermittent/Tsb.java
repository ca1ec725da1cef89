package dev.tandem.forecast.intermittent;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;

/**
 * The method of Teunter, Syntetos and Babai (2011): the chance of a sale is smoothed in every period, its size at sales only, so that the
 * forecast fades while nothing is sold. It starts with the first sale.
 *
 * @param sizeWeight weight of the newest size, 0 to 1
 * @param chanceWeight weight of the newest period in the chance of a sale, 0 to 1
 */
public record Tsb(double sizeWeight, double chanceWeight) implements Forecaster {

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        return Intermittent.flat("TSB", history, level(history), horizon);
    }

    /** Demand a period; 0 where nothing was sold. */
    public double level(double[] history) {
        double size = 0;
        double chance = 0;
        for (double value : history) {
            if (Double.isNaN(value) || (chance == 0 && value <= 0)) {
                continue;
            }
            if (chance == 0) {
                size = value;
                chance = 1;
            } else if (value > 0) {
                size += sizeWeight * (value - size);
                chance += chanceWeight * (1 - chance);
            } else {
                chance -= chanceWeight * chance;
            }
        }
        return size * chance;
    }
}
