package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which models are in use. Swapping this one object is what publishes them.
 *
 * @param format of this record; a reader refuses what it does not know
 * @param version changes when a part does
 */
record Manifest(int format, String version, Instant publishedAt, List<Part> parts) {
    static final int FORMAT = 2;
    static final String KEY = "models/recommendation/manifest.json";

    /**
     * One model.
     *
     * @param key where its file is
     * @param sha256 of its file, hexadecimal
     * @param dataUntil time of the latest event that it has seen
     * @param leadingFigure the metric that decides between two models of this part
     * @param figures on the last days, measured before they were learnt too; absent where there was too little to measure on
     * @param comparedWith the figures of the model whose place it took; absent where there was none or nothing was measured
     */
    record Part(
            String name,
            String version,
            String key,
            String sha256,
            long bytes,
            Instant builtAt,
            Instant dataFrom,
            Instant dataUntil,
            long sessions,
            long events,
            int items,
            String leadingFigure,
            @Nullable Figures figures,
            @Nullable Figures comparedWith) {}

    Manifest {
        parts = List.copyOf(parts);
    }

    Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /**
     * The manifest in use. One of an earlier format counts as none: whatever is built next takes its place.
     *
     * @throws IllegalArgumentException when it is of a later format than is known here
     */
    static Optional<Manifest> read(DataFiles files) {
        return files.read(KEY).flatMap(json -> {
            int format = Json.tree(json).path("format").asInt();
            if (format > FORMAT) {
                throw new IllegalArgumentException("The manifest has format " + format);
            }
            return format < FORMAT ? Optional.empty() : Optional.of(Json.read(json, Manifest.class));
        });
    }
}
