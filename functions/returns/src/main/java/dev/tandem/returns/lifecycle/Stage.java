package dev.tandem.returns.lifecycle;

/** How far a return has come after its approval. */
public enum Stage {
    /** Slots are offered. */
    ARRANGING,
    BOOKED,
    /** The courier has the goods: the 72-hour clock runs. */
    COLLECTED,
    /** On the way to a sorting centre. */
    ROUTED,
    RECEIVED,
    /** Handed in at a store: the 15-minute clock runs. */
    SCANNED,
    GRADED,
    /** Goods are booked to stock: the clock stands. */
    DISPOSED,
    /** Ended without goods: never collected, cancelled, or chosen otherwise. */
    ENDED,
    /** A step failed for good; staff was told. */
    FAILED
}
