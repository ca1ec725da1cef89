package dev.tandem.forecast.retail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all series, and those of each group, sold together, for what they have in common: the season and the course of business. Single
 * large orders are capped.
 *
 * @param firstPeriod absolute number of the first period
 * @param totals sold in each period by group, NaN where closed; {@link #ALL} is the group of all
 * @param sizes how many series are in a group
 */
public record Market(long firstPeriod, Map<String, double[]> totals, Map<String, Integer> sizes) {
    static final String ALL = "";
    /** So many series must be in a group before it counts as much as all series together. */
    private static final double TRUST = 20;

    private static final double LARGEST_LOG = Math.log(8);

    static Market of(List<SalesHistory> histories, ClosedPeriods closed) {
        long first = histories.stream()
                .mapToLong(history -> history.series.firstPeriod())
                .min()
                .orElse(0);
        long end = histories.stream()
                .mapToLong(history -> history.series.end())
                .max()
                .orElse(0);
        int length = Math.toIntExact(end - first);
        Map<String, double[]> totals = new HashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        for (SalesHistory history : histories) {
            double cap = SalesHistory.cap(history.usualSale(first, end));
            add(totals, sizes, ALL, history, cap, first, length);
            for (String group : history.series.groups()) {
                add(totals, sizes, group, history, cap, first, length);
            }
        }
        for (double[] total : totals.values()) {
            for (int t = 0; t < length; t++) {
                total[t] = closed.contains(first + t) ? Double.NaN : total[t];
            }
        }
        return new Market(first, totals, sizes);
    }

    private static void add(
            Map<String, double[]> totals,
            Map<String, Integer> sizes,
            String group,
            SalesHistory history,
            double cap,
            long first,
            int length) {
        double[] total = totals.computeIfAbsent(group, name -> new double[length]);
        sizes.merge(group, 1, Integer::sum);
        for (long period = history.firstSale(); period < history.series.end(); period++) {
            double value = history.at(period);
            if (!Double.isNaN(value)) {
                total[(int) (period - first)] += Math.min(cap, value);
            }
        }
    }

    /**
     * Log of what a window sold a period over what another sold, for groups drawn towards all series by their size; 0 where one of them
     * is not known.
     */
    double logChange(List<String> groups, long from, long to, long beforeFrom, long beforeTo) {
        double all = logChange(ALL, from, to, beforeFrom, beforeTo);
        double sum = all;
        for (String group : groups) {
            double own = logChange(group, from, to, beforeFrom, beforeTo);
            double size = sizes.getOrDefault(group, 0);
            sum += (own - all) * size / (size + TRUST);
        }
        return Math.clamp(sum, -LARGEST_LOG, LARGEST_LOG);
    }

    private double logChange(String group, long from, long to, long beforeFrom, long beforeTo) {
        double[] total = totals.get(group);
        if (total == null || beforeFrom < firstPeriod || to > firstPeriod + total.length) {
            return 0;
        }
        double log = Math.log(mean(total, from, to) / mean(total, beforeFrom, beforeTo));
        return Double.isFinite(log) ? Math.clamp(log, -LARGEST_LOG, LARGEST_LOG) : 0;
    }

    private double mean(double[] total, long from, long to) {
        return Arrays.stream(total, (int) (from - firstPeriod), (int) (to - firstPeriod))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
