package dev.tandem.dispatch.campus;

import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.dispatch.campus.CampusOrder.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a vehicle tells, applied to the situation; pure. The plan is made after it. */
final class CampusEvents {
    /** A vehicle's clock may be this much ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private CampusEvents() {}

    /** @throws UnprocessableException for a time, place or order that cannot be; ConflictException for one that is over */
    static Situation apply(Campus campus, Situation now, CampusRequests.VehicleReport told, Instant at) {
        VehicleStatus status = now.vehicle(told.vehicleId())
                .orElseThrow(() -> new UnprocessableException(
                        "VEHICLE_UNKNOWN", "This campus has no vehicle " + told.vehicleId() + "."));
        if (told.at().isAfter(at.plus(CLOCK_SKEW))) {
            throw new UnprocessableException(
                    "REPORT_FROM_THE_FUTURE", "The report's time is ahead of ours; set the vehicle's clock.");
        }
        if (told.at().isBefore(status.reportedAt())) {
            throw new ConflictException("REPORT_OUTDATED", "A later report of this vehicle is known.");
        }
        VehicleStatus fresh = status.told(told.at(), told.rangeMeters());
        if (!new Fence(campus.fence()).contains(told.lat(), told.lon())) {
            return now.with(fresh.service(false, "OUTSIDE_FENCE"));
        }
        return switch (told.report()) {
            case POSITION -> now.with(fresh);
            case LOADED -> loaded(campus, now.with(fresh.at(campus.hub(), told.at())), told, at);
            case DEPARTED -> now.with(fresh.at(stop(campus, told), arrival(campus, now, status, told, at)));
            case ARRIVED -> arrived(campus, now.with(fresh.at(stop(campus, told), told.at())), told, at);
            case LEFT_IN_LOCKER -> left(campus, now.with(fresh), told, at);
            case NOT_TAKEN -> each(now.with(fresh), told, order -> order.to(State.RETURNING, at));
            case OUT_OF_SERVICE -> now.with(fresh.service(false, told.reason() == null ? "NO_REASON" : told.reason()));
            case IN_SERVICE -> now.with(fresh.service(true, null));
        };
    }

    private static String stop(Campus campus, CampusRequests.VehicleReport told) {
        String stopId = String.valueOf(told.stopId());
        if (campus.stops().stream().noneMatch(stop -> stop.stopId().equals(stopId))) {
            throw new UnprocessableException("STOP_UNKNOWN", "This campus has no stop " + stopId + ".");
        }
        return stopId;
    }

    private static Instant arrival(
            Campus campus, Situation now, VehicleStatus status, CampusRequests.VehicleReport told, Instant at) {
        double speed = type(campus, told.vehicleId()).metersPerMinute();
        CampusMap map = new CampusMap(campus, Replanning.closed(now, at), speed);
        double minutes = map.minutes(map.index(status.stopId()), map.index(stop(campus, told)));
        if (minutes == Double.POSITIVE_INFINITY) {
            throw new ConflictException("WAY_CLOSED", "Every way from " + status.stopId() + " to there is closed.");
        }
        return told.at().plus(Duration.ofMillis(Math.round(minutes * 60_000)));
    }

    private static Campus.Vehicle type(Campus campus, String vehicleId) {
        return campus.vehicles().stream()
                .filter(vehicle -> vehicle.vehicleId().equals(vehicleId))
                .findFirst()
                .orElseThrow();
    }

    private static Situation loaded(Campus campus, Situation now, CampusRequests.VehicleReport told, Instant at) {
        Campus.Vehicle vehicle = type(campus, told.vehicleId());
        List<CampusOrder> all = new ArrayList<>(now.carriedBy(told.vehicleId()));
        Situation after = now;
        for (String id : told.goods()) {
            CampusOrder order = open(now, id);
            if (order.state() != State.WAITING) {
                throw new ConflictException("ORDER_NOT_WAITING", "Order " + id + " is " + order.state() + ".");
            }
            all.add(order);
            after = after.with(order.to(State.ON_BOARD, at, told.vehicleId(), order.attempts() + 1, order.readyAt()));
        }
        double kg = all.stream().mapToDouble(CampusOrder::kg).sum();
        int compartments = all.stream().mapToInt(CampusOrder::compartments).sum();
        if (kg > vehicle.payloadKg() || compartments > vehicle.compartments()) {
            throw new ConflictException("VEHICLE_FULL", "These are more than the vehicle takes.");
        }
        return after;
    }

    /** At the hub, what nobody took comes off the vehicle: it goes out once more, later, or ends. */
    private static Situation arrived(Campus campus, Situation now, CampusRequests.VehicleReport told, Instant at) {
        if (!campus.hub().equals(told.stopId())) {
            return now;
        }
        Situation after = now;
        for (CampusOrder order : now.carriedBy(told.vehicleId())) {
            after = after.with(
                    order.attempts() >= CampusOrder.MOST_ATTEMPTS
                            ? order.to(State.FAILED, at)
                            : order.to(State.WAITING, at, null, order.attempts(), at.plus(CampusOrder.PAUSE)));
        }
        return after;
    }

    private static Situation left(Campus campus, Situation now, CampusRequests.VehicleReport told, Instant at) {
        String here = now.vehicle(told.vehicleId()).orElseThrow().stopId();
        long room = campus.stops().stream()
                        .filter(stop -> stop.stopId().equals(here))
                        .mapToInt(Campus.Stop::lockerCompartments)
                        .sum()
                - now.orders().stream()
                        .filter(order -> order.state() == State.IN_LOCKER
                                && order.stopId().equals(here))
                        .count();
        if (told.goods().size() > room) {
            throw new ConflictException("LOCKER_FULL", "The locker of " + here + " has room for " + room + ".");
        }
        return each(now, told, order -> {
            if (!order.locker() || !order.stopId().equals(here)) {
                throw new ConflictException("NOT_FOR_THIS_LOCKER", order.orderId() + " is not for this locker.");
            }
            return order.to(State.IN_LOCKER, at);
        });
    }

    private static Situation each(
            Situation now, CampusRequests.VehicleReport told, java.util.function.UnaryOperator<CampusOrder> change) {
        Situation after = now;
        for (String id : told.goods()) {
            CampusOrder order = open(now, id);
            if (!order.carried() || !told.vehicleId().equals(order.vehicleId())) {
                throw new ConflictException("ORDER_NOT_ON_BOARD", "Order " + id + " is not on this vehicle.");
            }
            after = after.with(change.apply(order));
        }
        return after;
    }

    private static CampusOrder open(Situation now, String orderId) {
        return now.order(orderId)
                .orElseThrow(() -> new UnprocessableException(
                        "ORDER_UNKNOWN", "No order " + orderId + " is open on this campus."));
    }
}
