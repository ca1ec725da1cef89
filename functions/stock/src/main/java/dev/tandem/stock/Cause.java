package dev.tandem.stock;

/** Why a balance changed. The names are stored and part of the API; add, never rename. */
public enum Cause {
    SALE,
    RETURN,
    RESERVED,
    RELEASED,
    EXPIRED,
    PICKED_UP,
    FEED_SNAPSHOT,
    FEED_DELTA,
    /** A SKU that a full snapshot of its location does not name any more. */
    FEED_ABSENT,
    TRANSFER,
    WRITE_OFF,
    /** The safety stock held back from promise was set anew. */
    BUFFER,
    CORRECTION
}
