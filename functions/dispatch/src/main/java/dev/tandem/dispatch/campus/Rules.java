package dev.tandem.dispatch.campus;

/**
 * What the plan reckons with and what it values.
 *
 * @param loadMinutes for each order at the hub
 * @param handOverMinutes until a person has taken an order at the stop
 * @param lockerMinutes to leave an order in a locker
 * @param reserveShare of a trip's metres that must remain in the battery when it ends
 * @param latenessWeight of a minute late
 * @param travelWeight of a minute on the way; above what it takes itself, for in the rush it is one that later orders lack
 * @param waitingWeight of a minute between readiness and hand-over
 */
public record Rules(
        double loadMinutes,
        double handOverMinutes,
        double lockerMinutes,
        double reserveShare,
        double latenessWeight,
        double travelWeight,
        double waitingWeight) {
    public static final Rules DEFAULT = new Rules(0.5, 2, 1, 0.15, 1, 1.5, 0.5);

    public Rules {
        Campus.require(
                loadMinutes >= 0
                        && handOverMinutes >= 0
                        && lockerMinutes >= 0
                        && reserveShare >= 0
                        && latenessWeight >= 0
                        && travelWeight >= 0
                        && waitingWeight >= 0,
                "a rule is negative");
    }

    double serviceMinutes(Drop drop) {
        return drop.locker() ? lockerMinutes : handOverMinutes;
    }
}
