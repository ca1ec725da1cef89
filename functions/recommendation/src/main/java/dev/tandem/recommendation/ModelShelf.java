package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model in use, held in memory. Looks for another one when a call comes and the last look is a minute ago (while there is none at
 * all: five seconds). What cannot be read is refused and the model at hand stays.
 */
final class ModelShelf {
    static final Duration EVERY = Duration.ofMinutes(1);
    static final Duration EVERY_WHILE_EMPTY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);

    record Model(String version, NextItems items) {}

    private final DataFiles files;
    private final NextItems.Trainer trainer;
    private final Clock clock;
    private Instant nextLook = Instant.MIN;
    private String tag = "";
    private @Nullable Model held;

    ModelShelf(DataFiles files, NextItems.Trainer trainer, Clock clock) {
        this.files = files;
        this.trainer = trainer;
        this.clock = clock;
    }

    synchronized Optional<Model> current() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            look();
            nextLook = now.plus(held == null ? EVERY_WHILE_EMPTY : EVERY);
        }
        return Optional.ofNullable(held);
    }

    private void look() {
        try {
            Optional<String> found = files.tag(Manifest.KEY);
            if (found.isPresent() && !found.get().equals(tag)) {
                load();
                tag = found.get();
            }
        } catch (RuntimeException e) {
            LOG.warn("The published model cannot be taken, the one at hand stays", e);
        }
    }

    private void load() {
        Manifest manifest = Json.read(
                files.read(Manifest.KEY).orElseThrow(() -> new IllegalStateException("The manifest is gone")), Manifest.class);
        if (manifest.format() != Manifest.FORMAT) {
            throw new IllegalArgumentException("The manifest has format " + manifest.format());
        }
        if (held != null && held.version().equals(manifest.version())) {
            return;
        }
        byte[] file = files.read(manifest.key())
                .orElseThrow(() -> new IllegalStateException("There is no file " + manifest.key()));
        if (!ModelBuild.sha256(file).equals(manifest.sha256())) {
            throw new IllegalArgumentException("The model's file is not what the manifest says");
        }
        held = new Model(manifest.version(), trainer.read(file));
    }
}
