package dev.tandem.recommendation.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How much more often the items of two classes (categories, brands) are linked than chance would have it. */
final class Affinity {
    /** Links that chance is given before the data speak. */
    private static final double DOUBT = 3;

    private final Map<Long, Float> between = new HashMap<>();
    private final float[] totals;
    private double all;

    /** @param classes per item its class, -1 for none */
    Affinity(Links links, int[] classes, int count) {
        totals = new float[count];
        for (int item = 0; item < classes.length; item++) {
            int from = classes[item];
            for (int at = links.start(item); from >= 0 && at < links.end(item); at++) {
                int to = classes[links.neighbour(at)];
                if (to >= 0) {
                    between.merge(key(from, to), links.weight(at), Float::sum);
                    totals[from] += links.weight(at);
                    all += links.weight(at);
                }
            }
        }
    }

    private static long key(int from, int to) {
        return ((long) from << 32) | to;
    }

    /** Log of the links seen over the links expected; 0 for what is not known. */
    double lift(int from, int to) {
        if (from < 0 || to < 0 || all == 0) {
            return 0;
        }
        double expected = (double) totals[from] * totals[to] / all;
        return Math.log((between.getOrDefault(key(from, to), 0f) + DOUBT) / (expected + DOUBT));
    }

    /** The share of a class's links that go to another, 0 to 1. */
    double share(int from, int to) {
        return from < 0 || to < 0 ? 0 : between.getOrDefault(key(from, to), 0f) / (totals[from] + DOUBT);
    }

    /** Per class the classes that most of its links go to, of those with more links than by chance. */
    int[][] partners(int most) {
        int[][] partners = new int[totals.length][0];
        long[] keys =
                between.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        for (int at = 0; at < keys.length; ) {
            int from = (int) (keys[at] >>> 32);
            int start = at;
            while (at < keys.length && (int) (keys[at] >>> 32) == from) {
                at++;
            }
            int[] order = Order.descending(
                    at - start, i -> lift(from, (int) keys[start + i]) > 0 ? share(from, (int) keys[start + i]) : 0);
            partners[from] = Arrays.stream(order)
                    .limit(most)
                    .map(i -> (int) keys[start + i])
                    .filter(to -> lift(from, to) > 0)
                    .toArray();
        }
        return partners;
    }
}
