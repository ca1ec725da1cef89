package dev.tandem.forecast.aggregate;

import dev.tandem.forecast.model.DemandForecast;

/**
 * The forecast of a category, a region or the total.
 *
 * @param series how many series it sums
 * @param mean expected units of each week
 * @param quantiles {@code quantiles[level][week]} by {@link DemandForecast#levels()}
 */
public record Aggregate(int series, String model, float[] mean, float[][] quantiles) {
    static Aggregate of(int series, DemandForecast forecast) {
        float[][] quantiles = new float[DemandForecast.levelCount()][];
        for (int level = 0; level < quantiles.length; level++) {
            quantiles[level] = narrow(forecast.quantiles()[level]);
        }
        return new Aggregate(series, forecast.model(), narrow(forecast.mean()), quantiles);
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
