package dev.tandem.dispatch.campus;

import dev.tandem.dispatch.matching.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

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

    /**
     * The cheapest place for the drop: in a trip, or a trip of its own before, between or after the others.
     *
     * @param overlooked asked at each place whether it is passed by
     */
    Insertion insertion(Drop drop, BooleanSupplier overlooked) {
        double before = cost();
        Insertion best = Insertion.NOWHERE;
        for (int trip = 0; trip < trips.size(); trip++) {
            List<Drop> drops = trips.get(trip);
            if (!fits(drops, drop)) {
                continue;
            }
            for (int at = 0; at <= drops.size(); at++) {
                if (overlooked.getAsBoolean()) {
                    continue;
                }
                drops.add(at, drop);
                best = best.or(new Insertion(cost() - before, trip, at, false));
                drops.remove(at);
            }
        }
        for (int trip = 0; trip <= trips.size(); trip++) {
            if (overlooked.getAsBoolean()) {
                continue;
            }
            trips.add(trip, List.of(drop));
            best = best.or(new Insertion(cost() - before, trip, 0, true));
            trips.remove(trip);
        }
        return best;
    }

    /** Makes the end of a trip a trip of its own, of that vehicle, which may be this one: single drops would never go first. */
    void split(Route to, Random random) {
        List<Drop> trip = trips.isEmpty() ? List.of() : trips.get(random.nextInt(trips.size()));
        if (trip.size() < 2) {
            return;
        }
        List<Drop> end = trip.subList(1 + random.nextInt(trip.size() - 1), trip.size());
        List<Drop> own = new ArrayList<>(end);
        if (to.fits(own.subList(1, own.size()), own.getFirst())) {
            end.clear();
            to.trips.add(random.nextInt(to.trips.size() + 1), own);
        }
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

    /**
     * A place for a drop.
     *
     * @param trip counted from the first, or where the new one would be
     * @param own whether in a trip of its own
     */
    record Insertion(double added, int trip, int at, boolean own) {
        static final Insertion NOWHERE = new Insertion(Double.POSITIVE_INFINITY, 0, 0, true);

        Insertion or(Insertion other) {
            return other.added < added ? other : this;
        }
    }

    void insert(Drop drop, Insertion where) {
        if (where.own()) {
            trips.add(where.trip(), new ArrayList<>(List.of(drop)));
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
