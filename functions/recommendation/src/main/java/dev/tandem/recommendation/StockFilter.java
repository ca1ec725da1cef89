package dev.tandem.recommendation;

import dev.tandem.recommendation.catalogue.Assortment;
import dev.tandem.recommendation.catalogue.Criteria;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far stock was considered in an answer.
 *
 * @param applied false while no availability is known: nothing was left out for its sake
 * @param asOf when the stock was read
 * @param stale the availability is older than it should ever be, and was applied nevertheless
 */
record StockFilter(
        boolean applied, @Nullable Instant asOf, @Nullable Boolean stale) {
    /** Three exports and the minute that a file may be held. */
    static final Duration STALE_AFTER = Duration.ofMinutes(16);

    /** Null when stock was not asked for. */
    static @Nullable StockFilter of(Criteria criteria, Assortment assortment, Instant now) {
        if (!criteria.concernsStock()) {
            return null;
        }
        return assortment
                .availability()
                .map(set -> new StockFilter(
                        true, set.asOf(), set.asOf().plus(STALE_AFTER).isBefore(now)))
                .orElse(new StockFilter(false, null, null));
    }
}
