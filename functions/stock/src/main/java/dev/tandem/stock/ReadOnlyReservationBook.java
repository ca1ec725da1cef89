package dev.tandem.stock;

import dev.tandem.commons.idempotency.FirstAnswer;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** For functions that may read reservations and nothing else, as their role says. */
record ReadOnlyReservationBook(Function<String, Optional<Reservation>> reader) implements ReservationBook {

    @Override
    public Optional<Reservation> find(String reservationId) {
        return reader.apply(reservationId);
    }

    @Override
    public Outcome commit(ReservationChange change, @Nullable FirstAnswer answer) {
        throw new UnsupportedOperationException("This function only reads reservations");
    }

    @Override
    public Optional<Integer> countWrongCode(String reservationId, int limit) {
        throw new UnsupportedOperationException("This function only reads reservations");
    }
}
