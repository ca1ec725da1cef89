package dev.tandem.dispatch.matching;

/** Each term by itself, in minutes of lateness; every one is zero or more unless it says otherwise. */
final class Costs {
    private Costs() {}

    /** Goods that stand ready get late, whoever brings them; an order of priority 2 gets late twice as fast. */
    static double lateness(Weights weights, double minutesAfterReady, double priority) {
        return weights.lateness() * priority * Math.max(0, minutesAfterReady);
    }

    /** A way to a shop is time that nobody is served in, and somebody nearer will come. */
    static double travel(Weights weights, double minutesToPickUp) {
        return weights.travel() * minutesToPickUp;
    }

    /** A courier who stands at a shop serves nobody, but is at least where the work is: cheaper than a way. */
    static double waiting(Weights weights, double minutesAtShop) {
        return weights.waiting() * Math.max(0, minutesAtShop);
    }

    /** Among equals the work goes to who has earned less per hour of this shift than the zone's couriers do. */
    static double fairness(Weights weights, double earnedPerMinute, double meanEarnedPerMinute) {
        return meanEarnedPerMinute <= 0 ? 0 : weights.fairness() * Math.min(2, earnedPerMinute / meanEarnedPerMinute);
    }

    /** An offer that is declined costs the time of the answer and another tick. */
    static double acceptance(Weights weights, double probability) {
        return weights.acceptance() * (1 - probability);
    }
}
