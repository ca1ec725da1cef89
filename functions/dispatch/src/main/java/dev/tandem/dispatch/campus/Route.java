package dev.tandem.dispatch.campus;

import java.util.ArrayList;
import java.util.List;

/**
 * All that one vehicle is going to do: first what is on board, then trips from the hub. Its cost is found by going through it in time.
 */
final class Route {
    private final FleetVehicle vehicle;
    private final CampusMap map;
    private final int hub;
    private final Rules rules;

    /** What is on board, in the order in which it is brought. */
    private List<Drop> underway;

    private final List<List<Drop>> trips;

    Route(FleetVehicle vehicle, CampusMap map, int hub, Rules rules) {
        this(vehicle, map, hub, rules, vehicle.onBoard(), new ArrayList<>());
        underway = map.nearestFirst(vehicle.stopId(), vehicle.onBoard());
        underway = Sequences.best(underway, order -> walk(order, List.of(), null));
    }

    private Route(
            FleetVehicle vehicle, CampusMap map, int hub, Rules rules, List<Drop> underway, List<List<Drop>> trips) {
        this.vehicle = vehicle;
        this.map = map;
        this.hub = hub;
        this.rules = rules;
        this.underway = underway;
        this.trips = trips;
    }

    Route copy() {
        List<List<Drop>> copies = new ArrayList<>();
        trips.forEach(trip -> copies.add(new ArrayList<>(trip)));
        return new Route(vehicle, map, hub, rules, underway, copies);
    }

    List<List<Drop>> trips() {
        return trips;
    }

    /** Infinite when the vehicle cannot do it. */
    double cost() {
        return walk(underway, trips, null);
    }

    /** The cheapest place for the drop. */
    Insertion insertion(Drop drop) {
        double before = cost();
        Insertion best = new Insertion(Double.POSITIVE_INFINITY, -1, -1);
        for (int trip = 0; trip <= trips.size(); trip++) {
            boolean own = trip == trips.size();
            List<Drop> drops = own ? new ArrayList<>() : trips.get(trip);
            if (own) {
                trips.add(drops);
            } else if (!fits(drops, drop)) {
                continue;
            }
            for (int at = 0; at <= drops.size(); at++) {
                drops.add(at, drop);
                double added = cost() - before;
                if (added < best.added()) {
                    best = new Insertion(added, own ? -1 : trip, at);
                }
                drops.remove(at);
            }
            if (own) {
                trips.removeLast();
                break;
            }
        }
        return best;
    }

    private boolean fits(List<Drop> drops, Drop more) {
        double kg = more.kg();
        int compartments = more.compartments();
        for (Drop drop : drops) {
            kg += drop.kg();
            compartments += drop.compartments();
        }
        return kg <= vehicle.vehicle().payloadKg()
                && compartments <= vehicle.vehicle().compartments();
    }

    /** @param trip −1 for a trip of its own */
    record Insertion(double added, int trip, int at) {}

    void insert(Drop drop, Insertion where) {
        if (where.trip() < 0) {
            trips.add(new ArrayList<>(List.of(drop)));
        } else {
            trips.get(where.trip()).add(where.at(), drop);
        }
    }

    void remove(Drop drop) {
        trips.forEach(trip -> trip.remove(drop));
        trips.removeIf(List::isEmpty);
    }

    /** Adds the trips to {@code into}. */
    double describe(List<Plan.Trip> into) {
        return walk(underway, trips, into);
    }

    private double walk(
            List<Drop> first,
            List<List<Drop>> then,
            java.util.@org.jspecify.annotations.Nullable List<Plan.Trip> into) {
        Walk walk = new Walk(vehicle, map, hub, rules, into);
        if (!first.isEmpty() || map.index(vehicle.stopId()) != hub) {
            walk.finishUnderway(first);
        }
        for (List<Drop> trip : then) {
            if (!walk.trip(trip)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return walk.cost();
    }
}
