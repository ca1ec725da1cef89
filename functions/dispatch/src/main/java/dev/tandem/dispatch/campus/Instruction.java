package dev.tandem.dispatch.campus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a vehicle is to do next.
 *
 * @param orderIds to load, to hand over or to leave in the locker
 * @param way legs to drive, each with the speed that is allowed
 * @param at when, if not at once
 */
public record Instruction(
        Kind kind,
        @Nullable String stopId,
        List<String> orderIds,
        List<Leg> way,
        @Nullable Instant at,
        String text) {

    /** What kind of thing it is to do. */
    public enum Kind {
        LOAD,
        DRIVE,
        HAND_OVER,
        WAIT,
        STOP
    }

    public record Leg(String to, double meters, double metersPerMinute) {}

    static Instruction next(Campus campus, Situation now, String vehicleId, Instant at) {
        VehicleStatus status = now.vehicle(vehicleId).orElseThrow();
        if (!status.inService()) {
            return simple(Kind.STOP, "Out of service: " + status.trouble());
        }
        List<CampusOrder> carried = now.carriedBy(vehicleId);
        List<String> here = carried.stream()
                .filter(order -> order.state() == CampusOrder.State.ON_BOARD
                        && order.stopId().equals(status.stopId()))
                .map(CampusOrder::orderId)
                .toList();
        if (!here.isEmpty()) {
            return new Instruction(
                    Kind.HAND_OVER, status.stopId(), here, List.of(), null, "Hand over against the code");
        }
        for (Situation.TimedTrip trip : now.trips()) {
            if (trip.vehicleId().equals(vehicleId)
                    && trip.underway()
                    && !trip.visits().isEmpty()) {
                Situation.TimedVisit visit = trip.visits().getFirst();
                return drive(campus, now, status, visit.stopId(), visit.orderIds(), at);
            }
        }
        if (!status.stopId().equals(campus.hub())) {
            return drive(campus, now, status, campus.hub(), List.of(), at);
        }
        for (Situation.TimedTrip trip : now.trips()) {
            if (trip.vehicleId().equals(vehicleId) && !trip.underway()) {
                List<String> goods = trip.visits().stream()
                        .flatMap(visit -> visit.orderIds().stream())
                        .toList();
                return new Instruction(
                        Kind.LOAD, campus.hub(), goods, List.of(), trip.departsAt(), "Load, report LOADED, then drive");
            }
        }
        return simple(Kind.WAIT, "Nothing to do; charge");
    }

    private static Instruction simple(Kind kind, String text) {
        return new Instruction(kind, null, List.of(), List.of(), null, text);
    }

    private static Instruction drive(
            Campus campus, Situation now, VehicleStatus status, String to, List<String> orderIds, Instant at) {
        Campus.Vehicle vehicle = campus.vehicles().stream()
                .filter(one -> one.vehicleId().equals(status.vehicleId()))
                .findFirst()
                .orElseThrow();
        CampusMap map = new CampusMap(campus, Replanning.closed(now, at), vehicle.metersPerMinute());
        List<String> stops = map.way(status.stopId(), to);
        if (stops.isEmpty()) {
            return simple(Kind.STOP, "Every way to " + to + " is closed");
        }
        List<Leg> legs = new ArrayList<>();
        for (int i = 1; i < stops.size(); i++) {
            legs.add(leg(campus, vehicle, stops.get(i - 1), stops.get(i)));
        }
        return new Instruction(Kind.DRIVE, to, orderIds, legs, null, "Drive, report DEPARTED and ARRIVED");
    }

    private static Leg leg(Campus campus, Campus.Vehicle vehicle, String from, String to) {
        Campus.Path path = campus.paths().stream()
                .filter(one -> (one.from().equals(from) && one.to().equals(to))
                        || (!one.oneWay() && one.from().equals(to) && one.to().equals(from)))
                .min(java.util.Comparator.comparingDouble(
                        one -> one.meters() / Math.min(one.limitMetersPerMinute(), vehicle.metersPerMinute())))
                .orElseThrow();
        return new Leg(to, path.meters(), Math.min(path.limitMetersPerMinute(), vehicle.metersPerMinute()));
    }
}
