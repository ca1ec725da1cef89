package dev.tandem.dispatch.campus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a new plan of a situation after an event. */
final class Replanning {
    /** Rounds are for few orders; a full campus gets the answer of the insertion sooner. */
    private static final int ROUNDS = 60;

    private static final int MANY = 80;

    private final Rules rules;

    Replanning(Rules rules) {
        this.rules = rules;
    }

    Situation plan(Campus campus, Situation now, Instant at) {
        Map<String, Campus.Vehicle> types = new HashMap<>();
        campus.vehicles().forEach(vehicle -> types.put(vehicle.vehicleId(), vehicle));
        List<FleetVehicle> fleet = new ArrayList<>();
        for (VehicleStatus status : now.vehicles()) {
            Campus.Vehicle type = types.get(status.vehicleId());
            if (type != null && status.inService()) {
                List<Drop> onBoard = now.carriedBy(status.vehicleId()).stream()
                        .filter(order -> order.state() == CampusOrder.State.ON_BOARD)
                        .map(order -> order.drop(at))
                        .toList();
                fleet.add(new FleetVehicle(
                        type,
                        status.stopId(),
                        Math.max(0, CampusOrder.minutes(at, status.freeAt())),
                        range(campus, status, type, at),
                        onBoard));
            }
        }
        List<Drop> drops = now.orders().stream()
                .filter(order -> order.state() == CampusOrder.State.WAITING)
                .map(order -> order.drop(at))
                .toList();
        Plan plan = new CampusPlanner(rules, drops.size() > MANY ? 0 : ROUNDS)
                .plan(campus, closed(now, at), fleet, drops, free(campus, now), now.version());
        return now.planned(plan.trips().stream().map(trip -> timed(trip, at)).toList(), plan.unplanned(), at);
    }

    static Set<CampusMap.Blocked> closed(Situation now, Instant at) {
        Set<CampusMap.Blocked> closed = new HashSet<>();
        for (Situation.Closure closure : now.closures()) {
            if (closure.until().isAfter(at)) {
                closed.add(new CampusMap.Blocked(closure.from(), closure.to()));
            }
        }
        return closed;
    }

    /** At the hub it charges. */
    private static double range(Campus campus, VehicleStatus status, Campus.Vehicle type, Instant at) {
        if (!status.stopId().equals(campus.hub()) || status.freeAt().isAfter(at)) {
            return status.rangeMeters();
        }
        Instant since = status.freeAt().isAfter(status.reportedAt()) ? status.freeAt() : status.reportedAt();
        double minutes = Math.max(0, CampusOrder.minutes(since, at));
        return Math.min(type.rangeMeters(), status.rangeMeters() + minutes * type.chargeMetersPerMinute());
    }

    private static Map<String, Integer> free(Campus campus, Situation now) {
        Map<String, Integer> free = new HashMap<>();
        campus.stops().forEach(stop -> free.put(stop.stopId(), stop.lockerCompartments()));
        now.orders().stream()
                .filter(order -> order.state() == CampusOrder.State.IN_LOCKER)
                .forEach(order -> free.merge(order.stopId(), -1, Integer::sum));
        return free;
    }

    private static Situation.TimedTrip timed(Plan.Trip trip, Instant at) {
        return new Situation.TimedTrip(
                trip.vehicleId(),
                trip.underway(),
                after(at, trip.departsMinute()),
                trip.visits().stream()
                        .map(visit -> new Situation.TimedVisit(
                                visit.stopId(),
                                after(at, visit.arrivesMinute()),
                                after(at, visit.leavesMinute()),
                                visit.orderIds()))
                        .toList(),
                after(at, trip.backMinute()));
    }

    private static Instant after(Instant at, double minutes) {
        return at.plus(Duration.ofMillis(Math.round(minutes * 60_000)));
    }
}
