package dev.tandem.dispatch.matching;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A snapshot as arrays: minutes from now, couriers, orders and places by index. A place is a shop, or {@code shops + order} for a door. */
final class Problem {
    /** Above this the least urgent orders wait for a later tick unplanned: a tick has to end. */
    private static final int MOST_ORDERS = 400;
    /** An order is planned with one of the couriers who can be at its shop first. */
    private static final int MOST_CANDIDATES = 40;

    private static final double MILLIS = 60_000;

    final DispatchSnapshot snapshot;
    final Weights weights;
    final List<Courier> couriers;
    final List<Order> orders;
    final int shops;
    final int largestBundle;
    final double halfPickUp;
    final double halfDropOff;
    final int[] shopOf;
    final double[] ready;
    final double[] deadline;
    final double[] priority;
    /** The door, if a courier with the fastest vehicle stood at the shop. */
    final double[] earliest;

    final double[] kilograms;
    final double[] liters;
    final double[] unserved;
    final double[] free;
    final double[] off;
    final double[] perTrip;
    /** Couriers who may serve an order, the first at the shop first. */
    final int[][] candidates;

    private final Place[] places;
    private final Vehicle[] vehicles;
    private final double[] factor;
    private final int[] vehicleOf;
    private final double[][] between;
    private final double[][] approach;

    Problem(DispatchSnapshot snapshot) {
        this.snapshot = snapshot;
        weights = snapshot.weights();
        couriers = snapshot.couriers();
        orders = mostUrgent(snapshot);
        largestBundle = snapshot.weather().largestBundle(weights.largestBundle());
        halfPickUp = snapshot.service().pickUpMinutes() * snapshot.weather().serviceFactor() / 2;
        halfDropOff = snapshot.service().dropOffMinutes() * snapshot.weather().serviceFactor() / 2;
        shopOf = new int[orders.size()];
        places = places(orders, shopOf);
        shops = places.length - orders.size();
        vehicles = couriers.stream().map(Courier::vehicle).distinct().toArray(Vehicle[]::new);
        factor = Arrays.stream(vehicles)
                .mapToDouble(snapshot.weather()::travelFactor)
                .toArray();
        vehicleOf = couriers.stream()
                .mapToInt(courier -> Arrays.asList(vehicles).indexOf(courier.vehicle()))
                .toArray();
        between = new double[vehicles.length][places.length * places.length];
        for (double[] table : between) {
            Arrays.fill(table, Double.NaN);
        }
        ready = minutes(orders.stream().mapToLong(Order::readyAtMillis).toArray());
        deadline = minutes(orders.stream().mapToLong(Order::deadlineMillis).toArray());
        priority = orders.stream().mapToDouble(Order::priority).toArray();
        kilograms = orders.stream().mapToDouble(Order::kilograms).toArray();
        liters = orders.stream().mapToDouble(Order::liters).toArray();
        double[] placed =
                minutes(orders.stream().mapToLong(Order::placedAtMillis).toArray());
        unserved = IntStream.range(0, orders.size())
                .mapToDouble(o -> Costs.unserved(weights, -placed[o], priority[o]))
                .toArray();
        earliest = IntStream.range(0, orders.size()).mapToDouble(this::earliest).toArray();
        free = minutes(couriers.stream().mapToLong(Courier::freeAtMillis).toArray());
        for (int j = 0; j < free.length; j++) {
            free[j] = Math.max(0, free[j]);
        }
        off = minutes(couriers.stream().mapToLong(Courier::offAtMillis).toArray());
        double mean = couriers.stream()
                .mapToDouble(Problem::earnedPerMinute)
                .average()
                .orElse(0);
        perTrip = couriers.stream()
                .mapToDouble(courier -> Costs.fairness(weights, earnedPerMinute(courier), mean)
                        + Costs.acceptance(weights, courier.acceptance()))
                .toArray();
        approach = new double[couriers.size()][shops];
        for (int j = 0; j < approach.length; j++) {
            for (int shop = 0; shop < shops; shop++) {
                approach[j][shop] = way(couriers.get(j).place(), places[shop], vehicleOf[j]);
            }
        }
        candidates = candidates();
    }

    private static List<Order> mostUrgent(DispatchSnapshot snapshot) {
        if (snapshot.orders().size() <= MOST_ORDERS) {
            return snapshot.orders();
        }
        return snapshot.orders().stream()
                .sorted(Comparator.comparingDouble(
                                (Order order) -> (order.readyAtMillis() - snapshot.nowMillis()) / order.priority())
                        .thenComparing(Order::id))
                .limit(MOST_ORDERS)
                .toList();
    }

    /** Shops first, then the doors; two shops of one name in two places are two. */
    private static Place[] places(List<Order> orders, int[] shopOf) {
        record Shop(String name, Place place) {}
        Map<Shop, Integer> index = new HashMap<>();
        for (int o = 0; o < shopOf.length; o++) {
            Shop shop = new Shop(orders.get(o).shop(), orders.get(o).pickUp());
            shopOf[o] = index.computeIfAbsent(shop, unseen -> index.size());
        }
        Place[] places = new Place[index.size() + shopOf.length];
        for (int o = 0; o < shopOf.length; o++) {
            places[shopOf[o]] = orders.get(o).pickUp();
            places[index.size() + o] = orders.get(o).dropOff();
        }
        return places;
    }

    private double[] minutes(long[] millis) {
        double[] minutes = new double[millis.length];
        for (int i = 0; i < millis.length; i++) {
            minutes[i] = (millis[i] - snapshot.nowMillis()) / MILLIS;
        }
        return minutes;
    }

    long millis(double minute) {
        return snapshot.nowMillis() + Math.round(minute * MILLIS);
    }

    static double earnedPerMinute(Courier courier) {
        return courier.minutesOnShift() <= 0 ? 0 : courier.earnedThisShift() / courier.minutesOnShift();
    }

    private double earliest(int order) {
        double way = Double.POSITIVE_INFINITY;
        for (int v = 0; v < vehicles.length; v++) {
            way = Math.min(way, between(v, shopOf[order], shops + order));
        }
        return ready[order] + halfPickUp + way + halfDropOff;
    }

    private double way(Place from, Place to, int vehicle) {
        return snapshot.travel().minutes(from, to, vehicles[vehicle], snapshot.nowMillis()) * factor[vehicle];
    }

    /** Minutes between two places for a vehicle, worked out when first asked for. */
    private double between(int vehicle, int from, int to) {
        int at = from * places.length + to;
        double known = between[vehicle][at];
        if (Double.isNaN(known)) {
            known = way(places[from], places[to], vehicle);
            between[vehicle][at] = known;
        }
        return known;
    }

    /** Minutes for a courier between two places. */
    double ride(int courier, int from, int to) {
        return between(vehicleOf[courier], from, to);
    }

    /** Minutes from where a courier is or will be free to a shop. */
    double approach(int courier, int shop) {
        return approach[courier][shop];
    }

    /** Minutes for a courier between any two places, also of orders that wait no more. */
    double ride(int courier, Place from, Place to) {
        return way(from, to, vehicleOf[courier]);
    }

    /** Minutes from now. */
    double minute(long millis) {
        return (millis - snapshot.nowMillis()) / MILLIS;
    }

    /** The door of any order, if a courier with the fastest vehicle stood at the shop. */
    double earliest(Order order) {
        double way = Double.POSITIVE_INFINITY;
        for (int v = 0; v < vehicles.length; v++) {
            way = Math.min(way, way(order.pickUp(), order.dropOff(), v));
        }
        return minute(order.readyAtMillis()) + halfPickUp + way + halfDropOff;
    }

    boolean idle(int courier) {
        return free[courier] <= 0;
    }

    private int[][] candidates() {
        int[][] candidates = new int[orders.size()][];
        double[] reached = new double[MOST_CANDIDATES];
        int[] nearest = new int[MOST_CANDIDATES];
        for (int o = 0; o < candidates.length; o++) {
            Order order = orders.get(o);
            int count = 0;
            for (int j = 0; j < couriers.size(); j++) {
                double arrival = free[j] + approach[j][shopOf[o]];
                if (count == MOST_CANDIDATES && arrival >= reached[count - 1]) {
                    continue;
                }
                double pickUp = Math.max(ready[o], arrival + halfPickUp);
                if (Constraints.hindrance(weights, couriers.get(j), order, approach[j][shopOf[o]], pickUp, off[j])
                        != null) {
                    continue;
                }
                int at = count < MOST_CANDIDATES ? count++ : count - 1;
                while (at > 0 && reached[at - 1] > arrival) {
                    reached[at] = reached[at - 1];
                    nearest[at] = nearest[at - 1];
                    at--;
                }
                reached[at] = arrival;
                nearest[at] = j;
            }
            candidates[o] = Arrays.copyOf(nearest, count);
        }
        return candidates;
    }
}
