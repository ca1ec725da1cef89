package dev.tandem.forecast.signal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which features have a weight, by rolling origin on the statistics alone: effects learnt from the blocks before are judged on the next
 * block, for each of the last blocks. Prices and promotions stay unless the past speaks against them, anything else must prove itself.
 */
final class SignalSelection {
    private static final int MOST_BLOCKS = 6;
    private static final int LEAST_BLOCKS = 3;
    /** Blocks to learn from before the first that is judged. */
    private static final int FIRST_BLOCKS = 2;
    /** Mean gain over its standard error across blocks. */
    private static final double KEEP = 0.5;

    private static final double ADMIT = 2.5;
    /** Share of the squared error that a new feature must take away. */
    private static final double ADMIT_GAIN = 0.003;

    private static final double[] SHRINKAGES = {0.03, 0.1, 0.3, 1, 3, 10};

    private final List<SignalLayout.Feature> features;
    /** {@code [origin][group]}, what was known at the origin and the block after. */
    private final BlockSums[][] known;

    private final BlockSums[][] next;
    private final BlockSums[] allKnown;
    private final int groups;

    SignalSelection(Collection<PoolStatistics> statistics) {
        PoolStatistics first = statistics.iterator().next();
        features = first.layout().features();
        groups = statistics.size();
        TreeSet<Long> numbers = new TreeSet<>();
        statistics.forEach(group -> numbers.addAll(group.blocks().keySet()));
        List<Long> judged = numbers.stream()
                .skip(Math.max(FIRST_BLOCKS, numbers.size() - MOST_BLOCKS))
                .toList();
        known = new BlockSums[judged.size()][groups];
        next = new BlockSums[judged.size()][groups];
        allKnown = new BlockSums[judged.size()];
        for (int origin = 0; origin < judged.size(); origin++) {
            allKnown[origin] = new BlockSums(features.size());
            int at = 0;
            for (PoolStatistics group : statistics) {
                known[origin][at] = group.before(judged.get(origin));
                next[origin][at] = group.blocks().getOrDefault(judged.get(origin), new BlockSums(features.size()));
                allKnown[origin].add(known[origin][at++]);
            }
        }
    }

    /** @param tried features to begin with, beside those that are expected to count */
    boolean[] chosen(int[] tried) {
        boolean[] chosen = new boolean[features.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = features.get(i).expected();
        }
        for (int feature : tried) {
            chosen[feature] = true;
        }
        if (next.length >= LEAST_BLOCKS) {
            dropWhatHarms(chosen);
            admitWhatHelps(chosen);
        }
        return chosen;
    }

    private void dropWhatHarms(boolean[] chosen) {
        while (true) {
            double[] with = errors(chosen, 1);
            double weakest = KEEP;
            int drop = -1;
            for (int candidate : candidates(chosen, true)) {
                double gain = strength(errors(flipped(chosen, candidate), 1), with);
                if (gain < weakest) {
                    weakest = gain;
                    drop = candidate;
                }
            }
            if (drop < 0) {
                return;
            }
            System.arraycopy(flipped(chosen, drop), 0, chosen, 0, chosen.length);
        }
    }

    private void admitWhatHelps(boolean[] chosen) {
        while (true) {
            double[] without = errors(chosen, 1);
            double best = sum(without) * (1 - ADMIT_GAIN);
            int admit = -1;
            for (int candidate : candidates(chosen, false)) {
                double[] with = errors(flipped(chosen, candidate), 1);
                if (sum(with) < best && strength(without, with) > ADMIT) {
                    best = sum(with);
                    admit = candidate;
                }
            }
            if (admit < 0) {
                return;
            }
            System.arraycopy(flipped(chosen, admit), 0, chosen, 0, chosen.length);
        }
    }

    private int[] candidates(boolean[] chosen, boolean in) {
        return IntStream.range(0, chosen.length)
                .filter(i -> chosen[i] == in)
                .map(i -> features.get(i).candidate())
                .distinct()
                .toArray();
    }

    private boolean[] flipped(boolean[] chosen, int candidate) {
        boolean[] flipped = chosen.clone();
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] ^= features.get(i).candidate() == candidate;
        }
        return flipped;
    }

    /** Of the shrinkages of a group towards its category the one with the least error on the blocks after. */
    double shrinkage(boolean[] chosen) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double shrinkage : next.length == 0 || groups == 1 ? new double[0] : SHRINKAGES) {
            double error = sum(errors(chosen, shrinkage));
            if (error < least) {
                least = error;
                best = shrinkage;
            }
        }
        return best;
    }

    /** Squared error of each judged block. */
    private double[] errors(boolean[] chosen, double shrinkage) {
        double[] errors = new double[next.length];
        for (int origin = 0; origin < errors.length; origin++) {
            double[] variance = Effects.variance(allKnown[origin]);
            double[] common = Effects.ofCategory(allKnown[origin], variance, new double[variance.length], chosen);
            for (int group = 0; group < groups; group++) {
                double[] own = groups == 1
                        ? common
                        : Effects.ofGroup(known[origin][group], common, variance, shrinkage, chosen);
                errors[origin] += next[origin][group].squaredError(own);
            }
        }
        return errors;
    }

    private static double strength(double[] without, double[] with) {
        double[] gains = new double[with.length];
        Arrays.setAll(gains, origin -> without[origin] - with[origin]);
        double mean = sum(gains) / gains.length;
        double squares =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum();
        double error = Math.sqrt(squares / (gains.length - 1) / gains.length);
        return error == 0 ? 0 : mean / error;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
