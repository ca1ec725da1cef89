package dev.tandem.forecast.export;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An export as it stands.
 *
 * @param id name of the workflow's execution
 * @param version the published version that is exported, empty before it is planned
 * @param parts how many files of series it has
 * @param note why it failed
 * @param filter which series it has
 */
public record Export(
        String id,
        Status status,
        String version,
        Instant requestedAt,
        @Nullable Instant endedAt,
        int parts,
        @Nullable String note,
        ExportFilter filter) {
    public Export {
        // Exports of before there were filters.
        filter = Objects.requireNonNullElse(filter, ExportFilter.ALL);
    }

    /** Where an export stands. */
    public enum Status {
        /** Asked for, not yet begun. */
        REQUESTED,
        RUNNING,
        DONE,
        FAILED
    }

    public static Export requested(String id, Instant now) {
        return requested(id, now, ExportFilter.ALL);
    }

    public static Export requested(String id, Instant now, ExportFilter filter) {
        return new Export(id, Status.REQUESTED, "", now, null, 0, null, filter);
    }

    Export running(String newVersion, int newParts) {
        return new Export(id, Status.RUNNING, newVersion, requestedAt, null, newParts, null, filter);
    }

    Export ended(Status how, Instant when, @Nullable String why) {
        return new Export(id, how, version, requestedAt, when, parts, why, filter);
    }

    public boolean hasEnded() {
        return status == Status.DONE || status == Status.FAILED;
    }
}
