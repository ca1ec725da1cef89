package dev.tandem.forecast.aggregate;

import java.util.Arrays;

/**
 * Sums over the series of a cell. Weeks are of seven days, counted from the day after the last one known, so those of all series with the same
 * last day lie on each other. Not safe for use by many threads at once.
 */
public final class CellSums {
    /** Three years: the yearly season of a sum needs to have been seen twice. */
    public static final int HISTORY = 156;

    private static final int WEEK = 7;

    int series;
    /** Units sold by week, the last at the end. */
    final double[] history;
    /** Expected units of the coming weeks. */
    final double[] mean;
    /** Of their errors: the sum of standard deviations, and of variances. */
    final double[] deviation;

    final double[] variance;
    /** Expected units of series that do not know the last day. They are counted, but not corrected. */
    final double[] behind;
    /** Expected units of what is not sold yet: no history of a sum knows of it, so it is counted on top, and not corrected. */
    final double[] awaited;

    public CellSums(int steps) {
        this(
                0,
                new double[HISTORY],
                new double[steps],
                new double[steps],
                new double[steps],
                new double[steps],
                new double[steps]);
    }

    CellSums(
            int series,
            double[] history,
            double[] mean,
            double[] deviation,
            double[] variance,
            double[] behind,
            double[] awaited) {
        this.series = series;
        this.history = history;
        this.mean = mean;
        this.deviation = deviation;
        this.variance = variance;
        this.behind = behind;
        this.awaited = awaited;
    }

    /**
     * Counts what a series has sold.
     *
     * @param days units by day, the last known day at the end; NaN where demand was not seen, which is taken for that of the week's other days, or
     *     of the week before
     */
    public void sold(double[] days) {
        series++;
        int weeks = Math.min(HISTORY, (days.length + WEEK - 1) / WEEK);
        double before = 0;
        for (int back = weeks; back >= 1; back--) {
            int from = Math.max(0, days.length - back * WEEK);
            int to = days.length - (back - 1) * WEEK;
            double sum = 0;
            int known = 0;
            for (int day = from; day < to; day++) {
                if (!Double.isNaN(days[day])) {
                    sum += days[day];
                    known++;
                }
            }
            double week = known == 0 ? before : sum * (to - from) / known;
            history[HISTORY - back] += week;
            before = week;
        }
    }

    /** Counts a forecast that knows the last day: its mean and the deviation of its errors in each week. */
    public void expected(int step, double units, double standardDeviation) {
        mean[step] += units;
        spread(step, standardDeviation);
    }

    /** Counts the forecast of a product that is not sold yet. */
    public void awaited(int step, double units, double standardDeviation) {
        awaited[step] += units;
        spread(step, standardDeviation);
    }

    private void spread(int step, double standardDeviation) {
        deviation[step] += standardDeviation;
        variance[step] += standardDeviation * standardDeviation;
    }

    /** Counts a forecast that was made {@code days} before the last day, and has not been renewed. */
    public void behind(float[] weeks, int days) {
        for (int step = 0; step < behind.length; step++) {
            behind[step] += at(weeks, step + (double) days / WEEK);
        }
    }

    private static double at(float[] weeks, double place) {
        int whole = (int) Math.min(place, weeks.length - 1.0);
        double share = Math.min(1, place - whole);
        return weeks[whole] * (1 - share) + weeks[Math.min(whole + 1, weeks.length - 1)] * share;
    }

    /** The sums as they count so many days later, with nothing new known: weeks move on, and what was expected counts for what was not seen. */
    CellSums later(int days) {
        double[] all = Arrays.copyOf(history, HISTORY + mean.length);
        for (int step = 0; step < mean.length; step++) {
            all[HISTORY + step] = mean[step] + behind[step] + awaited[step];
        }
        CellSums later = new CellSums(mean.length);
        later.series = series;
        int weeks = Math.min(days / WEEK, mean.length - 1);
        double share = (double) (days % WEEK) / WEEK;
        for (int i = 0; i < all.length; i++) {
            int from = Math.min(i + weeks, all.length - 1);
            double value = all[from] * (1 - share) + all[Math.min(from + 1, all.length - 1)] * share;
            if (i < HISTORY) {
                later.history[i] = value;
            } else {
                later.behind[i - HISTORY] = value;
            }
        }
        return later;
    }

    void add(CellSums other) {
        series += other.series;
        add(history, other.history);
        add(mean, other.mean);
        add(deviation, other.deviation);
        add(variance, other.variance);
        add(behind, other.behind);
        add(awaited, other.awaited);
    }

    static void add(double[] into, double[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
    }
}
