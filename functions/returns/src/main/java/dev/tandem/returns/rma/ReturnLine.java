package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a return, with what its order said of it when the return was asked for.
 *
 * @param sealed what the shopper says of the seal
 */
public record ReturnLine(
        String lineId,
        String sku,
        @Nullable String gtin,
        String name,
        String category,
        int quantity,
        Money unitPrice,
        Reason reason,
        @Nullable String comment,
        @Nullable Boolean sealed,
        @Nullable Instant deliveredAt) {}
