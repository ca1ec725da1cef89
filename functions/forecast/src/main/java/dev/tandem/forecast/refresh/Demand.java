package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.Track;
import java.util.Arrays;

/**
 * Demand by day, without gaps: a day without a sale is a day of zero demand.
 *
 * @param firstDay epoch day of the first value
 */
public record Demand(int firstDay, double[] days) {
    private static final int WEEK = 7;

    /**
     * Sums the sale lines of the days up to and with {@code asOfDay}. What came back does not make what was asked for less: lines below zero
     * do not count. A history begins with its first sale; what was first sold after {@code asOfDay} has one day, of all that was sold since.
     *
     * @return empty when nothing was ever sold
     */
    public static Demand of(Track sales, int asOfDay, int mostDays) {
        int first = Integer.MAX_VALUE;
        for (int row = 0; row < sales.size(); row++) {
            if (sales.value(row) > 0) {
                first = Math.min(first, sales.day(row));
            }
        }
        if (first == Integer.MAX_VALUE) {
            return new Demand(asOfDay + 1, new double[0]);
        }
        if (first > asOfDay) {
            double sold = 0;
            for (int row = 0; row < sales.size(); row++) {
                sold += Math.max(0, sales.value(row));
            }
            return new Demand(asOfDay, new double[] {sold});
        }
        first = Math.max(first, asOfDay - mostDays + 1);
        double[] days = new double[asOfDay - first + 1];
        for (int row = 0; row < sales.size(); row++) {
            int day = sales.day(row);
            if (day >= first && day <= asOfDay && sales.value(row) > 0) {
                days[day - first] += sales.value(row);
            }
        }
        return new Demand(first, days);
    }

    public boolean isEmpty() {
        return days.length == 0;
    }

    /** Both together; the days end alike. */
    public Demand plus(Demand other) {
        if (other.days.length > days.length) {
            return other.plus(this);
        }
        double[] sum = days.clone();
        for (int i = 0; i < other.days.length; i++) {
            sum[sum.length - 1 - i] += other.days[other.days.length - 1 - i];
        }
        return new Demand(firstDay, sum);
    }

    /** The last days, at most so many. */
    public double[] last(int most) {
        return Arrays.copyOfRange(days, Math.max(0, days.length - most), days.length);
    }

    /**
     * Sums of seven days, the last of which ends with the last day, so that the newest days count at once and not on Monday. The days before
     * the first whole week are left out, unless there is nothing else.
     */
    public double[] weeks() {
        if (days.length > 0 && days.length < WEEK) {
            // A few days of a new product, taken for a week.
            return new double[] {Arrays.stream(days).sum() * WEEK / days.length};
        }
        double[] weeks = new double[days.length / WEEK];
        int skipped = days.length % WEEK;
        for (int i = skipped; i < days.length; i++) {
            weeks[(i - skipped) / WEEK] += days[i];
        }
        return weeks;
    }
}
