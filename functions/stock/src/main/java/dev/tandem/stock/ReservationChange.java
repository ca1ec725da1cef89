package dev.tandem.stock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a reservation with all that it moves: written whole or not at all.
 *
 * @param before absent for a new one
 */
public record ReservationChange(
        @Nullable Reservation before,
        Reservation after,
        List<Posting> postings,
        List<Hold> holdsAdded,
        List<Hold> holdsRemoved,
        Instant at) {

    /** Stock becomes reserved, if it is available. */
    public static ReservationChange open(Reservation reservation) {
        List<Hold> holds = reservation.holds();
        List<Posting> postings = holds.stream()
                .map(hold -> Posting.of(movement(
                                reservation, hold, 0, hold.quantity(), Cause.RESERVED, reservation.createdAt()))
                        .ifAvailable(hold.quantity()))
                .toList();
        return new ReservationChange(null, reservation, postings, holds, List.of(), reservation.createdAt());
    }

    /** What waits is free again: released by somebody or expired by time. */
    public static ReservationChange end(Reservation reservation, Reservation.Status status, Instant now) {
        Cause cause = status == Reservation.Status.EXPIRED ? Cause.EXPIRED : Cause.RELEASED;
        List<Hold> holds = reservation.holds();
        List<Posting> postings = holds.stream()
                .map(hold -> Posting.of(movement(reservation, hold, 0, -hold.quantity(), cause, now)))
                .toList();
        Instant endedAt = status == Reservation.Status.EXPIRED ? reservation.expiresAt() : now;
        return new ReservationChange(reservation, reservation.ended(status, endedAt), postings, List.of(), holds, now);
    }

    /** The goods of one location leave it. */
    public static ReservationChange pickUp(Reservation reservation, String location, Instant now) {
        List<Hold> holds = reservation.holds(
                parcel -> parcel.waiting() && parcel.location().equals(location));
        List<Posting> postings = holds.stream()
                .map(hold -> Posting.of(
                        movement(reservation, hold, -hold.quantity(), -hold.quantity(), Cause.PICKED_UP, now)))
                .toList();
        return new ReservationChange(reservation, reservation.pickedUp(location, now), postings, List.of(), holds, now);
    }

    private static Movement movement(
            Reservation reservation, Hold hold, long onHandDelta, long reservedDelta, Cause cause, Instant at) {
        return new Movement(
                reservation.reservationId() + "-" + cause,
                hold.location(),
                hold.sku(),
                onHandDelta,
                reservedDelta,
                0,
                cause,
                reservation.reservationId(),
                reservation.correlationId(),
                at,
                1);
    }
}
