package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.matching.Explanation;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.policy.DispatchPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What goes on in a zone. */
public interface ZoneBook {

    /** A courier on shift, shown here. */
    record Present(String courierId, GeoPoint point, Instant at) {}

    /** An offer that was not answered yet. */
    record Asked(String offerId, String courierId, Instant expiresAt) {}

    /** All that moves in a zone, read consistently. */
    record Live(List<Present> couriers, List<Asked> offers, List<Delivery> waiting) {}

    /** Why deliveries wait, as the last tick saw it. */
    record Why(Instant at, String policyVersion, List<Explanation> explanations) {}

    /** A number in the row of a minute's ticks. */
    record TickId(String chain, int number) {}

    /** What came of asking for the right to match. */
    sealed interface Turn {
        record Granted(DispatchBook.Fence fence) implements Turn {}

        /** Another matcher is at it, or has died a moment ago. */
        record Held() implements Turn {}

        /** This tick, or one after it, has been. */
        record Past() implements Turn {}
    }

    Live live(String zone);

    /** Takes the zone for so long, unless it is taken or the tick is one of the past. */
    Turn take(String zone, TickId tick, Instant now, Duration longest);

    /** Gives the zone back before its time. */
    void release(DispatchBook.Fence fence);

    Optional<DispatchPolicy> policy(String version);

    /** The latest weather that is told, unless it is older than the moment given. */
    Optional<Weather> weather(String zone, Instant since);

    void explain(String zone, Why why);

    Optional<Why> why(String zone);
}
