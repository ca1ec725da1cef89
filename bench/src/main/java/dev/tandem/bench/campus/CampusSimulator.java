package dev.tandem.bench.campus;

import dev.tandem.dispatch.campus.Campus;
import dev.tandem.dispatch.campus.CampusMap;
import dev.tandem.dispatch.campus.Drop;
import dev.tandem.dispatch.campus.FleetVehicle;
import dev.tandem.dispatch.campus.Plan;
import dev.tandem.dispatch.campus.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Lives through a day, half a minute at a time. Drives and hand-overs take as long as planned times a log-normal factor (10 %); a person may
 * not be there, and then the goods come back and go out again; a path is closed for an hour, a vehicle is out of service for ninety minutes.
 */
final class CampusSimulator {
    private static final double STEP = 0.5;
    private static final double NOISE = 0.1;
    private static final double RETRY_AFTER = 30;

    /** What makes the plan: of the product, or a baseline. */
    interface Planner {
        Plan plan(
                Campus campus,
                Set<CampusMap.Blocked> blocked,
                List<FleetVehicle> fleet,
                List<Drop> drops,
                Map<String, Integer> freeCompartments,
                long seed);
    }

    private final CampusDay day;
    private final Planner planner;
    private final Rules rules;
    private final Random random;
    private final List<Car> cars = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, List<Double>> lockers = new HashMap<>();
    private final CampusTally tally = new CampusTally();
    private Plan plan = new Plan(List.of(), Map.of(), 0);
    private boolean changed = true;

    /** @param attempt from 1 */
    private record Waiting(CampusDay.Order order, double ready, int attempt) {}

    /** A vehicle in motion: it is busy until {@code freeAt}, and then at {@code stop}. */
    private static final class Car {
        private final Campus.Vehicle type;
        private String stop;
        private double freeAt;
        private double range;
        private double since;
        private boolean atHub = true;
        private final List<Waiting> onBoard = new ArrayList<>();
        private List<Waiting> handing = List.of();

        private Car(Campus.Vehicle type, String hub) {
            this.type = type;
            this.stop = hub;
            this.range = type.rangeMeters();
        }
    }

    CampusSimulator(CampusDay day, Planner planner, Rules rules, long seed) {
        this.day = day;
        this.planner = planner;
        this.rules = rules;
        this.random = new Random(seed);
        day.campus()
                .vehicles()
                .forEach(vehicle -> cars.add(new Car(vehicle, day.campus().hub())));
    }

    CampusTally run() {
        int next = 0;
        List<CampusDay.Order> all = day.orders();
        for (double now = 0; now < CampusDay.MINUTES + 12 * 60; now += STEP) {
            while (next < all.size() && all.get(next).placed() <= now) {
                CampusDay.Order order = all.get(next++);
                waiting.add(new Waiting(order, order.ready(), 1));
                changed = true;
            }
            emptyLockers(now);
            for (int i = 0; i < cars.size(); i++) {
                arrive(cars.get(i), now);
            }
            if (changed || now % 5 == 0) {
                replan(now);
                changed = false;
            }
            for (int i = 0; i < cars.size(); i++) {
                if (cars.get(i).freeAt <= now && !broken(i, now)) {
                    goOn(cars.get(i), now);
                }
            }
            if (next == all.size() && waiting.isEmpty() && cars.stream().allMatch(car -> car.onBoard.isEmpty())) {
                break;
            }
        }
        tally.placed = all.size();
        return tally;
    }

    private boolean broken(int car, double now) {
        return car == day.brokenVehicle() && now >= day.brokenFrom() && now < day.brokenUntil();
    }

    private Set<CampusMap.Blocked> blocked(double now) {
        return now >= day.closedFrom() && now < day.closedUntil()
                ? Set.of(new CampusMap.Blocked(
                        day.closedPath().from(), day.closedPath().to()))
                : Set.of();
    }

    private void emptyLockers(double now) {
        lockers.values().forEach(leaving -> {
            if (leaving.removeIf(until -> until <= now)) {
                changed = true;
            }
        });
    }

    private int compartments(String stopId) {
        return day.campus().stops().stream()
                .filter(stop -> stop.stopId().equals(stopId))
                .findFirst()
                .orElseThrow()
                .lockerCompartments();
    }

    private int free(Campus.Stop stop) {
        long arriving = cars.stream()
                .filter(car -> car.stop.equals(stop.stopId()))
                .flatMap(car -> car.handing.stream())
                .filter(one -> one.order().locker())
                .count();
        return stop.lockerCompartments()
                - lockers.getOrDefault(stop.stopId(), List.of()).size()
                - (int) arriving;
    }

    /** Ends a hand-over or a way home. */
    private void arrive(Car car, double now) {
        if (car.freeAt > now
                || (car.handing.isEmpty()
                        && car.atHub == car.stop.equals(day.campus().hub()))) {
            return;
        }
        changed = true;
        for (Waiting done : car.handing) {
            car.onBoard.remove(done);
            if (!done.order().locker() && done.attempt() == 1 && !done.order().personShows()) {
                tally.noShows++;
                waiting.add(new Waiting(done.order(), now + RETRY_AFTER, 2));
                continue;
            }
            if (done.order().locker()) {
                List<Double> occupied = lockers.computeIfAbsent(car.stop, key -> new ArrayList<>());
                occupied.add(now + done.order().lockerMinutes());
                tally.left(occupied.size(), compartments(car.stop));
            }
            tally.delivered(done.order(), car.freeAt);
        }
        car.handing = List.of();
        car.atHub = car.stop.equals(day.campus().hub());
        car.since = car.freeAt;
    }

    private void replan(double now) {
        List<FleetVehicle> fleet = new ArrayList<>();
        for (int i = 0; i < cars.size(); i++) {
            Car car = cars.get(i);
            if (!broken(i, now)) {
                List<Drop> onBoard = car.onBoard.stream()
                        .filter(one -> !car.handing.contains(one))
                        .map(one -> drop(one, now))
                        .toList();
                fleet.add(new FleetVehicle(
                        car.type, car.stop, Math.max(0, car.freeAt - now), charged(car, now), onBoard));
            }
        }
        Map<String, Integer> freeCompartments = new HashMap<>();
        day.campus().stops().forEach(stop -> freeCompartments.put(stop.stopId(), free(stop)));
        List<Drop> drops = waiting.stream().map(one -> drop(one, now)).toList();
        long start = System.nanoTime();
        plan = planner.plan(day.campus(), blocked(now), fleet, drops, freeCompartments, (long) (now * 2));
        tally.planned(System.nanoTime() - start);
    }

    private double charged(Car car, double now) {
        return car.atHub && car.freeAt <= now
                ? Math.min(car.type.rangeMeters(), car.range + (now - car.since) * car.type.chargeMetersPerMinute())
                : car.range;
    }

    private Drop drop(Waiting one, double now) {
        CampusDay.Order order = one.order();
        return new Drop(
                order.orderId(),
                order.stopId(),
                order.kg(),
                1,
                one.ready() - now,
                Double.NEGATIVE_INFINITY,
                order.due() - now,
                1,
                order.locker());
    }

    private void goOn(Car car, double now) {
        if (!car.onBoard.isEmpty()) {
            plan.trips().stream()
                    .filter(trip -> trip.vehicleId().equals(car.type.vehicleId()) && trip.underway())
                    .findFirst()
                    .filter(trip -> !trip.visits().isEmpty())
                    .ifPresent(trip -> drive(car, trip.visits().getFirst(), now));
            return;
        }
        if (!car.atHub) {
            drive(car, new Plan.Visit(day.campus().hub(), 0, 0, List.of()), now);
            return;
        }
        plan.trips().stream()
                .filter(trip -> trip.vehicleId().equals(car.type.vehicleId()) && !trip.underway())
                .findFirst()
                .ifPresent(trip -> load(car, trip, now));
    }

    private void load(Car car, Plan.Trip trip, double now) {
        Set<String> ids = new HashSet<>();
        trip.visits().forEach(visit -> ids.addAll(visit.orderIds()));
        List<Waiting> goods = waiting.stream()
                .filter(one -> ids.contains(one.order().orderId()))
                .toList();
        if (goods.isEmpty() || goods.stream().anyMatch(one -> one.ready() > now)) {
            return;
        }
        car.range = charged(car, now);
        car.since = now;
        CampusMap map = new CampusMap(day.campus(), blocked(now), car.type.metersPerMinute());
        List<CampusDay.Order> loaded = goods.stream().map(Waiting::order).toList();
        double meters =
                tally.checkTrip(car.type, loaded, trip, map, day.campus().hub());
        double needed = (1 + rules.reserveShare()) * meters;
        if (car.range < needed) {
            return;
        }
        waiting.removeAll(goods);
        car.onBoard.addAll(goods);
        tally.trips++;
        car.freeAt = now + rules.loadMinutes() * goods.size() * noise();
        // The sequence of the plan holds until the next one, which treats these goods as on board.
        changed = true;
    }

    private void drive(Car car, Plan.Visit visit, double now) {
        CampusMap map = new CampusMap(day.campus(), blocked(now), car.type.metersPerMinute());
        int from = map.index(car.stop);
        int to = map.index(visit.stopId());
        double meters = map.meters(from, to);
        car.range -= meters;
        tally.drove(meters, car.range);
        car.handing = car.onBoard.stream()
                .filter(one -> visit.orderIds().contains(one.order().orderId()))
                .toList();
        double service = car.handing.stream()
                .mapToDouble(one -> one.order().locker() ? rules.lockerMinutes() : rules.handOverMinutes())
                .sum();
        // Never faster than the limits allow.
        // It went on when it was free, which the half minutes of this clock saw a little later.
        double start = car.atHub && car.freeAt <= now - STEP ? now : Math.max(car.freeAt, now - STEP);
        car.freeAt = start + map.minutes(from, to) * Math.max(1, noise()) + service * noise();
        car.stop = visit.stopId();
        car.atHub = false;
    }

    private double noise() {
        return Math.exp(NOISE * random.nextGaussian());
    }
}
