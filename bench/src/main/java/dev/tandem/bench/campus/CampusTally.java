package dev.tandem.bench.campus;

import dev.tandem.dispatch.campus.Campus;
import dev.tandem.dispatch.campus.CampusMap;
import dev.tandem.dispatch.campus.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What became of a day, and every rule that was broken. */
final class CampusTally {
    int placed;
    int noShows;
    int trips;
    private int late;
    private int violations;
    private double meters;
    private final List<Double> readyToDoor = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    final List<Long> planNanos = new ArrayList<>();

    void delivered(CampusDay.Order order, double at) {
        if (!done.add(order.orderId()) || at < order.ready()) {
            violations++;
        }
        readyToDoor.add(at - order.ready());
        if (at > order.due()) {
            late++;
        }
    }

    void left(int occupied, int compartments) {
        if (occupied > compartments) {
            violations++;
        }
    }

    void planned(long nanos) {
        planNanos.add(nanos);
    }

    void drove(double distance, double rangeLeft) {
        meters += distance;
        if (rangeLeft < 0) {
            violations++;
        }
    }

    /** Metres of the trip; counts a violation for payload and compartments. */
    double checkTrip(Campus.Vehicle type, List<CampusDay.Order> goods, Plan.Trip trip, CampusMap map, String hub) {
        double kg = goods.stream().mapToDouble(CampusDay.Order::kg).sum();
        if (kg > type.payloadKg() || goods.size() > type.compartments()) {
            violations++;
        }
        double distance = 0;
        String at = hub;
        for (Plan.Visit visit : trip.visits()) {
            distance += map.meters(map.index(at), map.index(visit.stopId()));
            at = visit.stopId();
        }
        return distance + map.meters(map.index(at), map.index(hub));
    }

    int deliveredOrders() {
        return done.size();
    }

    int violations() {
        return violations;
    }

    int late() {
        return late;
    }

    double meters() {
        return meters;
    }

    List<Double> readyToDoor() {
        return readyToDoor;
    }
}
