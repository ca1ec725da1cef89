package dev.tandem.dispatch.courier;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.dispatch.matching.Offer;
import dev.tandem.dispatch.place.GeoPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a courier is on: the stops of the offers that were accepted.
 *
 * @param offerId that the trip began with
 * @param additions offers that were accepted on the way
 * @param freeAt when the courier is expected to be free again
 * @param last the latest hand-over of this trip
 */
public record Trip(
        String offerId,
        String zone,
        List<TripStop> stops,
        Instant acceptedAt,
        Instant freeAt,
        @Nullable Last last,
        List<String> additions) {
    public Trip {
        stops = List.copyOf(stops);
        // Those begun before there were additions have none.
        additions = additions == null ? List.of() : List.copyOf(additions);
    }

    /** Where and when goods last changed hands. */
    public record Last(Instant at, double lat, double lon) {
        public GeoPoint point() {
            return new GeoPoint(lat, lon);
        }
    }

    static Trip of(OpenOffer offer, Instant now) {
        return new Trip(offer.offerId(), offer.zone(), offer.stops(), now, offer.freeAt(), null, List.of());
    }

    /**
     * With what the courier has accepted on the way: what is done stays, the rest goes on in the sequence and at the times of the offer.
     * A stop that was done or taken out since the offer was made does not come back.
     */
    Trip with(OpenOffer offer) {
        List<TripStop> left =
                new ArrayList<>(stops.stream().filter(TripStop::isOpen).toList());
        left.addAll(offer.stops());
        List<TripStop> next =
                new ArrayList<>(stops.stream().filter(stop -> !stop.isOpen()).toList());
        for (TripStop planned : offer.trip()) {
            if (left.removeIf(planned::isSameAs)) {
                next.add(planned);
            }
        }
        next.addAll(left);
        List<String> more = new ArrayList<>(additions);
        more.add(offer.offerId());
        return new Trip(offerId, zone, next, acceptedAt, offer.freeAt(), last, more);
    }

    /** Whether this offer was accepted, at the beginning or on the way. */
    public boolean hasOffer(String wanted) {
        return offerId.equals(wanted) || additions.contains(wanted);
    }

    /** Whether something is still at its shop. */
    @JsonIgnore
    public boolean isFetching() {
        return stops.stream().anyMatch(stop -> stop.kind() == Offer.Stop.Kind.PICK_UP && stop.isOpen());
    }

    @JsonIgnore
    public boolean isOver() {
        return stops.stream().noneMatch(TripStop::isOpen);
    }

    /** The stop of a delivery that is not done yet. */
    public Optional<TripStop> open(Offer.Stop.Kind kind, String deliveryId) {
        return stops.stream()
                .filter(stop -> stop.kind() == kind && stop.deliveryId().equals(deliveryId) && stop.isOpen())
                .findFirst();
    }

    public boolean has(String deliveryId) {
        return stops.stream().anyMatch(stop -> stop.deliveryId().equals(deliveryId) && stop.isOpen());
    }

    Trip done(TripStop stop, Instant at) {
        GeoPoint point = stop.site().point();
        return new Trip(
                offerId,
                zone,
                stops.stream()
                        .map(each -> each.equals(stop) ? each.done(at) : each)
                        .toList(),
                acceptedAt,
                freeAt,
                new Last(at, point.latitude(), point.longitude()),
                additions);
    }

    Trip without(String deliveryId) {
        return new Trip(
                offerId,
                zone,
                stops.stream()
                        .filter(stop -> !stop.deliveryId().equals(deliveryId) || !stop.isOpen())
                        .toList(),
                acceptedAt,
                freeAt,
                last,
                additions);
    }
}
