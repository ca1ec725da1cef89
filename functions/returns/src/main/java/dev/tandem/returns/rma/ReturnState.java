package dev.tandem.returns.rma;

import java.util.Set;

/**
 * Where a return stands. {@code REQUESTED} waits for the shopper (photos, precheck), {@code IN_REVIEW} for staff, {@code APPROVED} for the
 * goods, {@code HANDED_OVER} for whoever grades them. The other three are ends, but that staff may approve after all what was rejected.
 */
public enum ReturnState {
    REQUESTED,
    IN_REVIEW,
    APPROVED,
    /** The goods are with a courier or in a store; nothing can be chosen any more. */
    HANDED_OVER,
    REJECTED,
    /** The shopper keeps the goods; their pieces can be returned another time. */
    CANCELLED,
    /** The shopper has got what is due. */
    SETTLED;

    private Set<ReturnState> next() {
        return switch (this) {
            case REQUESTED, IN_REVIEW -> Set.of(REQUESTED, IN_REVIEW, APPROVED, REJECTED, CANCELLED);
            case APPROVED -> Set.of(REJECTED, CANCELLED, HANDED_OVER, SETTLED);
            case HANDED_OVER -> Set.of(REJECTED, SETTLED);
            case REJECTED -> Set.of(APPROVED);
            case CANCELLED, SETTLED -> Set.of();
        };
    }

    public boolean canBecome(ReturnState state) {
        return next().contains(state);
    }

    /** Whether the pieces of the order are taken by it. */
    public boolean holdsPieces() {
        return this != REJECTED && this != CANCELLED;
    }

    /** Whether something happens to it when its deadline passes. */
    boolean endsAtDeadline() {
        return isOpen() || this == APPROVED;
    }

    /** Whether a check may still decide it. */
    public boolean isOpen() {
        return this == REQUESTED || this == IN_REVIEW;
    }
}
