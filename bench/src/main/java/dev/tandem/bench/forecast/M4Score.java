package dev.tandem.bench.forecast;

import dev.tandem.forecast.accuracy.IntervalAccuracy;
import dev.tandem.forecast.accuracy.PointAccuracy;
import dev.tandem.forecast.model.DemandForecast;

/**
 * Means over series of the measures of the M4 competition; a history that never changes has no scale and is left out of MASE and MSIS. Not safe for use by several threads.
 */
public final class M4Score {
    private final int frequency;
    private double smape;
    private double mase;
    private double msis;
    private long covered80;
    private long covered95;
    private int series;
    private int scalable;
    private long steps;

    /** @param frequency of the competition's scaling: 1 for weekly, daily and yearly data */
    public M4Score(int frequency) {
        this.frequency = frequency;
    }

    public void add(M4File.Series one, DemandForecast forecast) {
        double[] lower = one.actual().clone();
        double[] upper = lower.clone();
        double[] lower80 = lower.clone();
        double[] upper80 = lower.clone();
        for (int step = 0; step < lower.length; step++) {
            lower[step] = forecast.quantile(0.025, step);
            upper[step] = forecast.quantile(0.975, step);
            lower80[step] = forecast.quantile(0.1, step);
            upper80[step] = forecast.quantile(0.9, step);
        }
        smape += PointAccuracy.smape(one.actual(), forecast.mean());
        if (PointAccuracy.naiveAbsolute(one.history(), frequency) > 0) {
            mase += PointAccuracy.mase(one.history(), frequency, one.actual(), forecast.mean());
            msis += IntervalAccuracy.msis(one.history(), frequency, one.actual(), lower, upper, 0.05);
            scalable++;
        }
        covered80 += IntervalAccuracy.covered(one.actual(), lower80, upper80);
        covered95 += IntervalAccuracy.covered(one.actual(), lower, upper);
        series++;
        steps += lower.length;
    }

    public double smape() {
        return smape / series;
    }

    public double mase() {
        return mase / scalable;
    }

    public double msis() {
        return msis / scalable;
    }

    public double coverage80() {
        return (double) covered80 / steps;
    }

    public double coverage95() {
        return (double) covered95 / steps;
    }

    public double owa(M4Score naive2) {
        return PointAccuracy.owa(smape(), mase(), naive2.smape(), naive2.mase());
    }
}
