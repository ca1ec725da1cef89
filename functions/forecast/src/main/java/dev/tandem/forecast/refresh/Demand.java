package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.Track;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Demand by day, without gaps: a day without a sale is a day of zero demand, unless it is known that nothing could be sold.
 *
 * @param firstDay epoch day of the first value
 * @param sold what was sold
 * @param days the demand: what was sold, NaN where it is not known what would have been
 */
public record Demand(int firstDay, double[] sold, double[] days) {
    private static final int WEEK = 7;
    /** A week of which less than three usual days are known is unknown itself. */
    private static final double LEAST_SHARE = 3.0 / WEEK;
    /** A day of the week is drawn to the mean of all by so many usual days. */
    private static final double PRIOR_DAYS = 2;
    /** A day of the week that was never known in so many weeks is one on which nothing is sold. */
    private static final int WEEKS_TO_TELL = 8;
    /** What is usual on a day is what the same days of the week sold within eight weeks. */
    private static final int NEIGHBOURS = 8;

    private static final double ROUNDING = 1e-9;

    /**
     * Sums the sale lines of the days up to and with {@code asOfDay}. What came back does not make what was asked for less: lines below zero
     * do not count. A history begins with its first sale; what was first sold after {@code asOfDay} has one day, of all that was sold since.
     *
     * @param withheld epoch days on which the product was out of stock or the shop closed. The demand of such a day is at least what was
     *     sold; it counts where that is no less than usual, and is unknown else
     * @return empty when nothing was ever sold
     */
    public static Demand of(Track sales, int asOfDay, int mostDays, BitSet withheld) {
        int first = Integer.MAX_VALUE;
        for (int row = 0; row < sales.size(); row++) {
            if (sales.value(row) > 0) {
                first = Math.min(first, sales.day(row));
            }
        }
        if (first == Integer.MAX_VALUE) {
            return new Demand(asOfDay + 1, new double[0], new double[0]);
        }
        if (first > asOfDay) {
            double sum = 0;
            for (int row = 0; row < sales.size(); row++) {
                sum += Math.max(0, sales.value(row));
            }
            double[] all = {sum};
            return new Demand(asOfDay, all, all);
        }
        first = Math.max(first, asOfDay - mostDays + 1);
        double[] sold = new double[asOfDay - first + 1];
        for (int row = 0; row < sales.size(); row++) {
            int day = sales.day(row);
            if (day >= first && day <= asOfDay && sales.value(row) > 0) {
                sold[day - first] += sales.value(row);
            }
        }
        return new Demand(first, sold, known(first, sold, withheld));
    }

    private static double[] known(int first, double[] sold, BitSet withheld) {
        int next = withheld.nextSetBit(first);
        if (next < 0 || next >= first + sold.length) {
            return sold;
        }
        double[] days = sold.clone();
        for (int day = next; day >= 0 && day < first + days.length; day = withheld.nextSetBit(day + 1)) {
            days[day - first] = Double.NaN;
        }
        double[] others = days.clone();
        for (int day = next; day >= 0 && day < first + days.length; day = withheld.nextSetBit(day + 1)) {
            int at = day - first;
            if (sold[at] > 0 && !(sold[at] < usual(others, at))) {
                days[at] = sold[at];
            }
        }
        return days;
    }

    /** Mean of the same days of the week around, else of all days; NaN where no day is known. */
    private static double usual(double[] days, int at) {
        double sum = 0;
        int count = 0;
        for (int shift = -NEIGHBOURS; shift <= NEIGHBOURS; shift++) {
            int other = at + shift * WEEK;
            if (other >= 0 && other < days.length && !Double.isNaN(days[other])) {
                sum += days[other];
                count++;
            }
        }
        return count > 0
                ? sum / count
                : Arrays.stream(days)
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN);
    }

    public boolean isEmpty() {
        return days.length == 0;
    }

    /** Whether there is a day of which the demand is known. */
    boolean isKnown() {
        return Arrays.stream(days).anyMatch(value -> !Double.isNaN(value));
    }

    /** Both together; the days end alike. What is unknown of one counts as usual, else the sum would hardly ever be known. */
    public Demand plus(Demand other) {
        if (other.days.length > days.length) {
            return other.plus(this);
        }
        double[] allSold = sold.clone();
        double[] all = filled();
        double[] more = other.filled();
        for (int i = 0; i < more.length; i++) {
            allSold[allSold.length - 1 - i] += other.sold[more.length - 1 - i];
            all[all.length - 1 - i] += more[more.length - 1 - i];
        }
        return new Demand(firstDay, allSold, all);
    }

    private double[] filled() {
        double[] filled = days.clone();
        for (int i = 0; i < filled.length; i++) {
            if (Double.isNaN(filled[i])) {
                double usual = usual(days, i);
                filled[i] = Math.max(sold[i], Double.isNaN(usual) ? 0 : usual);
            }
        }
        return filled;
    }

    /** Sum of the known ones of the last days. */
    double level(int last) {
        return Arrays.stream(last(last)).filter(value -> !Double.isNaN(value)).sum();
    }

    /** The last days, at most so many. */
    public double[] last(int most) {
        return Arrays.copyOfRange(days, Math.max(0, days.length - most), days.length);
    }

    /**
     * Sums of seven days, the last of which ends with the last day, so that the newest days count at once and not on Monday. The days before
     * the first whole week are left out, unless there is nothing else. A week with unknown days is its known ones over the share that they
     * usually have, and NaN where that is less than three sevenths.
     */
    public double[] weeks() {
        if (days.length > 0 && days.length < WEEK) {
            // A few days of a new product, taken for a week.
            double mean = Arrays.stream(days)
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
            return new double[] {mean * WEEK};
        }
        double[] shares = days == sold ? new double[0] : shares();
        double[] weeks = new double[days.length / WEEK];
        for (int week = 0; week < weeks.length; week++) {
            double sum = 0;
            double share = 0;
            int known = 0;
            for (int day = 0; day < WEEK; day++) {
                double value = days[days.length % WEEK + week * WEEK + day];
                if (!Double.isNaN(value)) {
                    sum += value;
                    share += shares.length == 0 ? 0 : shares[day];
                    known++;
                }
            }
            weeks[week] = known == WEEK ? sum : share < LEAST_SHARE - ROUNDING ? Double.NaN : sum / share;
        }
        return weeks;
    }

    /** What was sold in the same weeks. */
    public double[] weeksSold() {
        return days == sold ? weeks() : new Demand(firstDay, sold, sold).weeks();
    }

    /** Which share of a usual week each of its days has, the first of them the day after the last one. They add up to 1. */
    double[] shares() {
        double average = Arrays.stream(days)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
        double[] sums = new double[WEEK];
        int[] counts = new int[WEEK];
        for (int i = 0; i < days.length; i++) {
            if (!Double.isNaN(days[i])) {
                int day = Math.floorMod(i - days.length, WEEK);
                sums[day] += days[i];
                counts[day]++;
            }
        }
        double all = 0;
        for (int day = 0; day < WEEK; day++) {
            boolean never = counts[day] == 0 && days.length >= WEEKS_TO_TELL * WEEK;
            sums[day] = never || average <= 0 ? 0 : (sums[day] + PRIOR_DAYS * average) / (counts[day] + PRIOR_DAYS);
            all += sums[day];
        }
        for (int day = 0; day < WEEK; day++) {
            sums[day] = all > 0 ? sums[day] / all : 1.0 / WEEK;
        }
        return sums;
    }
}
