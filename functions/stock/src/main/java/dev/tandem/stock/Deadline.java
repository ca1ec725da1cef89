package dev.tandem.stock;

import dev.tandem.commons.http.ServiceUnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long a call may keep trying, and the pauses between its attempts: full jitter, so that those who met part again. */
final class Deadline {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 400;

    private final long endNanos;
    private int attempts;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** Waits before the next attempt. Throws 503 {@code BUSY} when there is no time for one. */
    void pause() {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts++, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (passed() || Thread.currentThread().isInterrupted()) {
            throw (ServiceUnavailableException) new ServiceUnavailableException(
                            "BUSY", "Too many want the same stock right now. Repeat with the same Idempotency-Key.")
                    .withHeader("Retry-After", "1");
        }
    }
}
