package dev.tandem.stock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stock held for somebody.
 *
 * @param owner subject of the token that asked for it: personal data
 * @param expiresAt a whole second; from then on the hold does not count, swept or not
 * @param pickupCode for a pickup; kept in clear because its owner sees it again
 * @param wrongCodes how often a wrong code was given
 * @param version grows with each change of state
 */
public record Reservation(
        String reservationId,
        String owner,
        Status status,
        Fulfilment fulfilment,
        List<Parcel> parcels,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable String pickupCode,
        int wrongCodes,
        @Nullable String reference,
        String correlationId,
        long version) {

    /** ACTIVE holds stock; the others are ends. */
    public enum Status {
        ACTIVE,
        RELEASED,
        EXPIRED,
        PICKED_UP
    }

    /** Pieces of one SKU. */
    public record Line(String sku, Long quantity) {
        public Line {
            if (!Codes.isSku(sku)) {
                throw new IllegalArgumentException("sku is not a SKU");
            }
            if (quantity == null || quantity < 1 || quantity > 100_000) {
                throw new IllegalArgumentException("quantity must be from 1 to 100000");
            }
        }
    }

    /** What comes from one location. */
    public record Parcel(
            String location,
            List<Line> lines,
            @Nullable Double distanceKm,
            @Nullable Instant readyAt,
            @Nullable Instant pickedUpAt) {
        public Parcel {
            lines = List.copyOf(lines);
        }

        /** Whether it still holds stock while its reservation is active. */
        boolean waiting() {
            return pickedUpAt == null;
        }
    }

    public Reservation {
        parcels = List.copyOf(parcels);
    }

    public boolean isDue(Instant now) {
        return status == Status.ACTIVE && !now.isBefore(expiresAt);
    }

    /** As it counts at a moment: a hold past its time is expired, whether or not it was swept. */
    public Reservation asOf(Instant now) {
        return isDue(now) ? ended(Status.EXPIRED, expiresAt) : this;
    }

    public Reservation ended(Status end, Instant at) {
        return with(end, parcels, at);
    }

    /** The goods of one location handed over; the last parcel ends the reservation. */
    public Reservation pickedUp(String location, Instant at) {
        List<Parcel> after = parcels.stream()
                .map(parcel -> parcel.location.equals(location) && parcel.waiting()
                        ? new Parcel(parcel.location, parcel.lines, parcel.distanceKm, parcel.readyAt, at)
                        : parcel)
                .toList();
        return after.stream().anyMatch(Parcel::waiting) ? with(status, after, null) : with(Status.PICKED_UP, after, at);
    }

    private Reservation with(Status newStatus, List<Parcel> newParcels, @Nullable Instant end) {
        return new Reservation(
                reservationId,
                owner,
                newStatus,
                fulfilment,
                newParcels,
                createdAt,
                expiresAt,
                end,
                pickupCode,
                wrongCodes,
                reference,
                correlationId,
                version + 1);
    }

    /** The holds of parcels that still wait. */
    public List<Hold> holds() {
        return holds(Parcel::waiting);
    }

    List<Hold> holds(Predicate<Parcel> which) {
        List<Hold> holds = new ArrayList<>();
        for (Parcel parcel : parcels) {
            if (which.test(parcel)) {
                parcel.lines.forEach(line -> holds.add(
                        new Hold(line.sku, parcel.location, reservationId, line.quantity, expiresAt.getEpochSecond())));
            }
        }
        return holds;
    }
}
