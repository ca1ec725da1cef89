package dev.tandem.dispatch.matching;

import dev.tandem.dispatch.matching.Explanation.Reason;
import dev.tandem.dispatch.matching.Offer.Stop;
import dev.tandem.dispatch.matching.RunningWay.Walk;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders that go along on trips under way. A courier who has still something to fetch may take one order more, when that costs less than
 * what is planned for the order, which is somebody else's trip, or this courier's next. The greatest gain goes first; one order a
 * courier and tick.
 */
final class Additions {
    private static final double LEAST_GAIN = 1e-6;

    private final Problem problem;
    private final Plan plan;
    private final @Nullable RunningWay[] ways;
    private final @Nullable Walk[][] walks;
    private final boolean[] asked;
    private final boolean[] added;

    /** An order with a courier, and what that costs less than the plan. */
    private record Choice(int courier, int order, Walk walk, double gain) {}

    Additions(Problem problem, Plan plan) {
        this.problem = problem;
        this.plan = plan;
        ways = new RunningWay[problem.couriers.size()];
        walks = new Walk[ways.length][];
        asked = new boolean[ways.length];
        added = new boolean[problem.orders.size()];
        for (int courier = 0; courier < ways.length; courier++) {
            RunningTrip trip = problem.couriers.get(courier).running();
            if (trip != null && !problem.idle(courier)) {
                RunningWay way = new RunningWay(problem, courier, trip);
                ways[courier] = way;
                walks[courier] = walks(courier, way);
            }
        }
    }

    private @Nullable Walk[] walks(int courier, RunningWay way) {
        @Nullable Walk[] found = new Walk[added.length];
        for (int order = 0; order < found.length; order++) {
            Order candidate = problem.orders.get(order);
            if (!Constraints.declined(problem.couriers.get(courier), candidate) && way.hindrance(candidate) == null) {
                found[order] = way.with(candidate);
            }
        }
        return found;
    }

    /** Takes out of the plan what is better added to a trip. */
    List<Addition> take() {
        List<Addition> additions = new ArrayList<>();
        for (Choice best = best(); best != null; best = best()) {
            additions.add(addition(best));
            plan.remove(best.order);
            asked[best.courier] = true;
            added[best.order] = true;
        }
        return additions;
    }

    private @Nullable Choice best() {
        Choice best = null;
        for (int courier = 0; courier < ways.length; courier++) {
            @Nullable Walk[] with = walks[courier];
            if (with == null || asked[courier]) {
                continue;
            }
            for (int order = 0; order < with.length; order++) {
                Walk walk = with[order];
                if (walk == null || added[order]) {
                    continue;
                }
                double gain = plan.saving(order) - rise(courier, order, walk);
                if (gain > (best == null ? LEAST_GAIN : best.gain)) {
                    best = new Choice(courier, order, walk, gain);
                }
            }
        }
        return best;
    }

    /** What it costs to take an order along: the detour for all on board, an offer, and what comes after the trip. */
    private double rise(int courier, int order, Walk walk) {
        Weights weights = problem.weights;
        return walk.cost(weights)
                - way(courier).asItIs().cost(weights)
                + problem.perTrip[courier]
                + afterwards(courier, order, walk);
    }

    private double afterwards(int courier, int order, Walk walk) {
        return plan.afterwards(
                courier, order, walk.end() - way(courier).asItIs().end(), walk.last());
    }

    private RunningWay way(int courier) {
        return java.util.Objects.requireNonNull(ways[courier]);
    }

    boolean has(int order) {
        return added[order];
    }

    /** Whether a courier is on a trip that something might be added to. */
    boolean runs(int courier) {
        return ways[courier] != null;
    }

    /** Why an order was not added to a courier's trip. */
    Reason reason(int courier, int order) {
        Order candidate = problem.orders.get(order);
        Reason hindrance = way(courier).hindrance(candidate);
        if (hindrance != null) {
            return hindrance;
        }
        @Nullable Walk[] with = java.util.Objects.requireNonNull(walks[courier]);
        if (with[order] == null) {
            return Reason.TRIP_WOULD_BE_LATE;
        }
        return asked[courier] ? Reason.SERVES_OTHERS : Reason.TRIP_COSTS_MORE;
    }

    private Addition addition(Choice choice) {
        Walk walk = choice.walk;
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < walk.at().length; i++) {
            int fetched = walk.pickUps().size();
            boolean pickUp = i < fetched;
            Order order = pickUp ? walk.pickUps().get(i) : walk.dropOffs().get(i - fetched);
            stops.add(new Stop(
                    pickUp ? Stop.Kind.PICK_UP : Stop.Kind.DROP_OFF,
                    order.id(),
                    pickUp ? order.pickUp() : order.dropOff(),
                    problem.millis(walk.at()[i])));
        }
        return new Addition(
                problem.couriers.get(choice.courier).id(),
                problem.orders.get(choice.order).id(),
                stops,
                problem.millis(walk.end()),
                terms(choice));
    }

    private Map<CostTerm, Double> terms(Choice choice) {
        Weights weights = problem.weights;
        Walk with = choice.walk;
        Walk without = way(choice.courier).asItIs();
        double acceptance =
                Costs.acceptance(weights, problem.couriers.get(choice.courier).acceptance());
        Map<CostTerm, Double> terms = new EnumMap<>(CostTerm.class);
        terms.put(CostTerm.LATENESS, with.lateness() - without.lateness());
        terms.put(CostTerm.OVERDUE, with.overdue() - without.overdue());
        terms.put(CostTerm.TRAVEL, Costs.travel(weights, with.moving() - without.moving()));
        terms.put(CostTerm.WAITING, Costs.waiting(weights, with.standing() - without.standing()));
        terms.put(CostTerm.FAIRNESS, problem.perTrip[choice.courier] - acceptance);
        terms.put(CostTerm.ACCEPTANCE, acceptance);
        terms.put(CostTerm.AFTERWARDS, afterwards(choice.courier, choice.order, with));
        return terms;
    }
}
