package dev.tandem.returns.lifecycle;

/** Where the figures of the promise go. */
public interface LifecycleMetrics {
    /** A stage was reached, a wait was in vain, or a step failed. */
    void moved(Lifecycle life, LifecycleSteps.Move move);

    /** The goods are booked: the clock stands. */
    void disposed(Lifecycle life);
}
