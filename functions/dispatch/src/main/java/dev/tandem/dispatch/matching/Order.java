package dev.tandem.dispatch.matching;

import java.util.Set;

/**
 * A delivery that waits for a courier.
 *
 * @param id of the delivery
 * @param shop of the pick-up; orders of one shop can share a pick-up
 * @param pickUp where the goods are
 * @param dropOff where they go
 * @param placedAtMillis when it was asked for
 * @param readyAtMillis when the goods can be picked up
 * @param deadlineMillis when it should be at the door
 * @param kilograms weight
 * @param liters volume
 * @param priority 1 is ordinary; its lateness counts that many times
 * @param declinedBy couriers who are not to be asked again
 */
public record Order(
        String id,
        String shop,
        Place pickUp,
        Place dropOff,
        long placedAtMillis,
        long readyAtMillis,
        long deadlineMillis,
        double kilograms,
        double liters,
        double priority,
        Set<String> declinedBy) {
    public Order {
        if (!(kilograms >= 0) || !(liters >= 0) || !(priority > 0 && priority <= 100)) {
            throw new IllegalArgumentException(
                    "Order " + id + " has weight " + kilograms + ", volume " + liters + ", priority " + priority);
        }
        declinedBy = Set.copyOf(declinedBy);
    }
}
