package dev.tandem.dispatch.matching;

import java.util.List;

/**
 * What is known of a zone at a tick.
 *
 * @param nowMillis the tick, milliseconds of the epoch
 * @param couriers everyone on shift, free or not, each once
 * @param orders everything that waits and is offered to nobody, each once
 * @param travel how long ways take in dry weather
 * @param weather of the zone now
 * @param service minutes of the hand-overs in dry weather
 * @param weights what the policy values
 */
public record DispatchSnapshot(
        long nowMillis,
        List<Courier> couriers,
        List<Order> orders,
        TravelModel travel,
        Weather weather,
        ServiceTimes service,
        Weights weights) {
    public DispatchSnapshot {
        couriers = List.copyOf(couriers);
        orders = List.copyOf(orders);
    }
}
