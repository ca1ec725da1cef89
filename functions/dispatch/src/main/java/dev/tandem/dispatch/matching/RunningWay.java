package dev.tandem.dispatch.matching;

import dev.tandem.dispatch.matching.Explanation.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trip under way, from where the courier is now: as it is, and with one order more. Times are minutes from now. */
final class RunningWay {
    private static final double IMPOSSIBLE = Double.POSITIVE_INFINITY;

    private final Problem problem;
    private final int index;
    private final Courier courier;
    private final RunningTrip trip;
    private final Map<String, Double> earliest = new HashMap<>();
    private final Map<String, Double> doors = new HashMap<>();
    private final Walk asItIs;

    /**
     * A sequence of hand-overs.
     *
     * @param at when the goods change hands: pick-ups, then drop-offs
     * @param end when the courier is free
     * @param moving minutes on the way and at hand-overs
     * @param standing minutes of waiting at shops
     */
    record Walk(
            List<Order> pickUps,
            List<Order> dropOffs,
            double[] at,
            double end,
            double lateness,
            double overdue,
            double moving,
            double standing) {
        double cost(Weights weights) {
            return lateness + overdue + Costs.travel(weights, moving) + Costs.waiting(weights, standing);
        }

        Place last() {
            return dropOffs.getLast().dropOff();
        }
    }

    RunningWay(Problem problem, int courier, RunningTrip trip) {
        this.problem = problem;
        this.index = courier;
        this.courier = problem.couriers.get(courier);
        this.trip = trip;
        this.asItIs = walk(trip.toFetch(), trip.toBring());
        for (int i = 0; i < asItIs.dropOffs.size(); i++) {
            doors.put(asItIs.dropOffs.get(i).id(), asItIs.at[asItIs.pickUps.size() + i]);
        }
    }

    Walk asItIs() {
        return asItIs;
    }

    /** What keeps an order off this trip, whatever its sequence; null when nothing does. */
    @Nullable
    Reason hindrance(Order order) {
        if (Constraints.full(courier, problem.largestBundle, trip.toBring().size() + 1)) {
            return Reason.TRIP_FULL;
        }
        if (Constraints.tooHeavy(courier, order.kilograms() + sum(Order::kilograms))) {
            return Reason.TRIP_TOO_HEAVY;
        }
        if (Constraints.tooLarge(courier, order.liters() + sum(Order::liters))) {
            return Reason.TRIP_TOO_LARGE;
        }
        Place lastShop = trip.toFetch().getLast().pickUp();
        if (visit(order) < 0 && Constraints.offTheWay(problem.weights, problem.ride(index, lastShop, order.pickUp()))) {
            return Reason.TRIP_ELSEWHERE;
        }
        List<Order> pickUps = pickUps(order);
        Walk any = walk(pickUps, trip.toBring());
        for (int i = 0; i < pickUps.size(); i++) {
            if (Constraints.offBeforePickUp(any.at[i], problem.off[index])) {
                return Reason.OFF_BEFORE_PICK_UP;
            }
        }
        return null;
    }

    private List<Order> pickUps(Order more) {
        List<Order> pickUps = new ArrayList<>(trip.toFetch());
        int visit = visit(more);
        pickUps.add(visit < 0 ? pickUps.size() : visit + 1, more);
        return pickUps;
    }

    private double sum(java.util.function.ToDoubleFunction<Order> what) {
        return trip.toBring().stream().mapToDouble(what).sum();
    }

    /** The last pick-up at the order's shop, -1 when the trip does not go there any more. */
    private int visit(Order order) {
        for (int i = trip.toFetch().size() - 1; i >= 0; i--) {
            if (sameShop(trip.toFetch().get(i), order)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean sameShop(Order one, Order other) {
        return one.shop().equals(other.shop()) && one.pickUp().equals(other.pickUp());
    }

    /**
     * The trip with an order, fetched at its shop's visit or else after the last one, its drop-offs in the best of all sequences; null
     * when each breaks a promise.
     */
    @Nullable
    Walk with(Order order) {
        List<Order> pickUps = pickUps(order);
        List<Order> dropOffs = new ArrayList<>(trip.toBring());
        dropOffs.add(order);
        Walk best = walk(pickUps, Sequences.best(dropOffs, sequence -> cost(walk(pickUps, sequence))));
        return cost(best) < IMPOSSIBLE ? best : null;
    }

    private double cost(Walk walk) {
        int fetched = walk.pickUps.size();
        for (int i = 0; i < walk.dropOffs.size(); i++) {
            Order order = walk.dropOffs.get(i);
            Double before = doors.get(order.id());
            if (before != null
                    && Constraints.breaksPromise(
                            walk.at[fetched + i], before, problem.minute(order.deadlineMillis()))) {
                return IMPOSSIBLE;
            }
        }
        return walk.cost(problem.weights);
    }

    private Walk walk(List<Order> pickUps, List<Order> dropOffs) {
        double[] at = new double[pickUps.size() + dropOffs.size()];
        int stop = 0;
        double clock = 0;
        double moving = 0;
        double standing = 0;
        Place place = trip.place();
        Order before = null;
        for (Order order : pickUps) {
            double there = clock - problem.halfPickUp;
            if (before == null || !sameShop(before, order)) {
                double way = problem.ride(index, place, order.pickUp());
                there = clock + way + problem.halfPickUp;
                moving += way + 2 * problem.halfPickUp;
            }
            double pickUp = Math.max(there, problem.minute(order.readyAtMillis()));
            standing += pickUp - there;
            at[stop++] = pickUp;
            clock = pickUp + problem.halfPickUp;
            place = order.pickUp();
            before = order;
        }
        double lateness = 0;
        double overdue = 0;
        for (Order order : dropOffs) {
            double way = problem.ride(index, place, order.dropOff());
            double there = clock + way + problem.halfDropOff;
            moving += way + 2 * problem.halfDropOff;
            lateness += Costs.lateness(
                    problem.weights,
                    there - earliest.computeIfAbsent(order.id(), id -> problem.earliest(order)),
                    order.priority());
            overdue += Costs.overdue(problem.weights, there - problem.minute(order.deadlineMillis()), order.priority());
            at[stop++] = there;
            clock = there + problem.halfDropOff;
            place = order.dropOff();
        }
        return new Walk(pickUps, dropOffs, at, clock, lateness, overdue, moving, standing);
    }
}
