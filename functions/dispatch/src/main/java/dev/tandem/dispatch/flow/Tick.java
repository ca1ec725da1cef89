package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.courier.Shift;
import dev.tandem.dispatch.courier.Trip;
import dev.tandem.dispatch.courier.TripStop;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.flow.DispatchBook.Fence;
import dev.tandem.dispatch.flow.DispatchBook.Written;
import dev.tandem.dispatch.matching.Decision;
import dev.tandem.dispatch.matching.DispatchSnapshot;
import dev.tandem.dispatch.matching.Matcher;
import dev.tandem.dispatch.matching.Offer;
import dev.tandem.dispatch.matching.Order;
import dev.tandem.dispatch.matching.RunningTrip;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.policy.DispatchPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One decision of one zone: offers whose time is over come back, then who waits is matched with who is free. */
public final class Tick {
    /** A courier whose position is older is not asked. */
    static final Duration SILENT = Duration.ofMinutes(2);

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration WITHDRAWING = Duration.ofSeconds(2);

    private final DispatchBook book;
    private final ZoneBook zones;
    private final OfferDesk offers;
    private final Roads roads;
    private final Clock clock;

    public Tick(DispatchBook book, ZoneBook zones, Roads.Lessons lessons, Clock clock) {
        this.book = book;
        this.zones = zones;
        this.offers = new OfferDesk(book, clock);
        this.roads = new Roads(zones, lessons);
        this.clock = clock;
    }

    /**
     * What a tick did.
     *
     * @param waiting before it
     * @param offered deliveries that went into an offer
     * @param withdrawn offers
     * @param overtaken offers that somebody else's step made void
     * @param fenced whether another matcher has the zone now
     * @param secondsToOffer of each delivery that was offered, from when it was asked for
     */
    public record Outcome(
            int couriers,
            int waiting,
            int offered,
            int withdrawn,
            int overtaken,
            boolean fenced,
            List<Double> secondsToOffer) {}

    public Outcome run(Zone zone, Fence fence) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ZoneBook.Live live = zones.live(zone.zone());
        int withdrawn = withdraw(live, now);
        if (live.waiting().isEmpty()) {
            return new Outcome(live.couriers().size(), 0, 0, withdrawn, 0, false, List.of());
        }
        Roads.Conditions conditions = roads.in(zone, now);
        DispatchPolicy policy = conditions.policy();
        Map<String, Courier> couriers = book.couriers(live.couriers().stream()
                .filter(present -> present.at().plus(SILENT).isAfter(now))
                .map(ZoneBook.Present::courierId)
                .toList());
        DispatchSnapshot snapshot = snapshot(zone, conditions, live, couriers, now);
        Decision decision = Matcher.match(snapshot);
        Map<String, Delivery> waiting = new LinkedHashMap<>();
        live.waiting().forEach(delivery -> waiting.put(delivery.deliveryId(), delivery));
        Map<String, GeoPoint> places = new HashMap<>();
        live.couriers().forEach(present -> places.put(present.courierId(), present.point()));
        OfferMaker maker = new OfferMaker(zone, policy, couriers, places, waiting, now);
        List<Change> changes = Stream.concat(
                        decision.offers().stream().map(maker::offer),
                        decision.additions().stream().map(maker::addition))
                .toList();
        List<Written> written = changes.isEmpty() ? List.of() : book.commitAll(fence, changes);
        zones.explain(zone.zone(), new ZoneBook.Why(now, policy.version(), decision.explanations()));
        return outcome(live, changes, written, withdrawn, now);
    }

    private static Outcome outcome(
            ZoneBook.Live live, List<Change> changes, List<Written> written, int withdrawn, Instant now) {
        List<Double> seconds = new ArrayList<>();
        int overtaken = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (written.get(i) == Written.DONE) {
                changes.get(i)
                        .deliveries()
                        .forEach(step -> seconds.add(
                                step.after() == null
                                        ? 0
                                        : Duration.between(step.after().placedAt(), now)
                                                        .toMillis()
                                                / 1000.0));
            } else {
                overtaken++;
            }
        }
        return new Outcome(
                live.couriers().size(),
                live.waiting().size(),
                seconds.size(),
                withdrawn,
                overtaken,
                written.contains(Written.FENCED),
                seconds);
    }

    private int withdraw(ZoneBook.Live live, Instant now) {
        int withdrawn = 0;
        for (ZoneBook.Asked asked : live.offers()) {
            if (!asked.expiresAt().isAfter(now)
                    && offers.withdraw(asked.courierId(), asked.offerId(), Attempts.in(WITHDRAWING))) {
                withdrawn++;
            }
        }
        return withdrawn;
    }

    private DispatchSnapshot snapshot(
            Zone zone, Roads.Conditions conditions, ZoneBook.Live live, Map<String, Courier> couriers, Instant now) {
        Map<String, Delivery> onTrips = onTrips(couriers.values(), now);
        Map<String, dev.tandem.dispatch.matching.Courier> shown = new LinkedHashMap<>();
        for (ZoneBook.Present present : live.couriers()) {
            Courier courier = couriers.get(present.courierId());
            if (courier != null
                    && courier.shift() != null
                    && !courier.shift().ending()
                    && courier.shift().serves(zone.zone())) {
                RunningTrip running = running(courier, present.point(), onTrips, now);
                shown.putIfAbsent(present.courierId(), shown(courier, courier.shift(), present.point(), running, now));
            }
        }
        return new DispatchSnapshot(
                now.toEpochMilli(),
                List.copyOf(shown.values()),
                live.waiting().stream().map(delivery -> delivery.order(now)).toList(),
                conditions.travel(),
                conditions.weather(),
                conditions.policy().service(),
                conditions.policy().weights());
    }

    /**
     * A courier who is asked or under way is where the last stop is, and not before a moment from now. Who is late will be late for as long
     * again, as far as one knows: else orders would wait tick after tick for somebody who is always about to be free.
     */
    private static dev.tandem.dispatch.matching.Courier shown(
            Courier courier, Shift shift, GeoPoint here, @Nullable RunningTrip running, Instant now) {
        OpenOffer offer = courier.offer();
        Trip trip = courier.trip();
        List<TripStop> stops = offer != null ? offer.wholeWay() : trip != null ? trip.stops() : List.of();
        Instant planned = offer != null ? offer.freeAt() : trip != null ? trip.freeAt() : now;
        Duration overdue = Duration.between(planned, now);
        Instant soonest = stops.isEmpty() ? now : now.plus(overdue.compareTo(SOON) > 0 ? overdue : SOON);
        GeoPoint place = stops.isEmpty() ? here : stops.getLast().site().point();
        return new dev.tandem.dispatch.matching.Courier(
                courier.courierId(),
                place.place(),
                (planned.isBefore(soonest) ? soonest : planned).toEpochMilli(),
                shift.until().toEpochMilli(),
                shift.vehicle(),
                shift.maxOrders(),
                shift.maxWeightKg(),
                shift.maxVolumeLiters(),
                courier.earnedMinor(),
                Math.max(0, Duration.between(shift.since(), now).toSeconds() / 60.0),
                courier.answers().acceptance(),
                running);
    }

    /** A trip that more may be added to. Whoever is late with it has enough to do. */
    private static boolean open(Courier courier, Instant now) {
        return courier.mayTakeMore()
                && courier.trip() != null
                && courier.trip().freeAt().isAfter(now);
    }

    /** The deliveries of all trips that more may be added to. */
    private Map<String, Delivery> onTrips(Collection<Courier> couriers, Instant now) {
        List<String> ids = couriers.stream()
                .filter(courier -> open(courier, now))
                .map(Courier::trip)
                .filter(Objects::nonNull)
                .flatMap(trip -> trip.stops().stream())
                .filter(TripStop::isOpen)
                .map(TripStop::deliveryId)
                .distinct()
                .toList();
        return ids.isEmpty() ? Map.of() : book.deliveries(ids);
    }

    /** What is left of a courier's trip, when more may be added to it. */
    private static @Nullable RunningTrip running(
            Courier courier, GeoPoint here, Map<String, Delivery> deliveries, Instant now) {
        Trip trip = courier.trip();
        if (trip == null || !open(courier, now)) {
            return null;
        }
        List<Order> toFetch = new ArrayList<>();
        List<Order> toBring = new ArrayList<>();
        for (TripStop stop : trip.stops()) {
            Delivery delivery = deliveries.get(stop.deliveryId());
            if (stop.isOpen() && delivery == null) {
                return null;
            }
            if (stop.isOpen() && delivery != null) {
                (stop.kind() == Offer.Stop.Kind.PICK_UP ? toFetch : toBring).add(delivery.order(now));
            }
        }
        return new RunningTrip(here.place(), toFetch, toBring);
    }
}
