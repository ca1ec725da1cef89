package dev.tandem.commons;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.http.ServiceUnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long a call may keep trying, and the pauses between its attempts: full jitter, so that those who met part again. */
public final class Attempts {
    /** Left to write an answer after the last attempt. */
    private static final Duration MARGIN = Duration.ofMillis(1500);

    private static final Duration MOST = Duration.ofSeconds(25);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 400;

    private final long endNanos;
    private int attempts;

    private Attempts(long endNanos) {
        this.endNanos = endNanos;
    }

    public static Attempts in(Duration time) {
        return new Attempts(System.nanoTime() + time.toNanos());
    }

    /** Nearly all the time that the function has left, and no more than the gateway waits (29 seconds). */
    public static Attempts ofCall(Context context) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        return in(left.compareTo(MOST) > 0 ? MOST : left);
    }

    public boolean passed() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** Waits before the next attempt. Throws 503 {@code BUSY} when there is no time for one. */
    public void pause() {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts++, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (passed() || Thread.currentThread().isInterrupted()) {
            throw (ServiceUnavailableException) new ServiceUnavailableException(
                            "BUSY", "Too many want the same right now. Repeat with the same Idempotency-Key.")
                    .withHeader("Retry-After", "1");
        }
    }
}
