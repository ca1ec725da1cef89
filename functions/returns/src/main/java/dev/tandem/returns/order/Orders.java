package dev.tandem.returns.order;

import dev.tandem.commons.idempotency.FirstAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where orders are kept. */
public interface Orders {

    /** How an attempt to write ended. Only DONE had an effect. */
    enum Written {
        DONE,
        /** Somebody else was faster: read again. */
        OVERTAKEN,
        /** The request with this key has been answered before. */
        REPEATED
    }

    /** Read consistently. */
    Optional<Order> find(String orderId);

    /** Writes the state after, if the state before is still the stored one. */
    Written put(@Nullable Order before, Order after, @Nullable FirstAnswer answer);
}
