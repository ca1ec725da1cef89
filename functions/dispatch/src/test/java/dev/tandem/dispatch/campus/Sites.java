package dev.tandem.dispatch.campus;

import java.util.ArrayList;
import java.util.List;

/** Campuses for tests. */
final class Sites {
    static final List<Campus.Corner> SQUARE = List.of(
            new Campus.Corner(50, 8),
            new Campus.Corner(50, 8.02),
            new Campus.Corner(50.01, 8.02),
            new Campus.Corner(50.01, 8));

    private Sites() {}

    static Campus.Vehicle vehicle(String id) {
        return new Campus.Vehicle(id, 50, 4, 200, 10_000, 500);
    }

    /** hub - a - b - c in a row, 400 m apart, with a way of 1,500 m from c back to the hub. */
    static Campus row(int vehicles) {
        List<Campus.Stop> stops = List.of(
                new Campus.Stop("hub", 50.002, 8.002, 0),
                new Campus.Stop("a", 50.002, 8.006, 2),
                new Campus.Stop("b", 50.002, 8.010, 0),
                new Campus.Stop("c", 50.002, 8.014, 1));
        List<Campus.Path> paths = List.of(
                new Campus.Path("hub", "a", 400, 200, false),
                new Campus.Path("a", "b", 400, 100, false),
                new Campus.Path("b", "c", 400, 200, false),
                new Campus.Path("c", "hub", 1500, 250, true));
        List<Campus.Vehicle> fleet = new ArrayList<>();
        for (int i = 1; i <= vehicles; i++) {
            fleet.add(vehicle("v" + i));
        }
        return new Campus("campus", "hub", SQUARE, stops, paths, fleet);
    }

    static FleetVehicle atHub(Campus campus, int index) {
        Campus.Vehicle vehicle = campus.vehicles().get(index);
        return new FleetVehicle(vehicle, campus.hub(), 0, vehicle.rangeMeters(), List.of());
    }

    static Drop drop(String id, String stop, double ready, double due) {
        return new Drop(id, stop, 2, 1, ready, Double.NEGATIVE_INFINITY, due, 1, false);
    }
}
