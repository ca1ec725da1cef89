package dev.tandem.recommendation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which model is in use. Swapping this one object is what publishes a model.
 *
 * @param format of this record; a reader refuses what it does not know
 * @param key where the model's file is
 * @param sha256 of the model's file, hexadecimal
 * @param dataUntil time of the latest interaction that the model has seen
 * @param figures on the last days, measured before they were learnt too; absent where there was too little to measure on
 */
record Manifest(
        int format,
        String version,
        String key,
        String sha256,
        Instant builtAt,
        Instant dataFrom,
        Instant dataUntil,
        long sessions,
        long interactions,
        int items,
        @Nullable Figures figures) {
    static final int FORMAT = 1;
    static final String KEY = "models/recommendation/manifest.json";
}
