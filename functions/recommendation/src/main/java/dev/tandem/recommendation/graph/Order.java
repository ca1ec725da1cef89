package dev.tandem.recommendation.graph;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Positions in an order, without objects; equal ones stay as they were. */
final class Order {
    private Order() {}

    /** Positions 0 to before {@code size}, those with the highest value first. */
    static int[] descending(int size, IntToDoubleFunction value) {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            // The bits of a float that is not negative are in the order of the floats.
            int bits = Float.floatToRawIntBits((float) Math.max(0, value.applyAsDouble(i)));
            keys[i] = ((long) (Integer.MAX_VALUE - bits) << 32) | i;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** Positions of the values from the smallest to the greatest. */
    static int[] ascending(long[] values) {
        int[] order = new int[values.length];
        int[] spare = new int[values.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int shift = 0; shift < Long.SIZE; shift += 16) {
            int[] starts = new int[(1 << 16) + 1];
            for (long value : values) {
                starts[(int) (value >>> shift & 0xFFFF) + 1]++;
            }
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            for (int i : order) {
                spare[starts[(int) (values[i] >>> shift & 0xFFFF)]++] = i;
            }
            int[] sorted = spare;
            spare = order;
            order = sorted;
        }
        return order;
    }
}
