package dev.tandem.returns.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of one line.
 *
 * @param until the last moment to ask for it; absent before delivery
 * @param asksShopper whether something is missing that only the shopper can give
 */
public record Verdict(
        String lineId,
        Outcome outcome,
        @Nullable Instant until,
        Money fee,
        int photos,
        boolean coupon,
        int bonusPercent,
        boolean exchange,
        int keepPercent,
        boolean asksShopper,
        List<Ground> grounds) {
    public Verdict {
        grounds = List.copyOf(grounds);
    }
}
