package dev.tandem.dispatch.campus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A campus in operation: what is stored as one, under one version, so that two events at the same time cannot make two plans.
 *
 * @param orders those that have not ended
 * @param closures paths that are closed for a time
 * @param trips the plan, earliest first
 * @param unplanned orders that no vehicle can bring as things are, with the reason
 */
public record Situation(
        long version,
        List<VehicleStatus> vehicles,
        List<CampusOrder> orders,
        List<Closure> closures,
        List<TimedTrip> trips,
        Map<String, Plan.Reason> unplanned,
        Instant plannedAt) {

    public Situation {
        vehicles = List.copyOf(vehicles);
        orders = List.copyOf(orders);
        closures = List.copyOf(closures);
        trips = List.copyOf(trips);
    }

    /** In both directions. */
    public record Closure(String from, String to, Instant until) {}

    /** A trip of the plan with its times. */
    public record TimedTrip(
            String vehicleId, boolean underway, Instant departsAt, List<TimedVisit> visits, Instant backAt) {}

    public record TimedVisit(String stopId, Instant arrivesAt, Instant leavesAt, List<String> orderIds) {}

    static Situation fresh(Campus campus, Instant now) {
        return new Situation(
                0,
                campus.vehicles().stream()
                        .map(vehicle -> VehicleStatus.fresh(vehicle, campus.hub(), now))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                now);
    }

    public Optional<CampusOrder> order(String orderId) {
        return orders.stream().filter(order -> order.orderId().equals(orderId)).findFirst();
    }

    public Optional<VehicleStatus> vehicle(String vehicleId) {
        return vehicles.stream()
                .filter(vehicle -> vehicle.vehicleId().equals(vehicleId))
                .findFirst();
    }

    List<CampusOrder> carriedBy(String vehicleId) {
        return orders.stream()
                .filter(order -> order.carried() && vehicleId.equals(order.vehicleId()))
                .toList();
    }

    /** With this order as it is now, new or changed. */
    Situation with(CampusOrder order) {
        Map<String, CampusOrder> byId = new LinkedHashMap<>();
        orders.forEach(one -> byId.put(one.orderId(), one));
        byId.put(order.orderId(), order);
        return new Situation(version, vehicles, new ArrayList<>(byId.values()), closures, trips, unplanned, plannedAt);
    }

    Situation with(VehicleStatus status) {
        return with(vehicles.stream()
                .map(one -> one.vehicleId().equals(status.vehicleId()) ? status : one)
                .toList());
    }

    Situation with(List<VehicleStatus> statuses) {
        return new Situation(version, statuses, orders, closures, trips, unplanned, plannedAt);
    }

    Situation withClosures(List<Closure> closed) {
        return new Situation(version, vehicles, orders, closed, trips, unplanned, plannedAt);
    }

    /** The next version, with a plan, without what has ended. */
    Situation planned(List<TimedTrip> plan, Map<String, Plan.Reason> left, Instant now) {
        return new Situation(
                version + 1,
                vehicles,
                orders.stream().filter(order -> !order.state().ended()).toList(),
                closures.stream()
                        .filter(closure -> closure.until().isAfter(now))
                        .toList(),
                plan,
                left,
                now);
    }

    /** Orders that have ended since; they are kept apart. */
    List<CampusOrder> ended() {
        return orders.stream().filter(order -> order.state().ended()).toList();
    }
}
