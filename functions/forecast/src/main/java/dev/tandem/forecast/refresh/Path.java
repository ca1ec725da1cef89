package dev.tandem.forecast.refresh;

import dev.tandem.forecast.model.DemandForecast;

/**
 * The forecast of a series in steps of equal length.
 *
 * @param stepDays days of a step, 1 or 7
 * @param model the method, as a reader would name it
 * @param mean expected demand of each step
 * @param quantiles {@code quantiles[level][step]} by {@link DemandForecast#levels()}
 */
public record Path(int stepDays, String model, float[] mean, float[][] quantiles) {
    public static Path of(DemandForecast forecast, int stepDays) {
        float[][] quantiles = new float[DemandForecast.levelCount()][];
        for (int level = 0; level < quantiles.length; level++) {
            quantiles[level] = narrow(forecast.quantiles()[level]);
        }
        return new Path(stepDays, forecast.model(), narrow(forecast.mean()), quantiles);
    }

    static Path zero(int stepDays, int steps) {
        return new Path(stepDays, "none", new float[steps], new float[DemandForecast.levelCount()][steps]);
    }

    public int steps() {
        return mean.length;
    }

    /** The same scaled within each longer step so that the means add up to that step's; steps beyond the longer path stay. */
    public Path addingUpTo(Path longer) {
        int ratio = longer.stepDays / stepDays;
        float[] scaled = mean.clone();
        float[][] spread = new float[quantiles.length][];
        for (int level = 0; level < quantiles.length; level++) {
            spread[level] = quantiles[level].clone();
        }
        for (int block = 0; block < longer.steps() && (block + 1) * ratio <= mean.length; block++) {
            double sum = 0;
            for (int i = 0; i < ratio; i++) {
                sum += mean[block * ratio + i];
            }
            for (int step = block * ratio; step < (block + 1) * ratio; step++) {
                if (sum > 0) {
                    float factor = (float) (longer.mean[block] / sum);
                    scaled[step] *= factor;
                    for (float[] row : spread) {
                        row[step] *= factor;
                    }
                } else {
                    scaled[step] = longer.mean[block] / ratio;
                }
            }
        }
        return new Path(stepDays, model, scaled, spread);
    }

    /** The same with mean and quantiles multiplied, by one factor for each {@code block} of steps. */
    public Path times(double[] factors, int block) {
        float[] scaled = mean.clone();
        float[][] spread = new float[quantiles.length][];
        for (int level = 0; level < quantiles.length; level++) {
            spread[level] = quantiles[level].clone();
        }
        for (int step = 0; step < mean.length; step++) {
            float factor = (float) factors[Math.min(step / block, factors.length - 1)];
            scaled[step] *= factor;
            for (float[] row : spread) {
                row[step] *= factor;
            }
        }
        return new Path(stepDays, model, scaled, spread);
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
