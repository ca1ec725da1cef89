package dev.tandem.recommendation.graph;

import java.util.Arrays;

/** Counts unordered pairs of items in a hash table of primitives; visits them in order of their numbers. */
final class PairCounts {
    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private float[] weights = new float[1 << 10];
    private int size;

    interface Visitor {
        void pair(int first, int second, int count, double weight);
    }

    void add(int item, int other, double weight) {
        // One more than the pair, so that 0 says "free".
        long key = (((long) Math.min(item, other) << 32) | Math.max(item, other)) + 1;
        int slot = slot(keys, key);
        if (keys[slot] == 0) {
            if (++size > keys.length / 2) {
                grow();
                slot = slot(keys, key);
            }
            keys[slot] = key;
        }
        counts[slot]++;
        weights[slot] += (float) weight;
    }

    private static int slot(long[] keys, long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 33) & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] moved = new long[keys.length * 2];
        int[] movedCounts = new int[moved.length];
        float[] movedWeights = new float[moved.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int slot = slot(moved, keys[i]);
                moved[slot] = keys[i];
                movedCounts[slot] = counts[i];
                movedWeights[slot] = weights[i];
            }
        }
        keys = moved;
        counts = movedCounts;
        weights = movedWeights;
    }

    void forEach(Visitor visitor) {
        long[] sorted = Arrays.stream(keys).filter(key -> key != 0).sorted().toArray();
        for (long key : sorted) {
            int slot = slot(keys, key);
            visitor.pair((int) ((key - 1) >>> 32), (int) (key - 1), counts[slot], weights[slot]);
        }
    }
}
