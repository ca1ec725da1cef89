package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.delivery.Delivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens at once or not at all. What hangs on the states (the zone's lists of who waits and of open offers, the day's record)
 * is written with them by the store.
 */
public record Change(
        List<Step<Delivery>> deliveries,
        @Nullable Step<Courier> courier,
        @Nullable Step<Whereabouts> whereabouts) {
    public Change {
        deliveries = List.copyOf(deliveries);
    }

    static Change of(List<Step<Delivery>> deliveries, Step<Courier> courier) {
        return new Change(deliveries, courier, null);
    }
}
