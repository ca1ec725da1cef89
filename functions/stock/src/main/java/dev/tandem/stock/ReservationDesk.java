package dev.tandem.stock;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.ForbiddenException;
import dev.tandem.commons.http.GoneException;
import dev.tandem.commons.http.LockedException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.stock.ReservationBook.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a reservation after it was made: it is shown, let go, handed over, or its time ends. Each step is one
 * transaction that holds only if nobody else changed the reservation since it was read; if so, it is read and judged again.
 */
final class ReservationDesk {
    static final int MOST_WRONG_CODES = 5;

    private final ReservationBook book;
    private final Clock clock;

    ReservationDesk(ReservationBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Who acts. */
    record Caller(String subject, boolean staff) {
        boolean owns(Reservation reservation) {
            return reservation.owner().equals(subject);
        }
    }

    /** The state after a request, and whether its answer was stored together with it. */
    record Settled(Reservation reservation, boolean recorded) {}

    /** Makes the answer to be stored from the state that a change leads to. */
    interface Answer extends Function<Reservation, FirstAnswer> {}

    /** As it counts now. Throws 404 {@code RESERVATION_NOT_FOUND}, also for somebody else's. */
    Reservation find(String reservationId, Caller caller) {
        return owned(reservationId, caller).asOf(clock.instant());
    }

    /** Lets go what is held; what has ended stays as it is. */
    Settled release(String reservationId, Caller caller, Answer answer, Attempts deadline) {
        while (true) {
            Reservation reservation = owned(reservationId, caller);
            if (reservation.status() != Reservation.Status.ACTIVE) {
                return new Settled(reservation, false);
            }
            Instant now = clock.instant();
            Reservation.Status end = reservation.isDue(now) ? Reservation.Status.EXPIRED : Reservation.Status.RELEASED;
            ReservationChange change = ReservationChange.end(reservation, end, now);
            if (done(book.commit(change, answer.apply(change.after())), deadline)) {
                return new Settled(change.after(), true);
            }
        }
    }

    /**
     * The goods of one location leave it. A pickup needs the shopper's code.
     *
     * @param location may be absent when only one parcel waits
     */
    Settled confirm(
            String reservationId, @Nullable String code, @Nullable String location, Answer answer, Attempts deadline) {
        while (true) {
            Reservation reservation = book.find(reservationId).orElseThrow(ReservationDesk::notFound);
            Instant now = clock.instant();
            if (reservation.isDue(now)) {
                // No need to sweep it here: from now on it does not count, whoever reads it.
                throw expired(reservation);
            }
            switch (reservation.status()) {
                case EXPIRED -> throw expired(reservation);
                case RELEASED ->
                    throw new ConflictException(
                            "RESERVATION_RELEASED",
                            "It was released at " + reservation.endedAt() + "; nothing is held for it.");
                case PICKED_UP ->
                    throw new ConflictException(
                            "ALREADY_PICKED_UP", "It was handed over at " + reservation.endedAt() + ".");
                case ACTIVE -> {}
            }
            String from = parcel(reservation, location);
            if (reservation.fulfilment() == Fulfilment.PICKUP) {
                checkCode(reservation, code);
            }
            ReservationChange change = ReservationChange.pickUp(reservation, from, now);
            if (done(book.commit(change, answer.apply(change.after())), deadline)) {
                return new Settled(change.after(), true);
            }
        }
    }

    /**
     * Ends a hold whose time is over.
     *
     * @return whether this call ended it; false when it is not due, gone, or somebody else was faster
     */
    boolean expire(String reservationId, Attempts deadline) {
        while (true) {
            Reservation reservation = book.find(reservationId).orElse(null);
            Instant now = clock.instant();
            if (reservation == null || !reservation.isDue(now)) {
                return false;
            }
            ReservationChange change = ReservationChange.end(reservation, Reservation.Status.EXPIRED, now);
            if (done(book.commit(change, null), deadline)) {
                return true;
            }
        }
    }

    private Reservation owned(String reservationId, Caller caller) {
        return book.find(reservationId)
                .filter(reservation -> caller.staff() || caller.owns(reservation))
                .orElseThrow(ReservationDesk::notFound);
    }

    static boolean done(Outcome outcome, Attempts deadline) {
        switch (outcome) {
            case DONE -> {
                return true;
            }
            case REPEATED -> throw new RepeatedException();
            case REFUSED, CONTENDED -> deadline.pause();
        }
        return false;
    }

    private static String parcel(Reservation reservation, @Nullable String location) {
        List<String> waiting = reservation.parcels().stream()
                .filter(Reservation.Parcel::waiting)
                .map(Reservation.Parcel::location)
                .toList();
        if (location == null) {
            if (waiting.size() == 1) {
                return waiting.getFirst();
            }
            throw new UnprocessableException(
                    "LOCATION_REQUIRED", "Parcels wait at several locations; name the one that hands over.");
        }
        if (waiting.contains(location)) {
            return location;
        }
        if (reservation.parcels().stream().anyMatch(parcel -> parcel.location().equals(location))) {
            throw new ConflictException("ALREADY_PICKED_UP", "The parcel of " + location + " was handed over before.");
        }
        throw new UnprocessableException("NOTHING_HELD_HERE", "Nothing is held at " + location + " for it.");
    }

    private void checkCode(Reservation reservation, @Nullable String code) {
        if (reservation.wrongCodes() >= MOST_WRONG_CODES) {
            throw locked();
        }
        if (code == null) {
            throw new UnprocessableException("PICKUP_CODE_REQUIRED", "Ask the shopper for the pickup code.");
        }
        byte[] expected = String.valueOf(reservation.pickupCode()).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, code.getBytes(StandardCharsets.UTF_8))) {
            int wrong = book.countWrongCode(reservation.reservationId(), MOST_WRONG_CODES)
                    .orElseThrow(ReservationDesk::locked);
            throw new ForbiddenException(
                    "PICKUP_CODE_WRONG", "Not the pickup code. Attempts left: " + (MOST_WRONG_CODES - wrong) + ".");
        }
    }

    private static NotFoundException notFound() {
        return new NotFoundException("RESERVATION_NOT_FOUND", "There is no such reservation of yours.");
    }

    private static GoneException expired(Reservation reservation) {
        return new GoneException(
                "RESERVATION_EXPIRED", "The hold ended at " + reservation.expiresAt() + "; reserve again.");
    }

    private static LockedException locked() {
        return new LockedException(
                "PICKUP_CODE_LOCKED", "Too many wrong codes. Check who it is, release the hold and reserve again.");
    }
}
