package dev.tandem.recommendation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one build.
 *
 * @param version the model that was built, whether published or not
 * @param figures of the new model on the last days; {@code inUse} those of the model in use, on the same days where it had not seen them
 * @param unreadable lines of the log that were left out
 */
record ModelReport(
        String build,
        Status status,
        Instant finishedAt,
        String reason,
        @Nullable String version,
        @Nullable Long sessions,
        @Nullable Long interactions,
        @Nullable Long unreadable,
        @Nullable Integer items,
        @Nullable Long bytes,
        @Nullable Double seconds,
        @Nullable Figures figures,
        @Nullable Figures inUse) {
    static final String PREFIX = "models/recommendation/builds/";

    enum Status {
        PUBLISHED,
        WORSE_THAN_IN_USE,
        NO_DATA,
        FAILED
    }

    static ModelReport without(String build, Status status, Instant at, String reason) {
        return new ModelReport(build, status, at, reason, null, null, null, null, null, null, null, null, null);
    }

    /** Sorts by time, newest last. */
    String key() {
        return PREFIX + finishedAt.toString().replace(":", "").replaceAll("\\.\\d+", "") + "-" + build + ".json";
    }
}
