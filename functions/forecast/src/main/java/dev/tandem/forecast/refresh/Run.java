package dev.tandem.forecast.refresh;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh as it is told.
 *
 * @param plan its name
 * @param groups how many groups it has to refresh
 * @param series how many series they have, as far as known beforehand
 * @param note why it did nothing or failed
 */
public record Run(
        String plan,
        Status status,
        Instant startedAt,
        @Nullable Instant endedAt,
        int groups,
        int series,
        @Nullable String note) {
    /** Where a refresh stands. */
    public enum Status {
        /** Asked for, not yet begun. */
        REQUESTED,
        RUNNING,
        PUBLISHED,
        /** Nothing had changed. */
        NOTHING_TO_DO,
        /** Another was running. */
        SUPERSEDED,
        FAILED
    }

    public Run ended(Status how, Instant when, @Nullable String why) {
        return new Run(plan, how, startedAt, when, groups, series, why);
    }
}
