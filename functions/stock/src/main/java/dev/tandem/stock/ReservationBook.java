package dev.tandem.stock;

import dev.tandem.commons.idempotency.FirstAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where reservations are kept. */
public interface ReservationBook {

    /** How an attempt to write a change ended. Only DONE had an effect. */
    enum Outcome {
        DONE,
        /** Stock or reservation are not as the change needs them any more: read again. */
        REFUSED,
        /** Others wrote to the same at the same moment: try again. */
        CONTENDED,
        /** The request with this key has been answered before. */
        REPEATED
    }

    /** Read consistently. */
    Optional<Reservation> find(String reservationId);

    /** Writes reservation, holds, balances, movements and the first answer in one transaction. */
    Outcome commit(ReservationChange change, @Nullable FirstAnswer answer);

    /**
     * Counts a wrong pickup code, unless the limit is reached.
     *
     * @return wrong codes so far, or empty when no more are taken (also when the reservation is not active)
     */
    Optional<Integer> countWrongCode(String reservationId, int limit);
}
