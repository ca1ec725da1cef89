package dev.tandem.stock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reservation as the API shows it. */
public record ReservationView(
        String reservationId,
        Reservation.Status status,
        Fulfilment fulfilment,
        List<Reservation.Parcel> parcels,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable String pickupCode,
        @Nullable String reference,
        long version) {

    /** The code goes to the owner only: staff must hear it from the shopper. */
    static ReservationView of(Reservation reservation, boolean toOwner) {
        return new ReservationView(
                reservation.reservationId(),
                reservation.status(),
                reservation.fulfilment(),
                reservation.parcels(),
                reservation.createdAt(),
                reservation.expiresAt(),
                reservation.endedAt(),
                toOwner ? reservation.pickupCode() : null,
                reservation.reference(),
                reservation.version());
    }
}
