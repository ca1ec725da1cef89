package dev.tandem.dispatch.courier;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a courier's app shows: the shift, what is asked, what is to be done. */
public record CourierView(
        String courierId,
        boolean onShift,
        @Nullable Shift shift,
        List<OfferView> offers,
        @Nullable TripView trip,
        long earnedMinor) {

    /**
     * None or one.
     *
     * @param trip what is left of the trip under way with these stops in it; absent when the courier is on none
     */
    public record OfferView(
            String offerId,
            String zone,
            List<TripStop> stops,
            @Nullable List<TripStop> trip,
            Instant offeredAt,
            Instant expiresAt,
            long payMinor) {}

    public record TripView(String offerId, String zone, List<TripStop> stops, Instant acceptedAt, Instant freeAt) {}

    /** An offer whose time is over is not shown, whether it was withdrawn already or not. */
    public static CourierView of(Courier courier, Instant now) {
        OpenOffer offer = courier.offer();
        Trip trip = courier.trip();
        return new CourierView(
                courier.courierId(),
                courier.shift() != null,
                courier.shift(),
                offer == null || !offer.expiresAt().isAfter(now)
                        ? List.of()
                        : List.of(new OfferView(
                                offer.offerId(),
                                offer.zone(),
                                offer.stops(),
                                trip == null || offer.trip().isEmpty() ? null : offer.trip(),
                                offer.offeredAt(),
                                offer.expiresAt(),
                                offer.payMinor())),
                trip == null
                        ? null
                        : new TripView(trip.offerId(), trip.zone(), trip.stops(), trip.acceptedAt(), trip.freeAt()),
                courier.earnedMinor());
    }
}
