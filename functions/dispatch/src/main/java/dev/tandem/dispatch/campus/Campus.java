package dev.tandem.dispatch.campus;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A closed site on which unmanned vehicles may drive.
 *
 * @param hub the stop where goods are loaded and vehicles charge
 * @param fence corners of the area that no vehicle leaves, in order, three or more
 * @param stops where vehicles stop, the hub among them
 * @param paths where they drive, between stops
 */
public record Campus(
        String campusId, String hub, List<Corner> fence, List<Stop> stops, List<Path> paths, List<Vehicle> vehicles) {
    private static final int MOST_STOPS = 200;
    private static final int MOST_VEHICLES = 50;

    /** Degrees. */
    public record Corner(double lat, double lon) {
        public Corner {
            requireCoordinates(lat, lon);
        }
    }

    /** @param lockerCompartments how many parcels can be left there without a person; 0 means by hand only */
    public record Stop(String stopId, double lat, double lon, int lockerCompartments) {
        public Stop {
            requireCoordinates(lat, lon);
            require(lockerCompartments >= 0, "lockerCompartments of " + stopId + " is negative");
        }
    }

    /** @param oneWay whether it may be driven from {@code from} to {@code to} only */
    public record Path(String from, String to, double meters, double limitMetersPerMinute, boolean oneWay) {
        public Path {
            require(meters > 0 && meters <= 20_000, "meters of " + from + "-" + to + " must be above 0, up to 20,000");
            require(
                    limitMetersPerMinute > 0 && limitMetersPerMinute <= 1_000,
                    "limitMetersPerMinute of " + from + "-" + to + " must be above 0, up to 1,000");
        }
    }

    /**
     * @param payloadKg all goods at once
     * @param compartments one for each parcel
     * @param rangeMeters on a full battery
     * @param chargeMetersPerMinute range that a minute at the hub's charger adds
     */
    public record Vehicle(
            String vehicleId,
            double payloadKg,
            int compartments,
            double metersPerMinute,
            double rangeMeters,
            double chargeMetersPerMinute) {
        public Vehicle {
            require(
                    payloadKg > 0
                            && compartments > 0
                            && metersPerMinute > 0
                            && rangeMeters > 0
                            && chargeMetersPerMinute > 0,
                    "payload, compartments, speed, range and charging of " + vehicleId + " must be above 0");
        }
    }

    /** @throws IllegalArgumentException with what is wrong, for a map that cannot be driven */
    public Campus {
        fence = List.copyOf(fence);
        stops = List.copyOf(stops);
        paths = List.copyOf(paths);
        vehicles = List.copyOf(vehicles);
        require(fence.size() >= 3, "fence needs three corners or more");
        require(stops.size() <= MOST_STOPS, "stops may be " + MOST_STOPS + " at most");
        require(vehicles.size() <= MOST_VEHICLES, "vehicles may be " + MOST_VEHICLES + " at most");
        Map<String, Stop> byId = byId(stops, Stop::stopId, "stop");
        byId(vehicles, Vehicle::vehicleId, "vehicle");
        require(byId.containsKey(hub), "hub " + hub + " is no stop");
        Fence area = new Fence(fence);
        for (Stop stop : stops) {
            require(area.contains(stop.lat(), stop.lon()), "stop " + stop.stopId() + " is outside the fence");
        }
        for (Path path : paths) {
            Stop from = byId.get(path.from());
            Stop to = byId.get(path.to());
            if (from == null || to == null) {
                throw new IllegalArgumentException(
                        "path " + path.from() + "-" + path.to() + " leads to an unknown stop");
            }
            require(
                    area.holdsLine(from.lat(), from.lon(), to.lat(), to.lon()),
                    "path " + path.from() + "-" + path.to() + " leaves the fence");
        }
        require(reached(hub, paths, true).containsAll(byId.keySet()), "a stop cannot be reached from the hub");
        require(reached(hub, paths, false).containsAll(byId.keySet()), "the hub cannot be reached from a stop");
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id, String what) {
        Map<String, T> found = new HashMap<>();
        for (T one : all) {
            require(
                    id.apply(one) != null && id.apply(one).matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}"),
                    "a " + what + "'s id takes 1 to 32 letters, digits, _ and -");
            require(found.put(id.apply(one), one) == null, what + " " + id.apply(one) + " is there twice");
        }
        return found;
    }

    private static Set<String> reached(String hub, List<Path> paths, boolean forwards) {
        Map<String, List<String>> next = new HashMap<>();
        for (Path path : paths) {
            if (forwards || !path.oneWay()) {
                next.computeIfAbsent(path.from(), key -> new java.util.ArrayList<>())
                        .add(path.to());
            }
            if (!forwards || !path.oneWay()) {
                next.computeIfAbsent(path.to(), key -> new java.util.ArrayList<>())
                        .add(path.from());
            }
        }
        Set<String> seen = new HashSet<>(Set.of(hub));
        Set<String> border = seen;
        while (!border.isEmpty()) {
            border = border.stream()
                    .flatMap(stop -> next.getOrDefault(stop, List.of()).stream())
                    .filter(stop -> !seen.contains(stop))
                    .collect(Collectors.toSet());
            seen.addAll(border);
        }
        return seen;
    }

    static void requireCoordinates(double lat, double lon) {
        require(Math.abs(lat) <= 90 && Math.abs(lon) <= 180, "lat must be within 90 and lon within 180 degrees");
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
