package dev.tandem.dispatch.flow;

import dev.tandem.commons.Ids;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.courier.Trip;
import dev.tandem.dispatch.courier.TripStop;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.matching.Addition;
import dev.tandem.dispatch.matching.Offer;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.policy.DispatchPolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the matcher's decisions of one tick into steps of couriers and deliveries. */
final class OfferMaker {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Zone zone;
    private final DispatchPolicy policy;
    private final Map<String, Courier> couriers;
    private final Map<String, GeoPoint> places;
    private final Map<String, Delivery> waiting;
    private final Instant now;

    OfferMaker(
            Zone zone,
            DispatchPolicy policy,
            Map<String, Courier> couriers,
            Map<String, GeoPoint> places,
            Map<String, Delivery> waiting,
            Instant now) {
        this.zone = zone;
        this.policy = policy;
        this.couriers = couriers;
        this.places = places;
        this.waiting = waiting;
        this.now = now;
    }

    /** A trip for a courier who is free. */
    Change offer(Offer offer) {
        Courier courier = couriers.get(offer.courierId());
        if (courier == null || !courier.isFree()) {
            throw new IllegalStateException("The matcher has chosen " + offer.courierId() + ", who is not free");
        }
        List<TripStop> stops = offer.stops().stream().map(this::stop).toList();
        return asked(courier, offer.orderIds(), stops, List.of(), offer.freeAtMillis());
    }

    /** One delivery more for a courier under way. */
    Change addition(Addition addition) {
        Courier courier = couriers.get(addition.courierId());
        if (courier == null || !courier.mayTakeMore()) {
            throw new IllegalStateException("The matcher has chosen " + addition.courierId() + ", who takes no more");
        }
        List<TripStop> stops = new ArrayList<>();
        List<TripStop> trip = new ArrayList<>();
        for (Offer.Stop planned : addition.stops()) {
            boolean added = planned.orderId().equals(addition.orderId());
            TripStop stop = added ? stop(planned) : moved(courier, planned);
            trip.add(stop);
            if (added) {
                stops.add(stop);
            }
        }
        return asked(courier, List.of(addition.orderId()), stops, trip, addition.freeAtMillis());
    }

    private TripStop stop(Offer.Stop planned) {
        Delivery delivery = delivery(planned.orderId());
        boolean pickUp = planned.kind() == Offer.Stop.Kind.PICK_UP;
        return new TripStop(
                planned.kind(),
                planned.orderId(),
                pickUp ? delivery.pickUp() : delivery.dropOff(),
                Instant.ofEpochMilli(planned.atMillis()),
                null);
    }

    /** A stop of the trip under way at its new time. */
    private static TripStop moved(Courier courier, Offer.Stop planned) {
        Trip trip = courier.trip();
        TripStop stop = trip == null
                ? null
                : trip.open(planned.kind(), planned.orderId()).orElse(null);
        if (stop == null) {
            throw new IllegalStateException(courier.courierId() + " is not on the way with " + planned.orderId());
        }
        return new TripStop(
                stop.kind(), stop.deliveryId(), stop.site(), Instant.ofEpochMilli(planned.atMillis()), null);
    }

    private Change asked(
            Courier courier, List<String> orderIds, List<TripStop> stops, List<TripStop> trip, long freeAtMillis) {
        String offerId = Ids.next(now.toEpochMilli(), RANDOM);
        double kilometers = orderIds.stream()
                .map(this::delivery)
                .mapToDouble(delivery ->
                        delivery.pickUp().point().meters(delivery.dropOff().point()) / 1000)
                .sum();
        OpenOffer open = new OpenOffer(
                offerId,
                zone.zone(),
                stops,
                trip,
                now,
                now.plusSeconds(policy.offerSeconds()),
                Instant.ofEpochMilli(freeAtMillis),
                way(courier, trip.isEmpty() ? stops : trip),
                policy.payBaseMinor() + Math.round(policy.payPerKmMinor() * kilometers),
                policy.version());
        List<Step<Delivery>> steps = stops.stream()
                .filter(stop -> stop.kind() == Offer.Stop.Kind.DROP_OFF)
                .map(stop -> offered(delivery(stop.deliveryId()), courier, offerId, stop.plannedAt()))
                .toList();
        return Change.of(steps, new Step<>(courier, courier.asked(open)));
    }

    private double way(Courier courier, List<TripStop> stops) {
        double meters = 0;
        GeoPoint here = places.get(courier.courierId());
        for (TripStop stop : stops) {
            GeoPoint next = stop.site().point();
            meters += here == null ? 0 : here.meters(next);
            here = next;
        }
        return Math.round(meters) / 1000.0;
    }

    private Step<Delivery> offered(Delivery before, Courier courier, String offerId, Instant due) {
        return new Step<>(
                before,
                before.step(
                        DeliveryState.OFFERED,
                        courier.courierId(),
                        offerId,
                        due,
                        now,
                        "system",
                        "Offered by policy " + policy.version() + "."));
    }

    private Delivery delivery(String id) {
        Delivery delivery = waiting.get(id);
        if (delivery == null) {
            throw new IllegalStateException("The matcher has offered " + id + ", which does not wait");
        }
        return delivery;
    }
}
