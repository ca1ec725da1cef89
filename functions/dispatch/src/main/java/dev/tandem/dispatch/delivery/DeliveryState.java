package dev.tandem.dispatch.delivery;

import java.util.Set;

/** How far a delivery has come, and what may come next. */
public enum DeliveryState {
    /** For a courier. */
    WAITING,
    /** To one courier, who has not answered. */
    OFFERED,
    /** A courier has accepted it. */
    ASSIGNED,
    PICKED_UP,
    DELIVERED,
    /** Brought to nobody; the goods are with the courier or the shop. */
    FAILED,
    CANCELLED;

    public boolean ended() {
        return this == DELIVERED || this == FAILED || this == CANCELLED;
    }

    public Set<DeliveryState> next() {
        return switch (this) {
            case WAITING -> Set.of(OFFERED, CANCELLED);
            case OFFERED -> Set.of(WAITING, ASSIGNED, CANCELLED);
            case ASSIGNED -> Set.of(WAITING, PICKED_UP, FAILED, CANCELLED);
            case PICKED_UP -> Set.of(DELIVERED, FAILED);
            case DELIVERED, FAILED, CANCELLED -> Set.of();
        };
    }
}
