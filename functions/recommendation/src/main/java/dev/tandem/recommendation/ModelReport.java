package dev.tandem.recommendation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one build. */
record ModelReport(
        String build,
        Status status,
        Instant finishedAt,
        @Nullable String reason,
        List<PartReport> parts) {
    static final String PREFIX = "models/recommendation/builds/";

    /** Of a build: the first of these that is true. */
    enum Status {
        /** Nothing came of it. */
        FAILED,
        /** At least one part failed, the others went their way. */
        PARTLY_FAILED,
        PUBLISHED,
        KEPT_IN_USE,
        NO_DATA
    }

    enum PartStatus {
        PUBLISHED,
        WORSE_THAN_IN_USE,
        /** Another build published while this one was under way. */
        OVERTAKEN,
        NO_DATA,
        FAILED
    }

    /**
     * What became of one part.
     *
     * @param version the model that was built, whether published or not
     * @param figures of the new model on the last days; {@code inUse} those of the model in use
     * @param unreadable lines of the log that were left out
     */
    record PartReport(
            String part,
            PartStatus status,
            String reason,
            @Nullable String version,
            @Nullable Long sessions,
            @Nullable Long events,
            @Nullable Long unreadable,
            @Nullable Integer items,
            @Nullable Long bytes,
            @Nullable Double seconds,
            @Nullable String leadingFigure,
            @Nullable Figures figures,
            @Nullable Figures inUse) {
        static PartReport of(Candidate candidate, PartStatus status, String reason) {
            Manifest.Part model = candidate.model();
            return new PartReport(
                    candidate.part(),
                    status,
                    reason,
                    model == null ? null : model.version(),
                    model == null ? null : model.sessions(),
                    model == null ? null : model.events(),
                    candidate.unreadable(),
                    model == null ? null : model.items(),
                    model == null ? null : model.bytes(),
                    candidate.seconds(),
                    model == null ? null : model.leadingFigure(),
                    candidate.figures(),
                    candidate.inUse());
        }

        static PartReport failed(String part, String reason) {
            return new PartReport(
                    part, PartStatus.FAILED, reason, null, null, null, null, null, null, null, null, null, null);
        }
    }

    static Status status(List<PartReport> parts) {
        if (parts.stream().allMatch(part -> part.status() == PartStatus.FAILED)) {
            return Status.FAILED;
        }
        if (any(parts, PartStatus.FAILED)) {
            return Status.PARTLY_FAILED;
        }
        if (any(parts, PartStatus.PUBLISHED)) {
            return Status.PUBLISHED;
        }
        return any(parts, PartStatus.WORSE_THAN_IN_USE) || any(parts, PartStatus.OVERTAKEN)
                ? Status.KEPT_IN_USE
                : Status.NO_DATA;
    }

    private static boolean any(List<PartReport> parts, PartStatus status) {
        return parts.stream().anyMatch(part -> part.status() == status);
    }

    /** Sorts by time, newest last. */
    String key() {
        return PREFIX + finishedAt.toString().replace(":", "").replaceAll("\\.\\d+", "") + "-" + build + ".json";
    }
}
