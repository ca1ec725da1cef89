package dev.tandem.forecast.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
 * @param shrinkage what this counts for a group of series below it, as a multiple of the group's own periods
 * @param gain error of forecasts with signals over that of the history alone, as its series have tried it; NaN where they have not
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
        double shrinkage,
        double gain,
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
        SignalPool category = ofCategory(groups, null);
        boolean alone = groups.size() == 1;
        long cut = category.earlierUntil / category.layout.blockLength();
        Map<String, SignalPool> pools = new LinkedHashMap<>();
        groups.forEach((name, group) -> pools.put(
                name,
                alone
                        ? category
                        : category.drawn(
                                group.before(cut).of(category.chosen),
                                group.before(Long.MAX_VALUE).of(category.chosen),
                                category.low,
                                category.high)));
        return pools;
    }

    /**
     * Learns what the groups of a category have in common.
     *
     * @param groups statistics by group, at least one
     * @param shop what the shop as a whole has learnt on the same layout: signals that it has chosen are tried here, and the effects are
     *     drawn to its effects; null for none
     */
    static SignalPool ofCategory(Map<String, PoolStatistics> groups, @Nullable SignalPool shop) {
        SignalSelection selection = new SignalSelection(groups.values());
        boolean[] chosen = selection.chosen(shop == null ? new int[0] : shop.chosen);
        PoolStatistics category =
                new PoolStatistics(groups.values().iterator().next().layout());
        groups.values().forEach(category::add);
        TreeSet<Long> blocks = new TreeSet<>(category.blocks().keySet());
        long end = blocks.isEmpty() ? 0 : blocks.last() + 1;
        long cut = end - BLOCKS_AFTER_EARLIER;
        BlockSums now = category.before(end);
        BlockSums then = category.before(cut);
        double[] variance = Effects.variance(now);
        double[] none = new double[chosen.length];
        double[] common =
                Effects.ofCategory(now, variance, shop == null ? none : shop.spread(shop.coefficients), chosen);
        double[] commonThen =
                Effects.ofCategory(then, variance, shop == null ? none : shop.spread(shop.earlier), chosen);
        int[] indices = IntStream.range(0, chosen.length).filter(i -> chosen[i]).toArray();
        return new SignalPool(
                category.layout(),
                indices,
                picked(common, indices),
                picked(commonThen, indices),
                cut * category.layout().blockLength(),
                picked(variance, indices),
                picked(category.low(), indices),
                picked(category.high(), indices),
                selection.shrinkage(chosen),
                Double.NaN,
                ErrorDistribution.wide());
    }

    /**
     * What the series of one group, as a SKU over its locations, say themselves, drawn to what was learnt here.
     *
     * @param group with signals of this layout; a series may lack some
     */
    public SignalPool drawnBy(List<SignalSeries> group) {
        BlockSums then = new BlockSums(chosen.length);
        BlockSums now = new BlockSums(chosen.length);
        double[] least = low.clone();
        double[] greatest = high.clone();
        for (SignalSeries series : group) {
            Features rows = Features.of(layout, features(), series, 0);
            double[] logDemand = Logs.of(series.demand());
            int cut = Math.clamp(earlierUntil - series.firstPeriod(), 0, series.length());
            then.add(logDemand, rows, 0, cut, series.firstPeriod(), layout.blockLength());
            now.add(logDemand, rows, cut, series.length(), series.firstPeriod(), layout.blockLength());
            for (int t = 0; t < logDemand.length; t++) {
                for (int i = 0; i < least.length; i++) {
                    least[i] = Math.min(least[i], rows.row(t)[i]);
                    greatest[i] = Math.max(greatest[i], rows.row(t)[i]);
                }
            }
        }
        now.add(then);
        return drawn(then, now, least, greatest);
    }

    private SignalPool drawn(BlockSums then, BlockSums now, double[] least, double[] greatest) {
        return new SignalPool(
                layout,
                chosen,
                Effects.ofGroup(now, coefficients, variance, shrinkage),
                Effects.ofGroup(then, earlier, variance, shrinkage),
                earlierUntil,
                variance,
                least,
                greatest,
                shrinkage,
                gain,
                errors);
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
        return new SignalPool(
                layout, new int[0], none, none, 0, none, none, none, 1, Double.NaN, ErrorDistribution.wide());
    }

    /** The same with the spread of errors that was seen. */
    public SignalPool with(ErrorSums sums) {
        return with(gain, sums.distribution());
    }

    /** The pool as it was at {@code earlierUntil}. */
    SignalPool then() {
        return new SignalPool(
                layout, chosen, earlier, earlier, earlierUntil, variance, low, high, shrinkage, gain, errors);
    }

    /** The same with what its series have gained by signals. */
    SignalPool with(SignalTrial trial) {
        return with(trial.ratio(), errors);
    }

    private SignalPool with(double nextGain, ErrorDistribution nextErrors) {
        return new SignalPool(
                layout,
                chosen,
                coefficients,
                earlier,
                earlierUntil,
                variance,
                low,
                high,
                shrinkage,
                nextGain,
                nextErrors);
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

    /** Over all features of the layout; zero where there is no weight. */
    private double[] spread(double[] values) {
        double[] all = new double[layout.features().size()];
        for (int i = 0; i < chosen.length; i++) {
            all[chosen[i]] = values[i];
        }
        return all;
    }

    private static double[] picked(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }
}
