package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.Lists;
import java.util.Arrays;

/**
 * An undirected weighted graph over items: for every item its neighbours, those that say most first (weight over the root of the
 * neighbour's degree), so that a walk that stops early has lost the least.
 */
public final class Links {
    private final Lists lists;
    private final float[] strengths;

    private Links(Lists lists, float[] strengths) {
        this.lists = lists;
        this.strengths = strengths;
    }

    /** Number of items. */
    public int size() {
        return lists.size();
    }

    /** Number of pairs. */
    public int pairs() {
        return lists.values().length / 2;
    }

    public int degree(int item) {
        return lists.starts()[item + 1] - lists.starts()[item];
    }

    /** Sum of the weights of an item's links. */
    public float strength(int item) {
        return strengths[item];
    }

    public int start(int item) {
        return lists.starts()[item];
    }

    /** Where the first {@code most} neighbours of an item end. */
    public int end(int item, int most) {
        return Math.min(lists.starts()[item + 1], lists.starts()[item] + most);
    }

    public int end(int item) {
        return lists.starts()[item + 1];
    }

    /** The neighbour at a position from {@link #start} to before {@link #end}. */
    public int neighbour(int at) {
        return lists.values()[at];
    }

    public float weight(int at) {
        return lists.weights()[at];
    }

    public boolean linked(int item, int other) {
        return weightBetween(item, other) > 0;
    }

    /** The weight of the link between two items, 0 without one. */
    public float weightBetween(int item, int other) {
        boolean first = degree(item) <= degree(other);
        return first ? lists.weight(item, other) : lists.weight(other, item);
    }

    /** The degrees of all items. */
    public int[] degrees() {
        int[] degrees = new int[size()];
        Arrays.setAll(degrees, this::degree);
        return degrees;
    }

    /** Collects pairs; a pair that comes again adds its weight to the first. */
    public static final class Builder {
        private final int items;
        private long[] pairs = new long[1024];
        private float[] weights = new float[1024];
        private int size;

        public Builder(int items) {
            this.items = items;
        }

        /** A link between two different items; of an item with itself there is none. */
        public void add(int item, int other, double weight) {
            if (item != other && weight > 0) {
                put(item, other, weight);
                put(other, item, weight);
            }
        }

        private void put(int from, int to, double weight) {
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, size * 2);
                weights = Arrays.copyOf(weights, size * 2);
            }
            pairs[size] = ((long) from << 32) | to;
            weights[size++] = (float) weight;
        }

        public Links build() {
            int[] degrees = merge();
            float[] strengths = new float[items];
            for (int i = 0; i < size; i++) {
                strengths[(int) (pairs[i] >>> 32)] += weights[i];
            }
            Lists.Builder lists = new Lists.Builder(items, true);
            int at = 0;
            for (int item = 0; item < items; item++) {
                int from = at;
                while (at < size && (int) (pairs[at] >>> 32) == item) {
                    at++;
                }
                int[] order =
                        Order.descending(at - from, i -> weights[from + i] / Math.sqrt(degrees[(int) pairs[from + i]]));
                for (int i : order) {
                    lists.add((int) pairs[from + i], weights[from + i]);
                }
                lists.end();
            }
            return new Links(lists.build(), strengths);
        }

        /** Sorts the pairs and adds up equal ones; the degrees that come of it. */
        private int[] merge() {
            int[] order = Order.ascending(Arrays.copyOf(pairs, size));
            long[] sorted = new long[size];
            float[] sums = new float[size];
            int[] degrees = new int[items];
            int count = 0;
            for (int i : order) {
                if (count > 0 && sorted[count - 1] == pairs[i]) {
                    sums[count - 1] += weights[i];
                } else {
                    sorted[count] = pairs[i];
                    sums[count++] = weights[i];
                    degrees[(int) (pairs[i] >>> 32)]++;
                }
            }
            pairs = sorted;
            weights = sums;
            size = count;
            return degrees;
        }
    }
}
