package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part that was built and judged, and is not in use yet.
 *
 * @param model absent where the log has nothing of what the part learns from
 * @param worse than the one in use, so that that one stays
 * @param against version of the one in use that it was compared with; absent where there was none
 * @param inUse figures of that one: on the same days where it had not seen them, else those it was published with
 * @param unreadable lines of the log that were left out
 */
record Candidate(
        String part,
        Manifest.@Nullable Part model,
        boolean worse,
        String reason,
        @Nullable String against,
        @Nullable Figures figures,
        @Nullable Figures inUse,
        long unreadable,
        double seconds) {
    static String key(String build, String part) {
        return "models/recommendation/candidates/" + build + "/" + part + ".json";
    }

    static Optional<Candidate> read(DataFiles files, String key) {
        return files.read(key).map(json -> Json.read(json, Candidate.class));
    }
}
