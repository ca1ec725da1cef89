package dev.tandem.forecast.refresh;

import dev.tandem.forecast.intermittent.NegativeBinomial;
import dev.tandem.forecast.model.DemandForecast;
import java.util.List;

/**
 * The forecast of a series in steps of equal length.
 *
 * @param stepDays days of a step, 1 or 7
 * @param model the method, as a reader would name it
 * @param mean expected demand of each step
 * @param quantiles {@code quantiles[level][step]} by {@link DemandForecast#levels()}
 */
public record Path(int stepDays, String model, float[] mean, float[][] quantiles) {
    /** Row of the level 0.1. */
    private static final int FIRST_TENTH = 2;
    /** Between the first and the last tenth of a normal distribution lie so many standard deviations. */
    private static final double TENTHS_OF_A_NORMAL = 2.563;

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

    /** Days of weeks, all alike, where nothing is known of them: each sells a seventh, and has a seventh of the variance. */
    Path spread(int days) {
        float[] daily = new float[days];
        float[][] spread = new float[quantiles.length][days];
        for (int day = 0; day < days; day++) {
            int week = day / stepDays;
            boolean repeated = day % stepDays > 0;
            daily[day] = mean[week] / stepDays;
            for (int level = 0; level < spread.length; level++) {
                spread[level][day] = repeated
                        ? spread[level][day - 1]
                        : (float) new NegativeBinomial(daily[day], variance(week) / stepDays)
                                .quantile(DemandForecast.level(level));
            }
        }
        return new Path(1, model, daily, spread);
    }

    /** The same so many days later, with nothing before. A step that begins within another one of this takes part of both. */
    Path delayed(int days) {
        int whole = days / stepDays;
        double rest = (double) (days % stepDays) / stepDays;
        float[][] later = new float[quantiles.length][];
        for (int level = 0; level < quantiles.length; level++) {
            later[level] = delayed(quantiles[level], whole, rest);
        }
        return new Path(stepDays, model, delayed(mean, whole, rest), later);
    }

    private static float[] delayed(float[] values, int whole, double rest) {
        float[] later = new float[values.length];
        for (int step = whole; step < later.length; step++) {
            double before = step > whole ? values[step - whole - 1] : 0;
            later[step] = (float) (rest * before + (1 - rest) * values[step - whole]);
        }
        return later;
    }

    /** Of series that have nothing to do with each other: means and variances add up. All have the same steps. */
    static Path sum(List<Path> parts) {
        Path first = parts.getFirst();
        float[] mean = new float[first.steps()];
        float[][] spread = new float[first.quantiles.length][first.steps()];
        for (int step = 0; step < mean.length; step++) {
            double variance = 0;
            for (Path part : parts) {
                mean[step] += part.mean[step];
                variance += part.variance(step);
            }
            NegativeBinomial all = new NegativeBinomial(mean[step], variance);
            for (int level = 0; level < spread.length; level++) {
                spread[level][step] = (float) all.quantile(DemandForecast.level(level));
            }
        }
        return new Path(first.stepDays, first.model, mean, spread);
    }

    /** Of a step, from the middle four fifths of its distribution. */
    private double variance(int step) {
        return Math.pow(deviation(step), 2);
    }

    /** The standard deviation of a step. */
    double deviation(int step) {
        double low = quantiles[FIRST_TENTH][step];
        double high = quantiles[quantiles.length - 1 - FIRST_TENTH][step];
        return (high - low) / TENTHS_OF_A_NORMAL;
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

    /** The same with mean and quantiles multiplied, by one factor for each {@code block} of steps; the same where there is none. */
    public Path times(double[] factors, int block) {
        if (factors.length == 0) {
            return this;
        }
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
