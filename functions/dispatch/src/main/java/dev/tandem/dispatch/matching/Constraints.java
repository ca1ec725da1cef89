package dev.tandem.dispatch.matching;

import dev.tandem.dispatch.matching.Explanation.Reason;
import org.jspecify.annotations.Nullable;

/** What an offer must never do, each by itself. */
final class Constraints {
    private static final double ROUNDING = 1e-9;

    private Constraints() {}

    /** Who said no is not asked again. */
    static boolean declined(Courier courier, Order order) {
        return order.declinedBy().contains(courier.id());
    }

    /** The goods have to fit by weight. */
    static boolean tooHeavy(Courier courier, double kilograms) {
        return kilograms > courier.capacityKilograms();
    }

    /** The goods have to fit by volume. */
    static boolean tooLarge(Courier courier, double liters) {
        return liters > courier.capacityLiters();
    }

    /** Nobody is sent across the whole town. */
    static boolean tooFar(Weights weights, double minutesToPickUp) {
        return minutesToPickUp > weights.reachMinutes();
    }

    /** No pick-up after the shift; a drop-off may be. */
    static boolean offBeforePickUp(double pickUpMinute, double offMinute) {
        return pickUpMinute > offMinute;
    }

    /** A trip has as many orders as the courier carries at once and as the policy lets share a way in this weather. */
    static boolean full(Courier courier, int largestBundle, int orders) {
        return orders > Math.min(courier.capacityOrders(), largestBundle);
    }

    /** Only shops near each other share a trip. */
    static boolean offTheWay(Weights weights, double minutesBetweenShops) {
        return minutesBetweenShops > weights.onTheWayMinutes();
    }

    /** Who was promised first is not made late for what is added; who is late already does not become later. */
    static boolean breaksPromise(double doorMinute, double doorMinuteBefore, double deadline) {
        return doorMinute > Math.max(deadline, doorMinuteBefore) + ROUNDING;
    }

    /** Why this courier can never serve this order alone, or null. */
    static @Nullable Reason hindrance(
            Weights weights,
            Courier courier,
            Order order,
            double minutesToPickUp,
            double pickUpMinute,
            double offMinute) {
        if (declined(courier, order)) {
            return Reason.DECLINED;
        }
        if (tooHeavy(courier, order.kilograms())) {
            return Reason.TOO_HEAVY;
        }
        if (tooLarge(courier, order.liters())) {
            return Reason.TOO_LARGE;
        }
        if (tooFar(weights, minutesToPickUp)) {
            return Reason.TOO_FAR;
        }
        return offBeforePickUp(pickUpMinute, offMinute) ? Reason.OFF_BEFORE_PICK_UP : null;
    }
}
