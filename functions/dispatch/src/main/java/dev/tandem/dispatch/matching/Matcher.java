package dev.tandem.dispatch.matching;

import dev.tandem.dispatch.assignment.SparseAssignment;
import dev.tandem.dispatch.matching.Explanation.NotChosen;
import dev.tandem.dispatch.matching.Explanation.Reason;
import dev.tandem.dispatch.matching.Offer.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The decision of a tick: free couriers and waiting orders are matched one to one at the least total cost. */
public final class Matcher {
    private static final int EXPLAINED_COURIERS = 5;
    private static final double MILLIS = 60_000;

    private final DispatchSnapshot snapshot;
    private final Weights weights;
    private final double meanEarnedPerMinute;

    private Matcher(DispatchSnapshot snapshot) {
        this.snapshot = snapshot;
        this.weights = snapshot.weights();
        this.meanEarnedPerMinute = snapshot.couriers().stream()
                .mapToDouble(Matcher::earnedPerMinute)
                .average()
                .orElse(0);
    }

    /** Decides; the same snapshot always gets the same decision. */
    public static Decision match(DispatchSnapshot snapshot) {
        return new Matcher(snapshot).decide();
    }

    private Decision decide() {
        List<Order> orders = snapshot.orders();
        List<Courier> free = snapshot.couriers().stream()
                .filter(courier -> courier.freeAtMillis() <= snapshot.nowMillis())
                .toList();
        int[] rowStart = new int[orders.size() + 1];
        int[] column = new int[16];
        double[] cost = new double[16];
        int pairs = 0;
        for (int i = 0; i < orders.size(); i++) {
            for (int j = 0; j < free.size(); j++) {
                if (pairs + 2 > column.length) {
                    column = Arrays.copyOf(column, 2 * pairs + 2);
                    cost = Arrays.copyOf(cost, 2 * pairs + 2);
                }
                if (hindrance(free.get(j), orders.get(i)) == null) {
                    column[pairs] = j;
                    cost[pairs++] = total(terms(free.get(j), orders.get(i)));
                }
            }
            // The column of staying out; waiting orders get dearer with age, so none starves.
            double age = (snapshot.nowMillis() - orders.get(i).placedAtMillis()) / MILLIS;
            column[pairs] = free.size() + i;
            cost[pairs++] = weights.unserved() * orders.get(i).priority() + Math.max(0, age);
            rowStart[i + 1] = pairs;
        }
        int[] columnOfRow = SparseAssignment.solve(free.size() + orders.size(), rowStart, column, cost);
        List<Offer> offers = new ArrayList<>();
        List<Explanation> explanations = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            if (columnOfRow[i] < free.size()) {
                offers.add(offer(free.get(columnOfRow[i]), orders.get(i)));
            } else {
                explanations.add(explanation(orders.get(i)));
            }
        }
        return new Decision(weights.version(), offers, explanations);
    }

    private static double earnedPerMinute(Courier courier) {
        return courier.minutesOnShift() <= 0 ? 0 : courier.earnedThisShift() / courier.minutesOnShift();
    }

    private static double total(Map<CostTerm, Double> terms) {
        return terms.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private double way(Place from, Place to, Courier courier) {
        return snapshot.travel().minutes(from, to, courier.vehicle(), snapshot.nowMillis())
                * snapshot.weather().travelFactor(courier.vehicle());
    }

    private double halfPickUp() {
        return snapshot.service().pickUpMinutes() * snapshot.weather().serviceFactor() / 2;
    }

    private double halfDropOff() {
        return snapshot.service().dropOffMinutes() * snapshot.weather().serviceFactor() / 2;
    }

    /** Minutes from now to the pick-up. */
    private double pickUp(Courier courier, Order order) {
        double start = Math.max(0, (courier.freeAtMillis() - snapshot.nowMillis()) / MILLIS);
        double ready = (order.readyAtMillis() - snapshot.nowMillis()) / MILLIS;
        return Math.max(ready, start + way(courier.place(), order.pickUp(), courier) + halfPickUp());
    }

    private @Nullable Reason hindrance(Courier courier, Order order) {
        if (order.declinedBy().contains(courier.id())) {
            return Reason.DECLINED;
        }
        if (order.kilograms() > courier.capacityKilograms()) {
            return Reason.TOO_HEAVY;
        }
        if (order.liters() > courier.capacityLiters()) {
            return Reason.TOO_LARGE;
        }
        if (way(courier.place(), order.pickUp(), courier) > weights.reachMinutes()) {
            return Reason.TOO_FAR;
        }
        if (snapshot.nowMillis() + pickUp(courier, order) * MILLIS > courier.offAtMillis()) {
            return Reason.OFF_BEFORE_PICK_UP;
        }
        return null;
    }

    private Map<CostTerm, Double> terms(Courier courier, Order order) {
        double ready = (order.readyAtMillis() - snapshot.nowMillis()) / MILLIS;
        double arrival = way(courier.place(), order.pickUp(), courier) + halfPickUp();
        Map<CostTerm, Double> terms = new EnumMap<>(CostTerm.class);
        terms.put(CostTerm.LATENESS, Costs.lateness(weights, arrival - ready, order.priority()));
        terms.put(CostTerm.TRAVEL, Costs.travel(weights, arrival));
        terms.put(CostTerm.WAITING, Costs.waiting(weights, ready - arrival));
        terms.put(CostTerm.FAIRNESS, Costs.fairness(weights, earnedPerMinute(courier), meanEarnedPerMinute));
        terms.put(CostTerm.ACCEPTANCE, Costs.acceptance(weights, courier.acceptance()));
        return terms;
    }

    private Offer offer(Courier courier, Order order) {
        double pickUp = pickUp(courier, order);
        double dropOff = pickUp + halfPickUp() + way(order.pickUp(), order.dropOff(), courier) + halfDropOff();
        return new Offer(
                courier.id(),
                List.of(
                        new Stop(Stop.Kind.PICK_UP, order.id(), order.pickUp(), millis(pickUp)),
                        new Stop(Stop.Kind.DROP_OFF, order.id(), order.dropOff(), millis(dropOff))),
                millis(dropOff + halfDropOff()),
                terms(courier, order));
    }

    private long millis(double minutesFromNow) {
        return snapshot.nowMillis() + Math.round(minutesFromNow * MILLIS);
    }

    private Explanation explanation(Order order) {
        return new Explanation(
                order.id(),
                snapshot.couriers().stream()
                        .map(courier -> new NotChosen(
                                courier.id(), way(courier.place(), order.pickUp(), courier), reason(courier, order)))
                        .sorted(Comparator.comparingDouble(NotChosen::minutesAway))
                        .limit(EXPLAINED_COURIERS)
                        .toList());
    }

    private Reason reason(Courier courier, Order order) {
        Reason hindrance = hindrance(courier, order);
        if (hindrance != null) {
            return hindrance;
        }
        return courier.freeAtMillis() > snapshot.nowMillis() ? Reason.UNDER_WAY : Reason.SERVES_OTHERS;
    }
}
