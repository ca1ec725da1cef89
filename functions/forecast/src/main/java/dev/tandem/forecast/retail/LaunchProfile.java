package dev.tandem.forecast.retail;

import dev.tandem.forecast.intermittent.NegativeBinomial;
import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What products of a group sold in each period after their first sale: the analogues of a product that has no history yet. Groups are
 * drawn towards all by how many launches they saw.
 *
 * @param means by group, one for each period since the first sale
 * @param launches by group
 * @param newest SKUs of the last launches of each group, the newest first
 * @param dispersion variance of what single launches sold in a period beyond that of chance, in squares of the mean
 * @param ratios what single launches sold in a period over what is expected of their groups, by {@link DemandForecast#levels()}; empty
 *     where too few were seen
 */
public record LaunchProfile(
        Map<String, double[]> means,
        Map<String, Integer> launches,
        Map<String, List<String>> newest,
        double dispersion,
        double[] ratios) {
    private static final int AGES = 52;
    private static final int NAMED = 3;
    /** Before there is data: as of an exponential law. */
    private static final double USUAL_DISPERSION = 1;

    private static final double TRUST_PERIODS = 52;
    /** Periods after the first sale that the spread is taken from. */
    private static final int AGES_OF_SPREAD = 13;

    private static final int LEAST_CASES = 200;
    /** What was on sale in the first month of the data did not begin there. */
    private static final int UNSURE = 4;

    private static final double TRUST = 10;
    /** No group is so far below all that its products sell nothing. */
    private static final double LEAST_RATIO = 0.02;

    static LaunchProfile none() {
        return new LaunchProfile(Map.of(), Map.of(), Map.of(), USUAL_DISPERSION, new double[0]);
    }

    static LaunchProfile of(List<SalesHistory> histories, long firstPeriod) {
        Map<String, double[]> sums = new HashMap<>();
        Map<String, double[]> counts = new HashMap<>();
        Map<String, Integer> launches = new HashMap<>();
        Map<String, List<String>> newest = new HashMap<>();
        List<SalesHistory> sold = histories.stream()
                .filter(history -> history.firstSale() < history.series.end())
                .toList();
        List<SalesHistory> begun = sold.stream()
                .filter(history -> history.firstSale() >= firstPeriod + UNSURE)
                .toList();
        // Where nothing was ever launched, what is on sale says more than nothing.
        List<SalesHistory> launched = (begun.isEmpty() ? sold : begun)
                .stream()
                        .sorted(Comparator.comparingLong(SalesHistory::firstSale)
                                .reversed()
                                .thenComparing(history -> history.series.sku())
                                .thenComparing(history -> history.series.location()))
                        .toList();
        for (SalesHistory history : launched) {
            long start = history.firstSale();
            name(newest, Market.ALL, history);
            history.series.groups().forEach(group -> name(newest, group, history));
            double cap = SalesHistory.cap(history.usualSale(start, history.series.end()));
            add(history, start, cap, Market.ALL, sums, counts, launches);
            for (String group : history.series.groups()) {
                add(history, start, cap, group, sums, counts, launches);
            }
        }
        Map<String, double[]> means = new HashMap<>();
        sums.forEach((group, sum) -> means.put(group, means(sum, counts.getOrDefault(group, new double[AGES]))));
        LaunchProfile profile =
                new LaunchProfile(means, launches, newest, dispersion(launched, means.get(Market.ALL)), new double[0]);
        return new LaunchProfile(means, launches, newest, profile.dispersion, profile.ratios(launched));
    }

    private double[] ratios(List<SalesHistory> launched) {
        double[] ratios = new double[launched.size() * AGES_OF_SPREAD];
        int count = 0;
        for (SalesHistory history : launched) {
            for (int age = 0; age < AGES_OF_SPREAD; age++) {
                double sold = history.at(history.firstSale() + age);
                double expected = level(history.series.groups(), age, age + 1L);
                if (!Double.isNaN(sold) && expected > 0) {
                    ratios[count++] = sold / expected;
                }
            }
        }
        Arrays.sort(ratios, 0, count);
        return count < LEAST_CASES ? new double[0] : RatioQuantiles.levels(Arrays.copyOf(ratios, count));
    }

    /** Quantiles of what a product sells of which so much is expected, by {@link DemandForecast#levels()}. */
    double[] quantiles(double expected) {
        if (ratios.length > 0) {
            return Arrays.stream(ratios).map(ratio -> ratio * expected).toArray();
        }
        NegativeBinomial spread = new NegativeBinomial(expected, expected + dispersion * expected * expected);
        return Arrays.stream(DemandForecast.levels()).map(spread::quantile).toArray();
    }

    private static void name(Map<String, List<String>> newest, String group, SalesHistory history) {
        List<String> names = newest.computeIfAbsent(group, none -> new ArrayList<>());
        if (names.size() < NAMED && !names.contains(history.series.sku())) {
            names.add(history.series.sku());
        }
    }

    /** By moments: {@code variance = mean + dispersion * mean^2}, as of a negative binomial law. */
    private static double dispersion(List<SalesHistory> launched, double @Nullable [] means) {
        double excess = 0;
        double squares = 0;
        int count = 0;
        for (SalesHistory history : launched) {
            for (int age = 0; means != null && age < AGES; age++) {
                double sold = history.at(history.firstSale() + age);
                if (!Double.isNaN(sold)) {
                    excess += (sold - means[age]) * (sold - means[age]) - means[age];
                    squares += means[age] * means[age];
                    count++;
                }
            }
        }
        double own = squares > 0 ? Math.max(0, excess / squares) : USUAL_DISPERSION;
        return (count * own + TRUST_PERIODS * USUAL_DISPERSION) / (count + TRUST_PERIODS);
    }

    private static double[] means(double[] sum, double[] count) {
        double[] means = new double[AGES];
        double last = 0;
        for (int age = 0; age < AGES; age++) {
            last = count[age] > 0 ? sum[age] / count[age] : last;
            means[age] = last;
        }
        return means;
    }

    private static void add(
            SalesHistory history,
            long start,
            double cap,
            String group,
            Map<String, double[]> sums,
            Map<String, double[]> counts,
            Map<String, Integer> launches) {
        double[] sum = sums.computeIfAbsent(group, name -> new double[AGES]);
        double[] count = counts.computeIfAbsent(group, name -> new double[AGES]);
        launches.merge(group, 1, Integer::sum);
        for (int age = 0; age < AGES && start + age < history.series.end(); age++) {
            double value = history.at(start + age);
            if (!Double.isNaN(value)) {
                sum[age] += Math.min(cap, value);
                count[age]++;
            }
        }
    }

    /** Units a period at ages from the first to before the last, for a product of these groups; 0 where no launch was ever seen. */
    double level(List<String> groups, long from, long to) {
        double all = level(Market.ALL, from, to);
        double level = all;
        for (String group : groups) {
            int seen = launches.getOrDefault(group, 0);
            if (seen > 0 && all > 0) {
                double ratio = Math.max(LEAST_RATIO, level(group, from, to) / all);
                level *= Math.pow(ratio, seen / (seen + TRUST));
            }
        }
        return level;
    }

    private double level(String group, long from, long to) {
        double[] profile = means.get(group);
        if (profile == null) {
            return 0;
        }
        double sum = 0;
        for (long age = from; age < to; age++) {
            sum += profile[(int) Math.clamp(age, 0, AGES - 1)];
        }
        return sum / (to - from);
    }
}
