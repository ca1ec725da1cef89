package dev.tandem.dispatch.matching;

/** Each cost term by itself, in minutes of lateness of an ordinary order. */
final class Costs {
    private Costs() {}

    /** Somebody waits at the door; an order of priority 2 counts twice. */
    static double lateness(Weights weights, double minutesLate, double priority) {
        return weights.lateness() * priority * Math.max(0, minutesLate);
    }

    /** A broken promise is worse than a slow one, and it grows, so that nobody's order starves behind easier ones. */
    static double overdue(Weights weights, double minutesAfterDeadline, double priority) {
        return weights.overdue() * priority * Math.max(0, minutesAfterDeadline);
    }

    /** A courier's minute on the way or at a hand-over is one in which the next order cannot be served. */
    static double travel(Weights weights, double minutes) {
        return weights.travel() * minutes;
    }

    /** A courier who stands at a shop serves nobody. */
    static double waiting(Weights weights, double minutes) {
        return weights.waiting() * minutes;
    }

    /** Among equals the work goes to who has earned less per minute of this shift than the zone's couriers do. */
    static double fairness(Weights weights, double earnedPerMinute, double meanEarnedPerMinute) {
        return meanEarnedPerMinute <= 0
                ? 0
                : weights.fairness() * Math.clamp(earnedPerMinute / meanEarnedPerMinute, 0, 2);
    }

    /** An offer that is declined costs the time of the answer and another tick. */
    static double acceptance(Weights weights, double probability) {
        return weights.acceptance() * (1 - probability);
    }

    /** Who takes an order along comes later to what is planned next, and from another door. */
    static double afterwards(double costOfPlanLater, double costOfPlan, double moreTravelCost) {
        return costOfPlanLater - costOfPlan + moreTravelCost;
    }

    /** What it costs to plan nobody for an order: more with its age, so that among those left out the oldest gets the next chance. */
    static double unserved(Weights weights, double minutesSincePlaced, double priority) {
        return priority * (weights.unserved() + Math.max(0, minutesSincePlaced));
    }
}
