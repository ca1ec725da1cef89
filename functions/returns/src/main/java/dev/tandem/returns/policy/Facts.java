package dev.tandem.returns.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a policy may know of one line of a return. It is kept with the decision, so that another policy can be tried on it.
 *
 * @param region ISO 3166 of where the goods went
 * @param deliveredAt absent while they are under way to the shopper
 * @param at when the shopper asked: waiting for an answer costs nobody the window
 * @param sealed what the shopper says of the seal; absent when he was not asked
 */
public record Facts(
        String lineId,
        String name,
        String category,
        String region,
        SalesChannel soldIn,
        ReturnChannel channel,
        Reason reason,
        Money unitPrice,
        int quantity,
        @Nullable Instant deliveredAt,
        Instant at,
        @Nullable Boolean sealed,
        CustomerHistory history) {

    /** Of all its pieces. */
    Money value() {
        return unitPrice.times(quantity);
    }
}
