package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.Lists;
import dev.tandem.recommendation.trees.Examples;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Learns from links that were held back how much each kind of path tells of a link. */
final class ComplementRanker {
    private static final int HARD = 40;
    private static final int EASY = 30;
    private static final int ANY = 5;
    private static final int MOST_HELD = 40;
    private static final int QUERIES = 4_000;
    private static final int LEAST_QUERIES = 30;
    private static final int FOLDS = 3;
    /** The links of items held back whole count this much: for most items in a shop the links are known. */
    private static final float COLD = 0.25f;

    private static final GradientBoosting.Settings TREES =
            new GradientBoosting.Settings(120, 32, 5, 1, 2, 0.1, 1, 1, 1, 0, 1);

    private final @Nullable GradientBoosting trees;

    private ComplementRanker(@Nullable GradientBoosting trees) {
        this.trees = trees;
    }

    /**
     * Holds a tenth of the links back, and all links of one item in twenty, and learns to tell them from the paths that are left; several
     * times over, with other links, where the graph is small. With too few links to learn from the kinds of paths count by a plain sum.
     */
    static ComplementRanker train(Links links, Links swaps, ItemFacts facts) {
        Rows rows = new Rows();
        for (int fold = 0; fold < FOLDS && rows.groups < QUERIES; fold++) {
            Held held = Held.of(links, fold);
            rows.add(GraphData.of(held.known, swaps, facts), held.held, QUERIES, fold);
        }
        if (rows.groups < LEAST_QUERIES) {
            return new ComplementRanker(null);
        }
        return new ComplementRanker(GradientBoosting.trainWeighted(
                new Examples(Arrays.copyOf(rows.values, rows.size), Arrays.copyOf(rows.linked, rows.size)),
                Arrays.copyOf(rows.weights, rows.size),
                TREES));
    }

    /** Links held back for learning, and the others. */
    private record Held(Links known, Lists held) {
        static Held of(Links links, int fold) {
            Links.Builder known = new Links.Builder(links.size());
            Lists.Builder held = new Lists.Builder(links.size(), false);
            for (int item = 0; item < links.size(); item++) {
                for (int at = links.start(item); at < links.end(item); at++) {
                    int other = links.neighbour(at);
                    int draw = mixed(((long) Math.min(item, other) << 32) | Math.max(item, other));
                    if (draw % 10 == fold || mixed(item) % 20 == fold || mixed(other) % 20 == fold) {
                        held.add(other);
                    } else if (item < other) {
                        known.add(item, other, links.weight(at));
                    }
                }
                held.end();
            }
            return new Held(known.build(), held.build());
        }

        /** The last step of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), 0 or more. */
        private static int mixed(long value) {
            long z = value * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return (int) (z >>> 33);
        }
    }

    /** What was seen of candidates, a row each. */
    private static final class Rows {
        private float[][] values = new float[1 << 12][];
        private boolean[] linked = new boolean[1 << 12];
        private float[] weights = new float[1 << 12];
        private int size;
        private int groups;

        void add(GraphData data, Lists held, int queries, int seed) {
            PathWalker walker = new PathWalker(data);
            Random random = new Random(11 + seed);
            for (int source : sources(held, random)) {
                if (groups == queries) {
                    return;
                }
                walker.walk(source);
                int positives = 0;
                for (int at = held.starts()[source]; at < held.starts()[source + 1] && positives < MOST_HELD; at++) {
                    int target = held.values()[at];
                    if (walker.isCandidate(target)) {
                        row(walker, target, true, data.links().degree(target) == 0 ? COLD : 1);
                        positives++;
                    }
                }
                if (positives > 0) {
                    groups++;
                    others(data, walker, held, source, random);
                }
            }
        }

        /** The candidates that most paths lead to, some of the rest, each standing for as many as it was drawn from, and a few of all items. */
        private void others(GraphData data, PathWalker walker, Lists held, int source, Random random) {
            int candidates = walker.candidates();
            int hard = Math.min(HARD, candidates);
            for (int i = 0; i < hard + EASY + ANY; i++) {
                boolean any = i >= hard + EASY || candidates == 0;
                int target =
                        any ? random.nextInt(held.size()) : walker.candidate(i < hard ? i : random.nextInt(candidates));
                if (target != source
                        && !isHeld(held, source, target)
                        && !data.links().linked(source, target)) {
                    row(walker, target, false, i < hard || any ? 1 : Math.max(1, (candidates - hard) / (float) EASY));
                }
            }
        }

        private void row(PathWalker walker, int target, boolean isLinked, float weight) {
            if (size == linked.length) {
                values = Arrays.copyOf(values, size * 2);
                linked = Arrays.copyOf(linked, size * 2);
                weights = Arrays.copyOf(weights, size * 2);
            }
            values[size] = new float[PathFeatures.COUNT];
            PathFeatures.write(walker, target, values[size]);
            linked[size] = isLinked;
            weights[size++] = weight;
        }
    }

    private static int[] sources(Lists held, Random random) {
        int[] sources = new int[held.size()];
        int count = 0;
        for (int item = 0; item < held.size(); item++) {
            if (held.starts()[item + 1] > held.starts()[item]) {
                sources[count++] = item;
            }
        }
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swap = sources[i];
            sources[i] = sources[other];
            sources[other] = swap;
        }
        return Arrays.copyOf(sources, count);
    }

    private static boolean isHeld(Lists held, int source, int target) {
        for (int at = held.starts()[source]; at < held.starts()[source + 1]; at++) {
            if (held.values()[at] == target) {
                return true;
            }
        }
        return false;
    }

    /** The log of the odds that the item of the walk goes with the target. */
    double score(PathWalker walker, int target, float[] row) {
        if (trees == null) {
            return PathFeatures.plainSum(walker, target);
        }
        PathFeatures.write(walker, target, row);
        return trees.logOdds(row);
    }
}
