package dev.tandem.dispatch.matching;

import java.util.Arrays;

/**
 * What every courier does next, as far as waiting orders go: a sequence of stops, {@code 2 * order} for its pick-up and
 * {@code 2 * order + 1} for its drop-off. A trip is all pick-ups, then all drop-offs; the next begins where the load is zero.
 */
final class Plan {
    private static final int MOST_STOPS = 24;
    private static final double IMPOSSIBLE = Double.POSITIVE_INFINITY;

    final Problem problem;
    final int[][] stops;
    final int[] length;
    final double[] cost;
    /** The courier of each order, -1 when planned with nobody. */
    final int[] courierOf;

    private final int[] trial = new int[MOST_STOPS];
    private final int[] best = new int[MOST_STOPS];
    private int bestLength;
    private int bestCourier;
    private double bestRise;
    private double lastClock;
    private int lastPlace;
    private int trialFrom;
    private double trialBegin;
    private int trialPlace;
    private double trialBefore;

    Plan(Problem problem) {
        this.problem = problem;
        stops = new int[problem.couriers.size()][MOST_STOPS];
        length = new int[stops.length];
        cost = new double[stops.length];
        courierOf = new int[problem.orders.size()];
        Arrays.fill(courierOf, -1);
    }

    /** What a courier's stops cost when they begin at a minute; infinite when a constraint forbids them. */
    double cost(int courier, int[] stops, int length, double begin) {
        return cost(courier, stops, 0, length, begin, -1, IMPOSSIBLE);
    }

    /**
     * What the stops from an index on cost; infinite as soon as it is clear that it is above a limit.
     *
     * @param at the place where the trip before ended, -1 for where the courier becomes free
     */
    private double cost(int courier, int[] stops, int from, int length, double begin, int at, double limit) {
        Problem p = problem;
        Weights weights = p.weights;
        Courier who = p.couriers.get(courier);
        double clock = begin;
        double cost = 0;
        int load = 0;
        double kilograms = 0;
        double liters = 0;
        for (int i = from; i < length; i++) {
            int order = stops[i] >> 1;
            if ((stops[i] & 1) == 0) {
                int shop = p.shopOf[order];
                double there = clock - p.halfPickUp;
                if (load == 0) {
                    cost += p.perTrip[courier];
                    kilograms = 0;
                    liters = 0;
                }
                if (load == 0 || at != shop) {
                    double way = at < 0 ? p.approach(courier, shop) : p.ride(courier, at, shop);
                    there = clock + way + p.halfPickUp;
                    cost += Costs.travel(weights, way + 2 * p.halfPickUp);
                }
                double pickUp = Math.max(there, p.ready[order]);
                cost += Costs.waiting(weights, pickUp - there);
                load++;
                kilograms += p.kilograms[order];
                liters += p.liters[order];
                if (Constraints.offBeforePickUp(pickUp, p.off[courier])
                        || Constraints.tooHeavy(who, kilograms)
                        || Constraints.tooLarge(who, liters)) {
                    return IMPOSSIBLE;
                }
                clock = pickUp + p.halfPickUp;
                at = shop;
            } else {
                int door = p.shops + order;
                double way = p.ride(courier, at, door);
                double there = clock + way + p.halfDropOff;
                cost += Costs.travel(weights, way + 2 * p.halfDropOff)
                        + Costs.lateness(weights, there - p.earliest[order], p.priority[order])
                        + Costs.overdue(weights, there - p.deadline[order], p.priority[order]);
                if (cost >= limit) {
                    return IMPOSSIBLE;
                }
                clock = there + p.halfDropOff;
                at = door;
                load--;
            }
        }
        lastClock = clock;
        lastPlace = at;
        return cost;
    }

    /** Puts an order where it raises the plan's cost least, or leaves it out when that is cheaper. */
    void insert(int order) {
        if (findPlace(order) >= 0) {
            insertThere(order);
        }
    }

    /** The courier with whom an order raises the plan's cost least, -1 when leaving it out is cheaper. */
    int findPlace(int order) {
        bestRise = problem.unserved[order];
        bestCourier = -1;
        int shop = problem.shopOf[order];
        for (int courier : problem.candidates[order]) {
            double soonest =
                    problem.free[courier] + problem.approach(courier, shop) + problem.halfPickUp - problem.ready[order];
            // No way costs less than the lateness of the straight one; sorted by arrival, so nobody after this is
            // better either.
            double least = Costs.lateness(problem.weights, soonest, problem.priority[order]);
            if (least >= bestRise) {
                break;
            }
            if (length[courier] == 0
                    && least + Costs.travel(problem.weights, problem.approach(courier, shop)) >= bestRise) {
                continue;
            }
            tryCourier(courier, order);
        }
        return bestCourier;
    }

    /** Puts an order where {@link #findPlace} just found; answers what the plan's cost rises by. */
    double insertThere(int order) {
        System.arraycopy(best, 0, stops[bestCourier], 0, bestLength);
        length[bestCourier] = bestLength;
        cost[bestCourier] += bestRise;
        courierOf[order] = bestCourier;
        return bestRise;
    }

    /** Gives an order to a courier who has none yet. */
    void start(int order, int courier) {
        stops[courier][0] = 2 * order;
        stops[courier][1] = 2 * order + 1;
        length[courier] = 2;
        cost[courier] = cost(courier, stops[courier], 2, problem.free[courier]);
        courierOf[order] = courier;
    }

    void remove(int order) {
        int courier = courierOf[order];
        if (courier < 0) {
            return;
        }
        int[] sequence = stops[courier];
        int kept = 0;
        for (int i = 0; i < length[courier]; i++) {
            if (sequence[i] >> 1 != order) {
                sequence[kept++] = sequence[i];
            }
        }
        length[courier] = kept;
        cost[courier] = cost(courier, sequence, kept, problem.free[courier]);
        courierOf[order] = -1;
    }

    private void tryCourier(int courier, int order) {
        int[] sequence = stops[courier];
        int stopCount = length[courier];
        if (stopCount + 2 > MOST_STOPS) {
            return;
        }
        // What lies before the trip that is looked at stays as it is, so costs are reckoned from there.
        trialFrom = 0;
        trialBegin = problem.free[courier];
        trialPlace = -1;
        trialBefore = 0;
        int shop = problem.shopOf[order];
        while (true) {
            double way = trialPlace < 0 ? problem.approach(courier, shop) : problem.ride(courier, trialPlace, shop);
            double soonest = trialBegin + way + problem.halfPickUp - problem.ready[order];
            if (Costs.lateness(problem.weights, soonest, problem.priority[order]) >= bestRise) {
                return;
            }
            // A trip of its own, before the one that starts here.
            place(sequence, stopCount, order, trialFrom, trialFrom);
            consider(courier, stopCount + 2);
            if (trialFrom == stopCount) {
                return;
            }
            int drops = trialFrom;
            while ((sequence[drops] & 1) == 0) {
                drops++;
            }
            int size = drops - trialFrom;
            int tripEnd = drops + size;
            if (size
                    < Math.min(
                            problem.largestBundle, problem.couriers.get(courier).capacityOrders())) {
                tryTrip(courier, order, trialFrom, drops, tripEnd);
            }
            trialBefore += cost(courier, sequence, trialFrom, tripEnd, trialBegin, trialPlace, IMPOSSIBLE);
            trialBegin = lastClock;
            trialPlace = lastPlace;
            trialFrom = tripEnd;
        }
    }

    /** Into a trip: at its shop if it goes there, else before or after its pick-ups if they are near. */
    private void tryTrip(int courier, int order, int tripStart, int drops, int tripEnd) {
        int[] sequence = stops[courier];
        int shop = problem.shopOf[order];
        int visit = -1;
        for (int i = tripStart; i < drops; i++) {
            if (problem.shopOf[sequence[i] >> 1] == shop) {
                visit = i;
            }
        }
        if (visit >= 0) {
            tryDropOffs(courier, order, visit + 1, drops, tripEnd);
            return;
        }
        double limit = problem.weights.onTheWayMinutes();
        if (problem.ride(courier, shop, problem.shopOf[sequence[tripStart] >> 1]) <= limit) {
            tryDropOffs(courier, order, tripStart, drops, tripEnd);
        }
        if (problem.ride(courier, problem.shopOf[sequence[drops - 1] >> 1], shop) <= limit) {
            tryDropOffs(courier, order, drops, drops, tripEnd);
        }
    }

    private void tryDropOffs(int courier, int order, int pickUp, int drops, int tripEnd) {
        for (int dropOff = drops; dropOff <= tripEnd; dropOff++) {
            place(stops[courier], length[courier], order, pickUp, dropOff);
            consider(courier, length[courier] + 2);
        }
    }

    /** The sequence with the order's stops put before the ones at these indices. */
    private void place(int[] sequence, int stopCount, int order, int pickUp, int dropOff) {
        System.arraycopy(sequence, 0, trial, 0, pickUp);
        trial[pickUp] = 2 * order;
        System.arraycopy(sequence, pickUp, trial, pickUp + 1, dropOff - pickUp);
        trial[dropOff + 1] = 2 * order + 1;
        System.arraycopy(sequence, dropOff, trial, dropOff + 2, stopCount - dropOff);
    }

    private void consider(int courier, int count) {
        double rest = cost[courier] - trialBefore;
        double rise = cost(courier, trial, trialFrom, count, trialBegin, trialPlace, rest + bestRise) - rest;
        if (rise < bestRise) {
            bestRise = rise;
            bestCourier = courier;
            bestLength = count;
            System.arraycopy(trial, 0, best, 0, count);
        }
    }

    /** What the plan costs less without an order, when nothing else moves. */
    double saving(int order) {
        int courier = courierOf[order];
        if (courier < 0) {
            return problem.unserved[order];
        }
        int kept = without(courier, order);
        return cost[courier] - cost(courier, trial, kept, problem.free[courier]);
    }

    /**
     * What a courier's planned stops, without those of one order, cost more when they begin later and elsewhere.
     *
     * @param later minutes after the courier is expected to be free
     * @param from where they begin then
     */
    double afterwards(int courier, int order, double later, Place from) {
        int kept = without(courier, order);
        if (kept == 0) {
            return 0;
        }
        Order first = problem.orders.get(trial[0] >> 1);
        double moreWay =
                problem.ride(courier, from, first.pickUp()) - problem.approach(courier, problem.shopOf[trial[0] >> 1]);
        double free = problem.free[courier];
        return Costs.afterwards(
                cost(courier, trial, kept, Math.max(0, free + later + moreWay)),
                cost(courier, trial, kept, free),
                Costs.travel(problem.weights, moreWay));
    }

    /** A courier's stops but for those of one order, to try. */
    private int without(int courier, int order) {
        int kept = 0;
        for (int i = 0; i < length[courier]; i++) {
            if (stops[courier][i] >> 1 != order) {
                trial[kept++] = stops[courier][i];
            }
        }
        return kept;
    }

    /** How many stops the first trip of a courier has. */
    int firstTrip(int courier) {
        int pickUps = 0;
        while (pickUps < length[courier] && (stops[courier][pickUps] & 1) == 0) {
            pickUps++;
        }
        return 2 * pickUps;
    }
}
