package dev.tandem.recommendation;

import java.util.concurrent.ThreadLocalRandom;

/** Where several write the same item, those who lost a conditional write meet again after pauses of random length. */
final class Contention {
    private Contention() {}

    /** Up to 8 milliseconds after the first attempt, twice as long after each further one, at most a quarter of a second. */
    static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 8L << Math.min(attempt, 5)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
