package dev.tandem.local.lambda;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Counters of one function. */
final class FunctionStatistics {
    private final long[] recent = new long[1024];
    private long invocations;
    private long errors;
    private long timeouts;
    private long throttles;
    private long coldStarts;
    private long lastInitNanos;
    private long maximumNanos;

    synchronized void finished(long nanos, boolean failed, boolean timedOut) {
        recent[(int) (invocations % recent.length)] = nanos;
        invocations++;
        errors += failed ? 1 : 0;
        timeouts += timedOut ? 1 : 0;
        maximumNanos = Math.max(maximumNanos, nanos);
    }

    synchronized void throttled() {
        throttles++;
    }

    synchronized void coldStart(long nanos) {
        coldStarts++;
        lastInitNanos = nanos;
    }

    synchronized FunctionMetrics snapshot(String name, List<Long> pids, int busy, int queued, String logTail) {
        long[] sorted = Arrays.copyOf(recent, (int) Math.min(invocations, recent.length));
        Arrays.sort(sorted);
        return new FunctionMetrics(
                name,
                invocations,
                errors,
                timeouts,
                throttles,
                coldStarts,
                pids,
                busy,
                queued,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                Duration.ofNanos(maximumNanos),
                Duration.ofNanos(lastInitNanos),
                logTail);
    }

    private static Duration quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))]);
    }
}
