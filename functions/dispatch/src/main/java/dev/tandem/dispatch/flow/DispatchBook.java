package dev.tandem.dispatch.flow;

import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.delivery.Delivery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where deliveries and couriers are kept. Reads are consistent; a write stands only on the versions that it was made from. */
public interface DispatchBook {

    /** What became of a change. */
    enum Written {
        DONE,
        /** The request was answered before. */
        REPEATED,
        /** Somebody else wrote first: read again. */
        OVERTAKEN,
        /** The zone has another matcher now. */
        FENCED
    }

    /** The right to make offers in a zone, as long as nobody has taken it over. */
    record Fence(String zone, long token) {}

    Optional<Delivery> delivery(String deliveryId);

    Map<String, Delivery> deliveries(Collection<String> deliveryIds);

    Optional<Courier> courier(String courierId);

    Map<String, Courier> couriers(Collection<String> courierIds);

    Optional<Whereabouts> whereabouts(String courierId);

    Written commit(Change change, @Nullable FirstAnswer answer);

    /** Each change by itself, as many as possible, none after the fence has fallen. One outcome for each. */
    List<Written> commitAll(Fence fence, List<Change> changes);
}
