package dev.tandem.dispatch.replay;

import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.matching.Vehicle;
import dev.tandem.dispatch.matching.Weather;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of a day, without names and addresses of people. */
public sealed interface Recorded {

    /** When it happened. */
    Instant at();

    /** A delivery was asked for. */
    record Placed(
            Instant at,
            String deliveryId,
            String door,
            double pickUpLat,
            double pickUpLon,
            double dropOffLat,
            double dropOffLon,
            Instant readyAt,
            Instant deadline,
            double weightKg,
            double volumeLiters,
            int priority)
            implements Recorded {}

    /** A delivery came to its end. */
    record Ended(
            Instant at, String deliveryId, DeliveryState state, Instant placedAt, Instant readyAt, Instant deadline)
            implements Recorded {}

    /** A courier went on shift; where, or absent when no position was told. */
    record ShiftBegan(
            Instant at,
            String courierId,
            Vehicle vehicle,
            Instant until,
            int maxOrders,
            double maxWeightKg,
            double maxVolumeLiters,
            @Nullable Double lat,
            @Nullable Double lon)
            implements Recorded {}

    record ShiftEnded(Instant at, String courierId) implements Recorded {}

    /**
     * What became of an offer.
     *
     * @param kilometers of its way as the crow flies, from where the courier was
     * @param seconds from the offer to its end
     * @param onTrip whether the courier was asked to take more along
     */
    record Answered(
            Instant at,
            String courierId,
            Answer answer,
            double kilometers,
            long payMinor,
            double seconds,
            boolean onTrip)
            implements Recorded {
        /** An offer that ended because of the shop, or with the shift, has none. */
        public enum Answer {
            ACCEPTED,
            DECLINED,
            UNANSWERED
        }

        Instant offeredAt() {
            return at.minusMillis(Math.round(1000 * seconds));
        }
    }

    /** What it was like, from then on. */
    record WeatherTold(Instant at, Weather weather) implements Recorded {}
}
