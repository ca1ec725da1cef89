package dev.tandem.recommendation.model;

import java.util.Arrays;

/** The past sessions that share an item with the one at hand, and the most similar of them. */
final class Neighbours {
    private int[] found = new int[1024];
    private long[] ranked = new long[1024];
    private int count;
    private int first;

    void clear() {
        count = 0;
        first = 0;
    }

    void add(int session) {
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = session;
    }

    /** Keeps the {@code most} best by similarity times weight, more recent ones where equal; clears the similarities. */
    void select(float[] similarity, float[] weights, int most) {
        if (ranked.length < count) {
            ranked = new long[found.length];
        }
        for (int i = 0; i < count; i++) {
            int session = found[i];
            // Bits of positive floats sort like the floats; the session's number, which grows with time, decides a tie.
            ranked[i] = (long) Float.floatToRawIntBits(similarity[session] * weights[session]) << 32 | session;
            similarity[session] = 0;
        }
        first = Math.max(0, count - most);
        if (first > 0) {
            partition(0, count - 1, first);
        }
    }

    int size() {
        return count - first;
    }

    int session(int neighbour) {
        return (int) ranked[first + neighbour];
    }

    float similarity(int neighbour) {
        return Float.intBitsToFloat((int) (ranked[first + neighbour] >>> 32));
    }

    /** Quickselect (Hoare): after it, nothing before {@code nth} is greater than anything from there on. */
    private void partition(int from, int to, int nth) {
        int low = from;
        int high = to;
        while (low < high) {
            long pivot = median(ranked[low], ranked[(low + high) >>> 1], ranked[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (ranked[left] < pivot) {
                    left++;
                }
                while (ranked[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    long swapped = ranked[left];
                    ranked[left++] = ranked[right];
                    ranked[right--] = swapped;
                }
            }
            if (nth <= right) {
                high = right;
            } else if (nth >= left) {
                low = left;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
