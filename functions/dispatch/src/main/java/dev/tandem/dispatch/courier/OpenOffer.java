package dev.tandem.dispatch.courier;

import dev.tandem.dispatch.matching.Offer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a courier is asked to do, all of it or none.
 *
 * @param stops of what is offered
 * @param trip the rest of the trip under way with these stops in it, as it is after a yes; empty for a courier who was free
 * @param freeAt when the courier is expected to be free again
 * @param kilometers of the way as the crow flies, from where the courier is; absent in those made before it was noted
 * @param payMinor for all of it, in minor units of the policy's currency
 * @param policyVersion of the policy that decided
 */
public record OpenOffer(
        String offerId,
        String zone,
        List<TripStop> stops,
        List<TripStop> trip,
        Instant offeredAt,
        Instant expiresAt,
        Instant freeAt,
        @Nullable Double kilometers,
        long payMinor,
        String policyVersion) {
    public OpenOffer {
        stops = List.copyOf(stops);
        // Those made before there were additions have none.
        trip = trip == null ? List.of() : List.copyOf(trip);
    }

    public List<String> deliveryIds() {
        return stops.stream()
                .filter(stop -> stop.kind() == Offer.Stop.Kind.DROP_OFF)
                .map(TripStop::deliveryId)
                .toList();
    }

    /** The same without one delivery, which the shop has cancelled. */
    public OpenOffer without(String deliveryId) {
        return new OpenOffer(
                offerId,
                zone,
                without(stops, deliveryId),
                without(trip, deliveryId),
                offeredAt,
                expiresAt,
                freeAt,
                kilometers,
                payMinor,
                policyVersion);
    }

    private static List<TripStop> without(List<TripStop> stops, String deliveryId) {
        return stops.stream()
                .filter(stop -> !stop.deliveryId().equals(deliveryId))
                .toList();
    }

    /** All that the courier has to do after a yes. */
    public List<TripStop> wholeWay() {
        return trip.isEmpty() ? stops : trip;
    }
}
