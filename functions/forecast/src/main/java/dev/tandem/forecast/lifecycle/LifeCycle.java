package dev.tandem.forecast.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a product at a location and what speaks for it. A stage is entered at one border and left at a farther one, so that a
 * product near a border does not change its stage with every refresh.
 *
 * @param periodsOnSale since the first sale, that one included; 0 where nothing was sold yet
 * @param recentMean sold a period in the last quarter of a year
 * @param earlierMean sold a period in the year before that quarter; NaN without one
 * @param change recent over earlier mean, less what its category did in the same time; NaN without an earlier mean
 * @param changeOnYear recent mean over that of the same quarter a year before; NaN without one
 * @param significance how many standard errors the recent mean is below the earlier one; NaN without one
 * @param periodsSinceSale whole periods without a sale at the end
 */
public record LifeCycle(
        LifeCycleStage stage,
        int periodsOnSale,
        double recentMean,
        double earlierMean,
        double change,
        double changeOnYear,
        double significance,
        int periodsSinceSale) {
    private static final double ENTER_DECLINE = 0.5;
    private static final double LEAVE_DECLINE = 0.75;
    private static final double STANDARD_ERRORS = 2;
    /** A product that was new stays so for a third longer than one whose stage is asked for the first time. */
    private static final int LINGER = 3;

    /**
     * @param history a product's sales, oldest first, NaN where unknown; zeros before the first sale do not count as life
     * @param end periods of the history to look at
     * @param periodsInYear 52 for weeks, 12 for months
     * @param categoryChange what the category's recent mean is to its earlier one; 1 where unknown
     * @param before the stage last time, null the first time
     */
    public static LifeCycle of(
            double[] history, int end, int periodsInYear, double categoryChange, @Nullable LifeCycleStage before) {
        int first = 0;
        while (first < end && !(history[first] > 0)) {
            first++;
        }
        int quarter = Math.max(2, periodsInYear / 4);
        int recentFrom = Math.max(first, end - quarter);
        Moments recent = Moments.of(history, recentFrom, end);
        Moments earlier = Moments.of(history, Math.max(first, end - quarter - periodsInYear), recentFrom);
        int yearAgo = end - periodsInYear;
        Moments same = yearAgo - quarter >= first ? Moments.of(history, yearAgo - quarter, yearAgo) : Moments.NONE;
        double change = recent.mean / earlier.mean / (categoryChange > 0 ? categoryChange : 1);
        double significance = (earlier.mean - recent.mean) / Math.sqrt(earlier.errorSquared() + recent.errorSquared());
        double onYear = recent.mean / same.mean;
        int silent = 0;
        for (int t = end - 1; t >= first && !(history[t] > 0); t--) {
            silent += Double.isNaN(history[t]) ? 0 : 1;
        }
        int age = end - first;
        LifeCycleStage stage = stage(age, quarter, change, onYear, significance, before);
        return new LifeCycle(stage, age, recent.mean, earlier.mean, change, onYear, significance, silent);
    }

    private static LifeCycleStage stage(
            int age, int quarter, double change, double onYear, double significance, @Nullable LifeCycleStage before) {
        int youth = before == LifeCycleStage.NEW ? quarter + quarter / LINGER : quarter;
        if (age < youth) {
            return LifeCycleStage.NEW;
        }
        boolean declining = before == LifeCycleStage.DECLINE;
        double border = declining ? LEAVE_DECLINE : ENTER_DECLINE;
        // A season that ended is no decline: where last year is known, the same quarter must have been better too.
        boolean lessThanLastYear = Double.isNaN(onYear) || onYear < border;
        boolean sure = declining || significance > STANDARD_ERRORS;
        return change < border && lessThanLastYear && sure ? LifeCycleStage.DECLINE : LifeCycleStage.MATURE;
    }

    /**
     * The evidence as a sentence.
     *
     * @param periods their name, as weeks
     */
    public String evidence(String periods) {
        if (periodsOnSale == 0) {
            return "not sold yet";
        }
        return switch (stage) {
            case NEW -> "first sold " + periodsOnSale + " " + periods + " ago";
            case MATURE ->
                Double.isNaN(change)
                        ? "on sale for " + periodsOnSale + " " + periods
                        : "sells " + percent(change) + " of its earlier level, beside its category";
            case DECLINE ->
                "sells " + percent(change) + " of its earlier level, beside its category"
                        + (Double.isNaN(changeOnYear)
                                ? ""
                                : ", " + percent(changeOnYear) + " of the same quarter last year")
                        + "; no sale for " + periodsSinceSale + " " + periods;
        };
    }

    /** The evidence by name, what is not known left out. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("periodsOnSale", (double) periodsOnSale);
        figures.put("periodsSinceSale", (double) periodsSinceSale);
        figures.put("recentMean", recentMean);
        figures.put("earlierMean", earlierMean);
        figures.put("change", change);
        figures.put("changeOnYear", changeOnYear);
        figures.put("significance", significance);
        figures.values().removeIf(value -> !Double.isFinite(value));
        return figures;
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    private record Moments(double mean, double variance, int count) {
        static final Moments NONE = new Moments(Double.NaN, Double.NaN, 0);

        static Moments of(double[] values, int from, int to) {
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (int t = from; t < to; t++) {
                if (!Double.isNaN(values[t])) {
                    sum += values[t];
                    squares += values[t] * values[t];
                    count++;
                }
            }
            double mean = sum / count;
            return count == 0
                    ? NONE
                    : new Moments(mean, count < 2 ? squares : (squares - count * mean * mean) / (count - 1), count);
        }

        /** Squared standard error of the mean. */
        double errorSquared() {
            return Math.max(0, variance) / count;
        }
    }
}
