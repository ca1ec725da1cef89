package dev.tandem.local.gateway;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many large bodies be in memory at once; the rest wait their turn unread. Body, text, tree and event of one
 * request take many times its size, and sixty requests of 9 MB at once would otherwise end in an exhausted heap.
 */
final class LargeBodies {
    private static final int LARGE = 256 * 1024;
    private static final int COPIES = 16;

    private final Semaphore slots;
    private final int maxBodyBytes;
    private final Duration patience;

    LargeBodies(long heapBytes, int maxBodyBytes, Duration patience) {
        this.slots = new Semaphore((int) Math.clamp(heapBytes / COPIES / maxBodyBytes, 1, 64), true);
        this.maxBodyBytes = maxBodyBytes;
        this.patience = patience;
    }

    /**
     * Waits for room.
     *
     * @param announcedBytes of the body, or -1 when it is chunked and can be anything
     * @throws ProblemException 429 TOO_MANY_LARGE_BODIES when there was none in time
     */
    Slot enter(long announcedBytes) {
        // One that is too large need not wait to be refused.
        if ((announcedBytes >= 0 && announcedBytes <= LARGE) || announcedBytes > maxBodyBytes) {
            return new Slot(false);
        }
        try {
            if (slots.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Slot(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Problem.of(429, "TOO_MANY_LARGE_BODIES", "Too many large bodies at once; repeat in a moment.")
                .with("Retry-After", "5")
                .asException();
    }

    /** Room for one body until closed. */
    final class Slot implements AutoCloseable {
        private boolean held;

        private Slot(boolean held) {
            this.held = held;
        }

        /** Gives the room back at once when a chunked body turned out to be small. */
        void settle(int bytes) {
            if (bytes <= LARGE) {
                close();
            }
        }

        @Override
        public void close() {
            if (held) {
                held = false;
                slots.release();
            }
        }
    }
}
