package dev.tandem.dispatch.courier;

import dev.tandem.dispatch.matching.Offer;
import java.time.Instant;
import java.util.List;

/**
 * What a courier is asked to do, all of it or none.
 *
 * @param freeAt when the courier is expected to be free again
 * @param payMinor for all of it, in minor units of the policy's currency
 * @param policyVersion of the policy that decided
 */
public record OpenOffer(
        String offerId,
        String zone,
        List<TripStop> stops,
        Instant offeredAt,
        Instant expiresAt,
        Instant freeAt,
        long payMinor,
        String policyVersion) {
    public OpenOffer {
        stops = List.copyOf(stops);
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
                stops.stream()
                        .filter(stop -> !stop.deliveryId().equals(deliveryId))
                        .toList(),
                offeredAt,
                expiresAt,
                freeAt,
                payMinor,
                policyVersion);
    }
}
