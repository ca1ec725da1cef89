package dev.tandem.forecast.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a group of series has learnt, small enough to hand to every batch. Arrays run over the chosen features.
 *
 * @param chosen indices of the features that have a weight, among all of the layout
 * @param coefficients effect of each on log demand
 * @param earlier the same as known at {@code earlierUntil}, to judge forecasts of what came after
 * @param earlierUntil number of the first period that {@code earlier} has not seen
 * @param variance of each feature within a quarter
 * @param low least value seen; forecasts do not go below
 * @param high greatest value seen
 * @param errors how far forecasts were off
 */
public record SignalPool(
        SignalLayout layout,
        int[] chosen,
        double[] coefficients,
        double[] earlier,
        long earlierUntil,
        double[] variance,
        double[] low,
        double[] high,
        ErrorDistribution errors) {
    private static final int BLOCKS_AFTER_EARLIER = 2;

    /**
     * Learns the groups of a category together: one choice of features and one strength of shrinkage for all, coefficients for each.
     *
     * @param groups statistics by group, as SKU or brand; a single group stands for itself
     * @return a pool for each group, with a wide spread of errors until it {@linkplain #with learns} its own
     */
    public static Map<String, SignalPool> of(Map<String, PoolStatistics> groups) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        SignalSelection selection = new SignalSelection(groups.values());
        boolean[] chosen = selection.chosen();
        double shrinkage = selection.shrinkage(chosen);
        PoolStatistics category =
                new PoolStatistics(groups.values().iterator().next().layout());
        groups.values().forEach(category::add);
        TreeSet<Long> blocks = new TreeSet<>(category.blocks().keySet());
        long end = blocks.isEmpty() ? 0 : blocks.last() + 1;
        long cut = end - BLOCKS_AFTER_EARLIER;
        BlockSums now = category.before(end);
        BlockSums then = category.before(cut);
        double[] variance = Effects.variance(now);
        double[] common = Effects.ofCategory(now, variance, chosen);
        double[] commonThen = Effects.ofCategory(then, variance, chosen);
        int[] indices = IntStream.range(0, chosen.length).filter(i -> chosen[i]).toArray();
        Map<String, SignalPool> pools = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            boolean alone = groups.size() == 1;
            double[] own = alone ? common : Effects.ofGroup(group.before(end), common, variance, shrinkage, chosen);
            double[] ownThen =
                    alone ? commonThen : Effects.ofGroup(group.before(cut), commonThen, variance, shrinkage, chosen);
            pools.put(
                    name,
                    new SignalPool(
                            category.layout(),
                            indices,
                            picked(own, indices),
                            picked(ownThen, indices),
                            cut * category.layout().blockLength(),
                            picked(variance, indices),
                            picked(category.low(), indices),
                            picked(category.high(), indices),
                            ErrorDistribution.wide()));
        });
        return pools;
    }

    /** A pool of one series, for what has no category. */
    public static SignalPool of(SignalSeries series, int lead) {
        PoolStatistics statistics = new PoolStatistics(SignalLayout.of(series, lead));
        statistics.add(series);
        SignalPool pool = of(Map.of("", statistics)).getOrDefault("", empty(statistics.layout()));
        ErrorSums sums = new ErrorSums();
        sums.add(series, pool);
        return pool.with(sums);
    }

    /** Knows nothing of any signal: only the level of the series counts. */
    public static SignalPool empty(SignalLayout layout) {
        double[] none = {};
        return new SignalPool(layout, new int[0], none, none, 0, none, none, none, ErrorDistribution.wide());
    }

    /** The same with the spread of errors that was seen. */
    public SignalPool with(ErrorSums sums) {
        return new SignalPool(
                layout, chosen, coefficients, earlier, earlierUntil, variance, low, high, sums.distribution());
    }

    /** The pool as it was at {@code earlierUntil}. */
    SignalPool then() {
        return new SignalPool(layout, chosen, earlier, earlier, earlierUntil, variance, low, high, errors);
    }

    List<SignalLayout.Feature> features() {
        List<SignalLayout.Feature> all = layout.features();
        List<SignalLayout.Feature> active = new ArrayList<>();
        for (int index : chosen) {
            active.add(all.get(index));
        }
        return active;
    }

    /** Names of the signals that have a weight. */
    public List<String> signals() {
        return features().stream().map(SignalLayout.Feature::signal).distinct().toList();
    }

    private static double[] picked(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }
}
