package dev.tandem.bench;

import java.util.Arrays;

/** Durations of single calls in nanoseconds, kept whole, so that percentiles are exact. Not safe for use by several threads. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    void addAll(Latencies other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /**
     * The nearest-rank percentile in microseconds.
     *
     * @param share 0 to 1; 1 is the maximum
     * @throws IllegalStateException when nothing was measured
     */
    long percentileMicros(double share) {
        return percentileNanos(share) / 1000;
    }

    /** The same in nanoseconds. */
    long percentileNanos(double share) {
        if (count == 0) {
            throw new IllegalStateException("Nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.max(rank, 1) - 1];
    }
}
