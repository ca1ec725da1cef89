package dev.tandem.dispatch.matching;

import dev.tandem.dispatch.matching.Explanation.NotChosen;
import dev.tandem.dispatch.matching.Explanation.Reason;
import dev.tandem.dispatch.matching.Offer.Stop;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a tick. All waiting orders are planned with all couriers, also those who will be free soon; of that plan only the trips
 * go out that begin now: to a courier who is free, when waiting for the next tick would delay a hand-over. Before that, orders that go
 * better along on a trip under way are taken out of it. Everything else is planned again at the next tick, with what is known then
 * (rolling horizon).
 */
public final class Matcher {
    private static final int EXPLAINED_COURIERS = 5;

    private final DispatchSnapshot snapshot;
    private final Problem problem;
    private final Plan plan;
    private final Additions additions;
    private final boolean[] offered;

    private Matcher(DispatchSnapshot snapshot) {
        this.snapshot = snapshot;
        problem = new Problem(snapshot);
        plan = PlanSearch.find(problem);
        additions = new Additions(problem, plan);
        offered = new boolean[problem.orders.size()];
    }

    /** Decides; the same snapshot always gets the same decision. */
    public static Decision match(DispatchSnapshot snapshot) {
        return new Matcher(snapshot).decide();
    }

    private Decision decide() {
        List<Addition> added = additions.take();
        for (int order = 0; order < offered.length; order++) {
            offered[order] = additions.has(order);
        }
        List<Offer> offers = new ArrayList<>();
        for (int courier = 0; courier < plan.length.length; courier++) {
            if (plan.length[courier] > 0 && problem.idle(courier) && !canHold(courier)) {
                offers.add(offer(courier));
            }
        }
        List<Explanation> explanations = new ArrayList<>();
        for (int order = 0; order < offered.length; order++) {
            if (!offered[order]) {
                explanations.add(explanation(order));
            }
        }
        if (problem.orders.size() < snapshot.orders().size()) {
            List<Order> planned = problem.orders;
            snapshot.orders().stream()
                    .filter(order -> !planned.contains(order))
                    .forEach(order -> explanations.add(new Explanation(order.id(), List.of())));
        }
        return new Decision(problem.weights.version(), offers, added, explanations);
    }

    /**
     * Whether the first trip can wait for another tick: a courier who would only stand at the shop stays free for what comes in
     * between. Not when it would delay a hand-over or push a pick-up over the end of the shift.
     */
    private boolean canHold(int courier) {
        int count = plan.firstTrip(courier);
        int[] stops = plan.stops[courier];
        double hold = problem.weights.holdMinutes();
        double[] now = handovers(courier, stops, count, 0);
        double[] later = handovers(courier, stops, count, hold);
        return later[count - 1] <= now[count - 1]
                && hold <= problem.off[courier]
                && plan.cost(courier, stops, count, hold) < Double.POSITIVE_INFINITY;
    }

    /** When each stop's goods change hands, minutes from now; orders of one visit together. */
    private double[] handovers(int courier, int[] stops, int count, double begin) {
        double[] at = new double[count];
        double clock = begin;
        int place = -1;
        for (int i = 0; i < count; ) {
            int order = stops[i] >> 1;
            boolean pickUp = (stops[i] & 1) == 0;
            int next = pickUp ? problem.shopOf[order] : problem.shops + order;
            double half = pickUp ? problem.halfPickUp : problem.halfDropOff;
            clock += (place < 0 ? problem.approach(courier, next) : problem.ride(courier, place, next)) + half;
            int end = i + 1;
            if (pickUp) {
                clock = Math.max(clock, problem.ready[order]);
                while ((stops[end] & 1) == 0 && problem.shopOf[stops[end] >> 1] == next) {
                    clock = Math.max(clock, problem.ready[stops[end++] >> 1]);
                }
            }
            for (; i < end; i++) {
                at[i] = clock;
            }
            clock += half;
            place = next;
        }
        return at;
    }

    private Offer offer(int courier) {
        int count = plan.firstTrip(courier);
        int[] stops = plan.stops[courier];
        double[] at = handovers(courier, stops, count, 0);
        List<Stop> way = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = stops[i] >> 1;
            offered[index] = true;
            Order order = problem.orders.get(index);
            boolean pickUp = (stops[i] & 1) == 0;
            way.add(new Stop(
                    pickUp ? Stop.Kind.PICK_UP : Stop.Kind.DROP_OFF,
                    order.id(),
                    pickUp ? order.pickUp() : order.dropOff(),
                    problem.millis(at[i])));
        }
        return new Offer(
                problem.couriers.get(courier).id(),
                way,
                problem.millis(at[count - 1] + problem.halfDropOff),
                terms(courier, stops, count, at));
    }

    /** The plan's cost of a trip by term. */
    private Map<CostTerm, Double> terms(int courier, int[] stops, int count, double[] at) {
        Weights weights = problem.weights;
        double late = 0;
        double overdue = 0;
        double standing = 0;
        int place = -1;
        double clock = 0;
        for (int i = 0; i < count; i++) {
            int order = stops[i] >> 1;
            boolean pickUp = (stops[i] & 1) == 0;
            int next = pickUp ? problem.shopOf[order] : problem.shops + order;
            if (pickUp) {
                double there = place == next
                        ? at[i]
                        : clock
                                + (place < 0 ? problem.approach(courier, next) : problem.ride(courier, place, next))
                                + problem.halfPickUp;
                standing += at[i] - there;
            } else {
                late += Costs.lateness(weights, at[i] - problem.earliest[order], problem.priority[order]);
                overdue += Costs.overdue(weights, at[i] - problem.deadline[order], problem.priority[order]);
            }
            clock = at[i] + (pickUp ? problem.halfPickUp : problem.halfDropOff);
            place = next;
        }
        Courier who = problem.couriers.get(courier);
        double acceptance = Costs.acceptance(weights, who.acceptance());
        Map<CostTerm, Double> terms = new EnumMap<>(CostTerm.class);
        terms.put(CostTerm.LATENESS, late);
        terms.put(CostTerm.OVERDUE, overdue);
        terms.put(CostTerm.TRAVEL, Costs.travel(weights, clock - standing));
        terms.put(CostTerm.WAITING, Costs.waiting(weights, standing));
        terms.put(CostTerm.FAIRNESS, problem.perTrip[courier] - acceptance);
        terms.put(CostTerm.ACCEPTANCE, acceptance);
        return terms;
    }

    private Explanation explanation(int order) {
        int shop = problem.shopOf[order];
        int[] nearest = new int[EXPLAINED_COURIERS];
        int count = 0;
        for (int courier = 0; courier < problem.couriers.size(); courier++) {
            double way = problem.approach(courier, shop);
            if (count == EXPLAINED_COURIERS && way >= problem.approach(nearest[count - 1], shop)) {
                continue;
            }
            int at = count < EXPLAINED_COURIERS ? count++ : count - 1;
            while (at > 0 && problem.approach(nearest[at - 1], shop) > way) {
                nearest[at] = nearest[at - 1];
                at--;
            }
            nearest[at] = courier;
        }
        List<NotChosen> reasons = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reasons.add(new NotChosen(
                    problem.couriers.get(nearest[i]).id(),
                    problem.approach(nearest[i], shop),
                    reason(nearest[i], order)));
        }
        return new Explanation(problem.orders.get(order).id(), reasons);
    }

    /** Whether what keeps a courier from fetching an order after the present trip leaves it possible on that trip. */
    private static boolean mayTakeAlong(@Nullable Reason hindrance) {
        return hindrance == null || hindrance == Reason.TOO_FAR || hindrance == Reason.OFF_BEFORE_PICK_UP;
    }

    private Reason reason(int courier, int order) {
        double way = problem.approach(courier, problem.shopOf[order]);
        double pickUp = Math.max(problem.ready[order], problem.free[courier] + way + problem.halfPickUp);
        @Nullable
        Reason hindrance = Constraints.hindrance(
                problem.weights,
                problem.couriers.get(courier),
                problem.orders.get(order),
                way,
                pickUp,
                problem.off[courier]);
        boolean planned = plan.courierOf[order] == courier;
        if (!planned && mayTakeAlong(hindrance) && additions.runs(courier)) {
            return additions.reason(courier, order);
        }
        if (hindrance != null) {
            return hindrance;
        }
        if (planned) {
            return problem.idle(courier) ? Reason.HELD : Reason.PLANNED_NEXT;
        }
        if (!problem.idle(courier)) {
            return Reason.UNDER_WAY;
        }
        return plan.length[courier] > 0 ? Reason.SERVES_OTHERS : Reason.ANOTHER_PLANNED;
    }
}
