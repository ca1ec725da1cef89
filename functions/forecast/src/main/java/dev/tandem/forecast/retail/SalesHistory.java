package dev.tandem.forecast.retail;

import dev.tandem.forecast.intermittent.BoundedSmoothing;
import dev.tandem.forecast.lifecycle.LifeCycle;
import dev.tandem.forecast.lifecycle.LifeCycleStage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One series with running sums, on the absolute clock of the pool. Periods outside it, before the first sale, closed or censored are
 * unknown and do not count.
 */
final class SalesHistory {
    /** Sales above this multiple of the usual sale are capped where single large orders must not lead. */
    private static final double CAP = 3;

    private static final BoundedSmoothing SMOOTHING = new BoundedSmoothing(0.1, 0.95);

    final DemandSeries series;
    private final double[] values;
    private final double[] sums;
    private final int[] known;
    private final int firstSale;
    private double @Nullable [] smoothed;

    SalesHistory(DemandSeries series, ClosedPeriods closed) {
        this.series = series;
        values = series.values().clone();
        sums = new double[values.length + 1];
        known = new int[values.length + 1];
        int first = 0;
        while (first < values.length && !(values[first] > 0)) {
            first++;
        }
        firstSale = first;
        for (int t = 0; t < values.length; t++) {
            if (t < first || closed.contains(series.firstPeriod() + t)) {
                values[t] = Double.NaN;
            }
            boolean counts = !Double.isNaN(values[t]);
            sums[t + 1] = sums[t] + (counts ? values[t] : 0);
            known[t + 1] = known[t] + (counts ? 1 : 0);
        }
    }

    /** Absolute period of the first sale; the series' end where nothing was sold. */
    long firstSale() {
        return series.firstPeriod() + firstSale;
    }

    /** Known values in a window of absolute periods, the end not included. */
    int known(long from, long to) {
        return known[index(to)] - known[index(from)];
    }

    double sum(long from, long to) {
        return sums[index(to)] - sums[index(from)];
    }

    /** NaN where no value is known. */
    double mean(long from, long to) {
        return to <= from ? Double.NaN : sum(from, to) / known(from, to);
    }

    double at(long period) {
        long index = period - series.firstPeriod();
        return index < 0 || index >= values.length ? Double.NaN : values[(int) index];
    }

    /** All values before an absolute period, those before the first sale as NaN. */
    double[] until(long end) {
        return Arrays.copyOf(values, index(end));
    }

    /** The level of simple exponential smoothing before an absolute period; 0 before the first sale. */
    double smoothed(long end) {
        double[] levels = smoothed;
        if (levels == null) {
            levels = SMOOTHING.levels(values);
            smoothed = levels;
        }
        int index = index(end);
        return index == 0 ? 0 : levels[index - 1];
    }

    /** Whether everything was sold in whole units. */
    boolean whole() {
        for (double value : values) {
            if (!Double.isNaN(value) && value != Math.rint(value)) {
                return false;
            }
        }
        return true;
    }

    /** Median size of the sales in a window; 0 without one. */
    double usualSale(long from, long to) {
        double[] sizes = new double[Math.max(0, index(to) - index(from))];
        int count = 0;
        for (int t = index(from); t < index(to); t++) {
            if (values[t] > 0) {
                sizes[count++] = values[t];
            }
        }
        if (count == 0) {
            return 0;
        }
        Arrays.sort(sizes, 0, count);
        return (sizes[(count - 1) / 2] + sizes[count / 2]) / 2;
    }

    static double cap(double usualSale) {
        return CAP * usualSale;
    }

    /** Mean over a window of values capped; NaN where no value is known. */
    double cappedMean(long from, long to, double cap) {
        double sum = 0;
        int count = 0;
        for (int t = index(from); t < index(to); t++) {
            if (!Double.isNaN(values[t])) {
                sum += Math.min(cap, values[t]);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    LifeCycle lifeCycle(long end, int season, double categoryChange, @Nullable LifeCycleStage before) {
        return LifeCycle.of(values, index(end), season, categoryChange, before);
    }

    private int index(long period) {
        return (int) Math.clamp(period - series.firstPeriod(), 0, values.length);
    }
}
