package dev.tandem.dispatch.courier;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.dispatch.matching.Offer;
import dev.tandem.dispatch.place.GeoPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a courier is on: the stops of an offer that was accepted.
 *
 * @param freeAt when the courier is expected to be free again
 * @param last the latest hand-over of this trip
 */
public record Trip(
        String offerId,
        String zone,
        List<TripStop> stops,
        Instant acceptedAt,
        Instant freeAt,
        @Nullable Last last) {
    public Trip {
        stops = List.copyOf(stops);
    }

    /** Where and when goods last changed hands. */
    public record Last(Instant at, double lat, double lon) {
        public GeoPoint point() {
            return new GeoPoint(lat, lon);
        }
    }

    static Trip of(OpenOffer offer, Instant now) {
        return new Trip(offer.offerId(), offer.zone(), offer.stops(), now, offer.freeAt(), null);
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
                new Last(at, point.latitude(), point.longitude()));
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
                last);
    }
}
