package dev.tandem.bench.campus;

import dev.tandem.dispatch.campus.Campus;
import dev.tandem.dispatch.campus.CampusMap;
import dev.tandem.dispatch.campus.Drop;
import dev.tandem.dispatch.campus.FleetVehicle;
import dev.tandem.dispatch.campus.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The baseline: a vehicle at the hub takes as many of the oldest ready orders as fit, and brings them nearest first. */
final class FirstCome implements CampusSimulator.Planner {
    @Override
    public Plan plan(
            Campus campus,
            Set<CampusMap.Blocked> blocked,
            List<FleetVehicle> fleet,
            List<Drop> drops,
            Map<String, Integer> freeCompartments,
            long seed) {
        List<Plan.Trip> trips = new ArrayList<>();
        List<Drop> left = new ArrayList<>(drops.stream()
                .filter(drop -> drop.readyMinute() <= 0)
                .sorted(Comparator.comparingDouble(Drop::dueMinute))
                .toList());
        Map<String, Integer> free = new HashMap<>(freeCompartments);
        fleet.forEach(car -> car.onBoard().stream()
                .filter(Drop::locker)
                .forEach(drop -> free.merge(drop.stopId(), -1, Integer::sum)));
        for (FleetVehicle car : fleet) {
            CampusMap map = new CampusMap(campus, blocked, car.vehicle().metersPerMinute());
            if (!car.onBoard().isEmpty()) {
                trips.add(trip(car, true, map.nearestFirst(car.stopId(), car.onBoard())));
            } else if (car.stopId().equals(campus.hub()) && car.freeAtMinute() <= 0) {
                List<Drop> taken = new ArrayList<>();
                for (Drop drop : List.copyOf(left)) {
                    boolean room = !drop.locker() || free.getOrDefault(drop.stopId(), 0) > 0;
                    if (taken.size() < car.vehicle().compartments() && room) {
                        taken.add(drop);
                        left.remove(drop);
                        if (drop.locker()) {
                            free.merge(drop.stopId(), -1, Integer::sum);
                        }
                    }
                }
                if (!taken.isEmpty()) {
                    trips.add(trip(car, false, map.nearestFirst(campus.hub(), taken)));
                }
            }
        }
        return new Plan(trips, Map.of(), 0);
    }

    private static Plan.Trip trip(FleetVehicle car, boolean underway, List<Drop> drops) {
        List<Plan.Visit> visits = new ArrayList<>();
        for (Drop drop : drops) {
            List<String> ids = new ArrayList<>();
            if (!visits.isEmpty() && visits.getLast().stopId().equals(drop.stopId())) {
                ids.addAll(visits.removeLast().orderIds());
            }
            ids.add(drop.orderId());
            visits.add(new Plan.Visit(drop.stopId(), 0, 0, ids));
        }
        return new Plan.Trip(car.vehicle().vehicleId(), underway, 0, visits, 0, 0);
    }
}
