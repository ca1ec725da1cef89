package dev.tandem.dispatch.campus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through a vehicle's trips in time: battery, waiting, hand-overs, lateness. */
final class Walk {
    /** What it is worth, in minutes of lateness, that nobody has to fetch a vehicle with a flat battery. */
    private static final double FETCHED = 240;

    private final FleetVehicle vehicle;
    private final CampusMap map;
    private final int hub;
    private final Rules rules;
    private final @Nullable List<Plan.Trip> into;
    private double minute;
    private double range;
    private int at;
    private double cost;

    Walk(FleetVehicle vehicle, CampusMap map, int hub, Rules rules, @Nullable List<Plan.Trip> into) {
        this.vehicle = vehicle;
        this.map = map;
        this.hub = hub;
        this.rules = rules;
        this.into = into;
        this.minute = vehicle.freeAtMinute();
        this.range = vehicle.rangeMeters();
        this.at = map.index(vehicle.stopId());
    }

    double cost() {
        return cost;
    }

    /** Goods on board are brought whatever the battery says: the vehicle is on the road, and a person may have to fetch it. */
    void finishUnderway(List<Drop> drops) {
        drive(drops, true, minute, 0);
    }

    /** False when the vehicle cannot do it. */
    boolean trip(List<Drop> drops) {
        double meters = meters(drops);
        double needed = meters * (1 + rules.reserveShare());
        if (!(needed <= vehicle.vehicle().rangeMeters())) {
            return false;
        }
        double ready = minute;
        for (Drop drop : drops) {
            ready = Math.max(ready, drop.readyMinute());
        }
        double rate = vehicle.vehicle().chargeMetersPerMinute();
        double loaded = ready + rules.loadMinutes() * drops.size();
        // At the hub it charges all the time that it stands there.
        range = Math.min(vehicle.vehicle().rangeMeters(), range + (loaded - minute) * rate);
        double charging = Math.max(0, (needed - range) / rate);
        range = Math.max(range, needed);
        drive(drops, false, loaded + charging, charging);
        return true;
    }

    private double meters(List<Drop> drops) {
        double meters = 0;
        int from = hub;
        for (Drop drop : drops) {
            int to = map.index(drop.stopId());
            meters += map.meters(from, to);
            from = to;
        }
        return meters + map.meters(from, hub);
    }

    private void drive(List<Drop> drops, boolean underway, double departs, double charging) {
        minute = departs;
        List<Plan.Visit> visits = new ArrayList<>();
        for (Drop drop : drops) {
            int to = map.index(drop.stopId());
            boolean same = to == at && !visits.isEmpty();
            move(to);
            double arrived = minute;
            minute = Math.max(minute, drop.earliestMinute()) + rules.serviceMinutes(drop);
            cost += drop.priority() * rules.latenessWeight() * Math.max(0, minute - drop.dueMinute());
            cost += rules.waitingWeight() * (minute - drop.readyMinute());
            if (into != null) {
                visit(visits, drop, same, arrived);
            }
        }
        move(hub);
        if (into != null) {
            into.add(new Plan.Trip(vehicle.vehicle().vehicleId(), underway, departs, visits, minute, charging));
        }
    }

    private void visit(List<Plan.Visit> visits, Drop drop, boolean same, double arrived) {
        List<String> ids = new ArrayList<>();
        double arrives = arrived;
        if (same) {
            Plan.Visit before = visits.removeLast();
            ids.addAll(before.orderIds());
            arrives = before.arrivesMinute();
        }
        ids.add(drop.orderId());
        visits.add(new Plan.Visit(drop.stopId(), arrives, minute, List.copyOf(ids)));
    }

    private void move(int to) {
        double minutes = map.minutes(at, to);
        minute += minutes;
        cost += rules.travelWeight() * minutes;
        boolean flat = range < 0;
        range -= map.meters(at, to);
        if (range < 0 && !flat) {
            cost += FETCHED;
        }
        at = to;
    }
}
