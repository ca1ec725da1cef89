package dev.tandem.dispatch.delivery;

import dev.tandem.dispatch.matching.Explanation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as its shop sees it.
 *
 * @param estimate of the drop-off, until it has ended
 * @param waiting why it waits, when it does
 */
public record DeliveryView(
        String deliveryId,
        String reference,
        String zone,
        DeliveryState state,
        Site pickUp,
        Site dropOff,
        Instant placedAt,
        Instant readyAt,
        Instant deadline,
        double weightKg,
        double volumeLiters,
        int priority,
        @Nullable String courierId,
        @Nullable Estimate estimate,
        @Nullable Waiting waiting,
        List<Delivery.Moment> timeline) {

    /**
     * When the goods should be at the door.
     *
     * @param expectedAt as likely earlier as later
     * @param latestAt by then with the probability {@code quantile}
     */
    public record Estimate(Instant expectedAt, Instant latestAt, double quantile) {}

    /**
     * Why it waits, as the last tick saw it.
     *
     * @param asOf of that tick; absent when there was none yet
     */
    public record Waiting(@Nullable Instant asOf, List<NearCourier> nearCouriers) {}

    /** A near courier who was not chosen. */
    public record NearCourier(String courierId, double minutesAway, String reason, String text) {
        public static NearCourier of(Explanation.NotChosen one) {
            return new NearCourier(
                    one.courierId(),
                    Math.round(one.minutesAway() * 10) / 10.0,
                    one.reason().name(),
                    one.reason().sentence());
        }
    }

    public static DeliveryView of(Delivery delivery, @Nullable Estimate estimate, @Nullable Waiting waiting) {
        return new DeliveryView(
                delivery.deliveryId(),
                delivery.reference(),
                delivery.zone(),
                delivery.state(),
                delivery.pickUp(),
                delivery.dropOff(),
                delivery.placedAt(),
                delivery.readyAt(),
                delivery.deadline(),
                delivery.weightKg(),
                delivery.volumeLiters(),
                delivery.priority(),
                delivery.state() == DeliveryState.OFFERED ? null : delivery.courierId(),
                estimate,
                waiting,
                delivery.moments());
    }
}
