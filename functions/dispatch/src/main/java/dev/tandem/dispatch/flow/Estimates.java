package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.delivery.DeliveryView.Estimate;
import dev.tandem.dispatch.matching.ServiceTimes;
import dev.tandem.dispatch.matching.Vehicle;
import java.time.Duration;
import java.time.Instant;

/**
 * When goods will be at the door. A planned drop-off is as likely too early as too late; how far it may be off grows with the way that
 * is left and with what is not known yet (who will come, and when).
 */
final class Estimates {
    /** Nine of ten arrive by the later of the two times. */
    static final double QUANTILE = 0.9;

    /** Of the normal distribution at {@link #QUANTILE}. */
    private static final double DEVIATIONS = 1.2816;

    private static final double SERVICE_SPREAD_MINUTES = 2;

    /** A courier on the way to the shop, when nobody is known yet. */
    private static final double APPROACH_MINUTES = 6;

    private Estimates() {}

    /**
     * The estimate of a delivery that has not ended.
     *
     * @param secondsToMatch from being asked for to a courier's yes, lately in this zone
     */
    static Estimate of(Delivery delivery, Instant now, double secondsToMatch, Roads.Conditions conditions) {
        Instant due = delivery.dueAt();
        boolean unknown = delivery.state() == DeliveryState.WAITING;
        Instant expected = due == null || unknown ? unmatched(delivery, now, secondsToMatch, conditions) : due;
        // Overdue: it may be any minute, and nobody knows which.
        Instant soonest = now.plus(Duration.ofMinutes(1));
        if (expected.isBefore(soonest)) {
            expected = soonest;
        }
        double left = Duration.between(now, expected).toSeconds() / 60.0;
        double matching = unknown ? secondsToMatch / 60 : 0;
        double spread = Math.sqrt(Math.pow(conditions.learnt().spread() * left, 2)
                + Math.pow(SERVICE_SPREAD_MINUTES, 2)
                + matching * matching);
        return new Estimate(expected, expected.plusSeconds(Math.round(60 * DEVIATIONS * spread)), QUANTILE);
    }

    private static Instant unmatched(
            Delivery delivery, Instant now, double secondsToMatch, Roads.Conditions conditions) {
        ServiceTimes service = conditions.policy().service();
        double minutesFactor = conditions.weather().travelFactor(Vehicle.BICYCLE);
        Instant asked = delivery.placedAt().plusMillis(Math.round(1000 * secondsToMatch));
        Instant matched = asked.isBefore(now) ? now : asked;
        Instant arrives =
                matched.plusSeconds(Math.round(60 * (APPROACH_MINUTES * minutesFactor + service.pickUpMinutes() / 2)));
        Instant pickedUp = arrives.isBefore(delivery.readyAt()) ? delivery.readyAt() : arrives;
        double way = conditions
                        .travel()
                        .minutes(
                                delivery.pickUp().point().place(),
                                delivery.dropOff().point().place(),
                                Vehicle.BICYCLE,
                                pickedUp.toEpochMilli())
                * minutesFactor;
        return pickedUp.plusSeconds(
                Math.round(60 * (service.pickUpMinutes() / 2 + way + service.dropOffMinutes() / 2)));
    }
}
