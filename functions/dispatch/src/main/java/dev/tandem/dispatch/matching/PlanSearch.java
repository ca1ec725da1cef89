package dev.tandem.dispatch.matching;

import dev.tandem.dispatch.assignment.SparseAssignment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds a plan: a linear assignment of single orders, the rest inserted where they cost least, then rounds that take a few related orders
 * out and put them back, kept when not worse (large neighbourhood search, Shaw, "Using constraint programming and local search methods
 * to solve vehicle routing problems", CP 1998). The number of rounds is fixed and the random numbers start from one seed, so that a
 * decision can be repeated.
 */
final class PlanSearch {
    private static final int MOST_REMOVED = 4;
    private static final int MOST_ROUNDS = 250;
    private static final double RELATED_MINUTES = 12;

    private final Problem problem;
    private final Plan plan;
    private long random = 88_172_645_463_325_252L;
    private final int[] removed = new int[MOST_REMOVED];
    private final int[] removedFrom = new int[MOST_REMOVED];
    private final int[] savedCourier = new int[2 * MOST_REMOVED];
    private final int[] savedLength = new int[2 * MOST_REMOVED];
    private final double[] savedCost = new double[2 * MOST_REMOVED];
    private final int[][] savedStops = new int[2 * MOST_REMOVED][];
    private int saved;

    private PlanSearch(Problem problem) {
        this.problem = problem;
        this.plan = new Plan(problem);
    }

    static Plan find(Problem problem) {
        PlanSearch search = new PlanSearch(problem);
        search.assign();
        search.improve();
        return search.plan;
    }

    private void assign() {
        int orders = problem.orders.size();
        int couriers = problem.couriers.size();
        int[] rowStart = new int[orders + 1];
        int size = orders;
        for (int[] candidates : problem.candidates) {
            size += candidates.length;
        }
        int[] column = new int[size];
        double[] cost = new double[size];
        int pairs = 0;
        int[] alone = new int[2];
        for (int o = 0; o < orders; o++) {
            alone[0] = 2 * o;
            alone[1] = 2 * o + 1;
            for (int courier : problem.candidates[o]) {
                column[pairs] = courier;
                cost[pairs++] = plan.cost(courier, alone, 2, problem.free[courier]);
            }
            column[pairs] = couriers + o;
            cost[pairs++] = problem.unserved[o];
            rowStart[o + 1] = pairs;
        }
        int[] courierOf = SparseAssignment.solve(couriers + orders, rowStart, column, cost);
        for (int o = 0; o < orders; o++) {
            if (courierOf[o] < couriers) {
                plan.start(o, courierOf[o]);
            }
        }
        IntStream.range(0, orders)
                .filter(o -> plan.courierOf[o] < 0)
                .boxed()
                .sorted((a, b) -> Double.compare(problem.ready[a], problem.ready[b]))
                .forEach(plan::insert);
    }

    private void improve() {
        int orders = problem.orders.size();
        if (orders < 2 || problem.couriers.isEmpty()) {
            return;
        }
        int rounds = Math.min(MOST_ROUNDS, problem.weights.effort() * orders);
        for (int round = 0; round < rounds; round++) {
            int count = choose(Math.min(orders, 2 + below(MOST_REMOVED - 1)));
            saved = 0;
            double before = 0;
            for (int i = 0; i < count; i++) {
                removedFrom[i] = plan.courierOf[removed[i]];
                save(removedFrom[i]);
                before += removedFrom[i] < 0 ? problem.unserved[removed[i]] : 0;
            }
            double change = -before;
            for (int i = 0; i < count; i++) {
                change += take(removed[i]);
            }
            for (int i = 0; i < count; i++) {
                change += put(removed[i]);
            }
            if (change > 1e-9) {
                restore(count);
            }
        }
    }

    private double take(int order) {
        int courier = plan.courierOf[order];
        if (courier < 0) {
            return 0;
        }
        double before = plan.cost[courier];
        plan.remove(order);
        return plan.cost[courier] - before;
    }

    private double put(int order) {
        int courier = plan.findPlace(order);
        if (courier < 0) {
            return problem.unserved[order];
        }
        save(courier);
        return plan.insertThere(order);
    }

    /** A random order and others that compete with it: of its courier, its shop, or near in place and time. */
    private int choose(int wanted) {
        int orders = problem.orders.size();
        int first = below(orders);
        removed[0] = first;
        int count = 1;
        for (int tries = 0; count < wanted && tries < 40; tries++) {
            int other = below(orders);
            boolean seen = false;
            for (int i = 0; i < count; i++) {
                seen |= removed[i] == other;
            }
            if (!seen && (tries > 30 || related(first, other))) {
                removed[count++] = other;
            }
        }
        for (int i = count - 1; i > 0; i--) {
            int swap = below(i + 1);
            int held = removed[i];
            removed[i] = removed[swap];
            removed[swap] = held;
        }
        return count;
    }

    private boolean related(int a, int b) {
        if (problem.shopOf[a] == problem.shopOf[b]
                || (plan.courierOf[a] >= 0 && plan.courierOf[a] == plan.courierOf[b])) {
            return true;
        }
        int courier = Math.max(plan.courierOf[a], 0);
        return Math.abs(problem.ready[a] - problem.ready[b]) < RELATED_MINUTES
                && problem.ride(courier, problem.shopOf[a], problem.shopOf[b]) < RELATED_MINUTES;
    }

    private int below(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 1) % bound);
    }

    private void save(int courier) {
        if (courier < 0) {
            return;
        }
        for (int i = 0; i < saved; i++) {
            if (savedCourier[i] == courier) {
                return;
            }
        }
        savedCourier[saved] = courier;
        savedLength[saved] = plan.length[courier];
        savedCost[saved] = plan.cost[courier];
        savedStops[saved] = Arrays.copyOf(plan.stops[courier], plan.length[courier]);
        saved++;
    }

    private void restore(int count) {
        for (int i = 0; i < saved; i++) {
            int courier = savedCourier[i];
            plan.length[courier] = savedLength[i];
            plan.cost[courier] = savedCost[i];
            System.arraycopy(savedStops[i], 0, plan.stops[courier], 0, savedLength[i]);
        }
        for (int i = 0; i < count; i++) {
            plan.courierOf[removed[i]] = removedFrom[i];
        }
    }
}
