package dev.tandem.bench.campus;

import dev.tandem.dispatch.campus.Campus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A seeded campus and a day of orders on it. Minutes count from 08:00; the last order is placed at 21:00.
 *
 * @param closedPath a path that is closed from {@code closedFrom} to {@code closedUntil}
 * @param brokenVehicle index of the vehicle that is out of service from {@code brokenFrom} to {@code brokenUntil}
 */
public record CampusDay(
        Campus campus,
        List<Order> orders,
        Campus.Path closedPath,
        double closedFrom,
        double closedUntil,
        int brokenVehicle,
        double brokenFrom,
        double brokenUntil) {
    static final double MINUTES = 13 * 60;
    private static final double PROMISE_MINUTES = 45;
    private static final double METERS_PER_DEGREE = 111_320;

    /** @param personShows whether someone is there at the first attempt, for what is handed over */
    record Order(
            String orderId,
            String stopId,
            double kg,
            double placed,
            double ready,
            double due,
            boolean locker,
            boolean personShows,
            double lockerMinutes) {}

    static CampusDay of(long seed, int vehicles, int ordersOfTheDay, Campus.Vehicle type) {
        Random random = new Random(seed);
        Campus campus = campus(random, vehicles, type);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < ordersOfTheDay; i++) {
            orders.add(order(i, campus, random));
        }
        orders.sort(Comparator.comparingDouble(Order::placed));
        List<Campus.Path> spare = campus.paths().stream()
                .filter(path -> joinsWithout(campus, path))
                .toList();
        double closed = 180 + random.nextDouble() * 300;
        double broken = 120 + random.nextDouble() * 400;
        return new CampusDay(
                campus,
                orders,
                spare.get(random.nextInt(spare.size())),
                closed,
                closed + 60,
                random.nextInt(vehicles),
                broken,
                broken + 90);
    }

    private static Order order(int number, Campus campus, Random random) {
        double kind = random.nextDouble();
        double placed;
        do {
            // Lunch, dinner, and the rest of the day.
            placed = kind < 0.25
                    ? 4.25 * 60 + 60 * random.nextGaussian()
                    : kind < 0.45 ? 10.25 * 60 + 75 * random.nextGaussian() : random.nextDouble() * MINUTES;
        } while (placed < 0 || placed > MINUTES);
        Campus.Stop stop = campus.stops().get(1 + random.nextInt(campus.stops().size() - 1));
        double ready = placed + 5 + 10 * random.nextDouble();
        boolean locker = stop.lockerCompartments() > 0 && random.nextDouble() < 0.6;
        return new Order(
                "o" + number,
                stop.stopId(),
                0.3 + 2.7 * random.nextDouble(),
                placed,
                ready,
                ready + PROMISE_MINUTES,
                locker,
                random.nextDouble() >= 0.03,
                -25 * Math.log(1 - random.nextDouble()));
    }

    /** Twenty stops on 1.2 km by 0.9 km, each joined with its three nearest, a third of the paths at walking pace. */
    private static Campus campus(Random random, int vehicles, Campus.Vehicle type) {
        double lat = 50;
        double lon = 8;
        double perLon = METERS_PER_DEGREE * Math.cos(Math.toRadians(lat));
        double[][] at = new double[20][2];
        List<Campus.Stop> stops = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            at[i][0] = i == 0 ? 600 : 30 + 1140 * random.nextDouble();
            at[i][1] = i == 0 ? 450 : 30 + 840 * random.nextDouble();
            stops.add(new Campus.Stop(
                    "s" + i, lat + at[i][1] / METERS_PER_DEGREE, lon + at[i][0] / perLon, i % 2 == 1 ? 12 : 0));
        }
        List<Campus.Path> paths = new ArrayList<>();
        boolean[][] joined = new boolean[at.length][at.length];
        for (int i = 1; i < at.length; i++) {
            // To the nearest of those before, so that all hang together, then to its three nearest.
            join(paths, joined, at, i, nearest(at, i, i, 1).getFirst(), random);
            for (int near : nearest(at, i, at.length, 3)) {
                join(paths, joined, at, i, near, random);
            }
        }
        List<Campus.Corner> fence = List.of(
                new Campus.Corner(lat, lon),
                new Campus.Corner(lat, lon + 1200 / perLon),
                new Campus.Corner(lat + 900 / METERS_PER_DEGREE, lon + 1200 / perLon),
                new Campus.Corner(lat + 900 / METERS_PER_DEGREE, lon));
        List<Campus.Vehicle> fleet = new ArrayList<>();
        for (int i = 0; i < vehicles; i++) {
            fleet.add(new Campus.Vehicle(
                    "v" + i,
                    type.payloadKg(),
                    type.compartments(),
                    type.metersPerMinute(),
                    type.rangeMeters(),
                    type.chargeMetersPerMinute()));
        }
        return new Campus("simulated", "s0", fence, stops, paths, fleet);
    }

    private static List<Integer> nearest(double[][] at, int to, int below, int count) {
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < below; i++) {
            if (i != to) {
                others.add(i);
            }
        }
        others.sort(Comparator.comparingDouble(i -> Math.hypot(at[i][0] - at[to][0], at[i][1] - at[to][1])));
        return others.subList(0, Math.min(count, others.size()));
    }

    private static void join(
            List<Campus.Path> paths, boolean[][] joined, double[][] at, int from, int to, Random random) {
        if (joined[from][to]) {
            return;
        }
        joined[from][to] = true;
        joined[to][from] = true;
        // Ways wind: a quarter longer than the straight line.
        double meters = 1.25 * Math.hypot(at[from][0] - at[to][0], at[from][1] - at[to][1]);
        double limit = random.nextInt(3) == 0 ? 83 : 250;
        paths.add(new Campus.Path("s" + from, "s" + to, Math.max(10, meters), limit, false));
    }

    private static boolean joinsWithout(Campus campus, Campus.Path path) {
        List<Campus.Path> rest =
                campus.paths().stream().filter(other -> other != path).toList();
        try {
            var unused = new Campus(
                    campus.campusId(), campus.hub(), campus.fence(), campus.stops(), rest, campus.vehicles());
            return unused.paths().size() < campus.paths().size();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
