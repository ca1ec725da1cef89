package dev.tandem.dispatch.campus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Trips and stops for a fleet: regret insertion (Potvin and Rousseau, 1993), then ruin and recreate (Schrimpf et al., 2000) of orders that
 * are near each other, keeping what is not worse. The same case and seed give the same plan.
 */
public final class CampusPlanner {
    private static final int MOST_RUINED = 6;
    /** One place in so many is overlooked. */
    private static final int BLINK = 10;

    private final Rules rules;
    private final int rounds;

    /** @param rounds of ruin and recreate */
    public CampusPlanner(Rules rules, int rounds) {
        this.rules = rules;
        this.rounds = rounds;
    }

    /**
     * @param blocked paths that are closed
     * @param fleet vehicles in service
     * @param drops what waits at the hub or will be there; not what is on board
     * @param freeCompartments of lockers, by stop
     */
    public Plan plan(
            Campus campus,
            Set<CampusMap.Blocked> blocked,
            List<FleetVehicle> fleet,
            List<Drop> drops,
            Map<String, Integer> freeCompartments,
            long seed) {
        Map<Double, CampusMap> maps = new HashMap<>();
        Map<String, Plan.Reason> unplanned = new LinkedHashMap<>();
        List<FleetVehicle> mobile = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        for (FleetVehicle one : fleet) {
            CampusMap map = maps.computeIfAbsent(
                    one.vehicle().metersPerMinute(), speed -> new CampusMap(campus, blocked, speed));
            FleetVehicle vehicle = withoutCutOff(one, map, unplanned);
            if (map.minutes(map.index(one.stopId()), map.index(campus.hub())) < Double.POSITIVE_INFINITY) {
                mobile.add(vehicle);
                routes.add(new Route(vehicle, map, map.index(campus.hub()), rules));
            } else {
                vehicle.onBoard().forEach(drop -> unplanned.put(drop.orderId(), Plan.Reason.STOP_CUT_OFF));
            }
        }
        List<Drop> possible = possible(campus, maps, mobile, drops, freeCompartments, unplanned);
        insertAll(routes, possible);
        List<Route> improved = improve(routes, possible, new Random(seed));
        List<Plan.Trip> trips = new ArrayList<>();
        double cost = 0;
        for (Route route : improved) {
            cost += route.describe(trips);
        }
        trips.sort(Comparator.comparingDouble(Plan.Trip::departsMinute).thenComparing(Plan.Trip::vehicleId));
        return new Plan(List.copyOf(trips), unplanned, cost);
    }

    /** What it carries for stops that it cannot reach now stays on board. */
    private static FleetVehicle withoutCutOff(FleetVehicle vehicle, CampusMap map, Map<String, Plan.Reason> unplanned) {
        int at = map.index(vehicle.stopId());
        List<Drop> reachable = new ArrayList<>();
        for (Drop drop : vehicle.onBoard()) {
            if (map.minutes(at, map.index(drop.stopId())) < Double.POSITIVE_INFINITY) {
                reachable.add(drop);
            } else {
                unplanned.put(drop.orderId(), Plan.Reason.STOP_CUT_OFF);
            }
        }
        return new FleetVehicle(
                vehicle.vehicle(), vehicle.stopId(), vehicle.freeAtMinute(), vehicle.rangeMeters(), reachable);
    }

    /** Leaves out, with its reason, what no vehicle could bring even alone; first come, first served at a locker. */
    private List<Drop> possible(
            Campus campus,
            Map<Double, CampusMap> maps,
            List<FleetVehicle> fleet,
            List<Drop> drops,
            Map<String, Integer> freeCompartments,
            Map<String, Plan.Reason> unplanned) {
        Map<String, Integer> free = new HashMap<>(freeCompartments);
        fleet.forEach(vehicle -> vehicle.onBoard().stream()
                .filter(Drop::locker)
                .forEach(drop -> free.merge(drop.stopId(), -1, Integer::sum)));
        List<Drop> possible = new ArrayList<>();
        for (Drop drop : drops.stream()
                .sorted(Comparator.comparingDouble(Drop::dueMinute).thenComparing(Drop::orderId))
                .toList()) {
            Plan.Reason reason = obstacle(campus, maps, fleet, drop);
            if (reason == null && drop.locker()) {
                int left = free.getOrDefault(drop.stopId(), 0);
                reason = left <= 0 ? Plan.Reason.LOCKER_FULL : null;
                free.put(drop.stopId(), left - 1);
            }
            if (reason == null) {
                possible.add(drop);
            } else {
                unplanned.put(drop.orderId(), reason);
            }
        }
        return possible;
    }

    private Plan.@org.jspecify.annotations.Nullable Reason obstacle(
            Campus campus, Map<Double, CampusMap> maps, List<FleetVehicle> fleet, Drop drop) {
        Plan.Reason reason = Plan.Reason.NO_VEHICLE_IN_SERVICE;
        for (FleetVehicle one : fleet) {
            Campus.Vehicle vehicle = one.vehicle();
            CampusMap map = Objects.requireNonNull(maps.get(vehicle.metersPerMinute()));
            int hub = map.index(campus.hub());
            int stop = map.index(drop.stopId());
            double meters = map.meters(hub, stop) + map.meters(stop, hub);
            Plan.Reason own = drop.kg() > vehicle.payloadKg()
                    ? Plan.Reason.TOO_HEAVY
                    : drop.compartments() > vehicle.compartments()
                            ? Plan.Reason.TOO_LARGE
                            : meters == Double.POSITIVE_INFINITY
                                    ? Plan.Reason.STOP_CUT_OFF
                                    : meters * (1 + rules.reserveShare()) > vehicle.rangeMeters()
                                            ? Plan.Reason.OUT_OF_RANGE
                                            : null;
            if (own == null) {
                return null;
            }
            reason = own;
        }
        return reason;
    }

    /** The order next whose second-best vehicle would cost most over its best; the most urgent where all are alike. */
    private static void insertAll(List<Route> routes, List<Drop> drops) {
        List<Drop> left = new ArrayList<>(drops);
        Map<Drop, Route.Insertion[]> known = new HashMap<>();
        while (!left.isEmpty()) {
            Drop chosen = left.getFirst();
            Route.Insertion where = Route.Insertion.NOWHERE;
            int into = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (Drop drop : left) {
                Route.Insertion[] places = known.computeIfAbsent(drop, key -> new Route.Insertion[routes.size()]);
                int best = -1;
                double second = Double.POSITIVE_INFINITY;
                for (int i = 0; i < places.length; i++) {
                    if (places[i] == null) {
                        places[i] = routes.get(i).insertion(drop, () -> false);
                    }
                    if (best < 0 || places[i].added() < places[best].added()) {
                        second = best < 0 ? second : places[best].added();
                        best = i;
                    } else {
                        second = Math.min(second, places[i].added());
                    }
                }
                double added = places[best].added();
                double regret = second == Double.POSITIVE_INFINITY ? -added : second - added;
                if (into < 0 || regret > highest) {
                    chosen = drop;
                    where = places[best];
                    into = best;
                    highest = regret;
                }
            }
            routes.get(into).insert(chosen, where);
            left.remove(chosen);
            int changed = into;
            known.remove(chosen);
            known.values().forEach(places -> places[changed] = null);
        }
    }

    /**
     * In an order by chance, each where it costs least of the places that are not overlooked (blinks: Christiaens and Vanden Berghe, 2020):
     * regret alone would put the same ones back the same way.
     */
    private static void insertInTurn(List<Route> routes, List<Drop> drops, Random random) {
        List<Drop> shuffled = new ArrayList<>(drops);
        Collections.shuffle(shuffled, random);
        BooleanSupplier blink = () -> random.nextInt(BLINK) == 0;
        for (Drop drop : shuffled) {
            Route cheapest = routes.getFirst();
            Route.Insertion where = cheapest.insertion(drop, blink);
            for (Route route : routes.subList(1, routes.size())) {
                Route.Insertion other = route.insertion(drop, blink);
                if (other.added() < where.added()) {
                    cheapest = route;
                    where = other;
                }
            }
            cheapest.insert(drop, where);
        }
    }

    private List<Route> improve(List<Route> routes, List<Drop> drops, Random random) {
        List<Route> best = routes;
        double lowest = cost(routes);
        if (drops.size() < 2) {
            return best;
        }
        for (int round = 0; round < rounds; round++) {
            List<Route> tried = new ArrayList<>();
            best.forEach(route -> tried.add(route.copy()));
            if (round % 3 == 2) {
                Route split = tried.get(random.nextInt(tried.size()));
                split.split(tried.get(random.nextInt(tried.size())), random);
            } else {
                Drop centre = drops.get(random.nextInt(drops.size()));
                List<Drop> ruined = related(centre, drops, 1 + random.nextInt(MOST_RUINED), random);
                ruined.forEach(drop -> tried.forEach(route -> route.remove(drop)));
                if (round % 3 == 0) {
                    insertAll(tried, ruined);
                } else {
                    insertInTurn(tried, ruined, random);
                }
            }
            double cost = cost(tried);
            if (cost <= lowest) {
                best = tried;
                lowest = cost;
            }
        }
        return best;
    }

    /** Of the same stop, or due at about the same time, or by chance. */
    private static List<Drop> related(Drop centre, List<Drop> drops, int count, Random random) {
        Map<Drop, Double> distance = new HashMap<>();
        for (Drop drop : drops) {
            double far = Math.abs(drop.dueMinute() - centre.dueMinute())
                    + (drop.stopId().equals(centre.stopId()) ? 0 : 10)
                    + 20 * random.nextDouble();
            distance.put(drop, drop == centre ? -1 : far);
        }
        return drops.stream()
                .sorted(Comparator.comparingDouble(distance::get))
                .limit(count)
                .toList();
    }

    private static double cost(List<Route> routes) {
        return routes.stream().mapToDouble(Route::cost).sum();
    }
}
