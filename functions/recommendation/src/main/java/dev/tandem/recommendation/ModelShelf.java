package dev.tandem.recommendation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in use, held in memory. Looks for others when a call comes and the last look is a minute ago (while there are none at all:
 * five seconds). A part that cannot be read is refused, the one at hand stays, and the other parts are taken.
 */
final class ModelShelf {
    static final Duration EVERY = Duration.ofMinutes(1);
    static final Duration EVERY_WHILE_EMPTY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);

    private record Held(String version, Object model) {}

    /** What was in use at one moment. */
    static final class Models {
        private static final Models NONE = new Models(Map.of());

        private final Map<String, Held> byPart;

        private Models(Map<String, Held> byPart) {
            this.byPart = byPart;
        }

        @SuppressWarnings("unchecked") // Only what the part of this name has read is held under it.
        <M> Optional<M> of(ModelPart<M> part) {
            return Optional.ofNullable(byPart.get(part.name())).map(held -> (M) held.model());
        }

        /** Versions by part. */
        Map<String, String> versions() {
            Map<String, String> versions = new TreeMap<>();
            byPart.forEach((part, held) -> versions.put(part, held.version()));
            return versions;
        }
    }

    private final DataFiles files;
    private final List<ModelPart<?>> parts;
    private final Clock clock;
    private Instant nextLook = Instant.MIN;
    private String tag = "";
    private Models held = Models.NONE;

    ModelShelf(DataFiles files, List<ModelPart<?>> parts, Clock clock) {
        this.files = files;
        this.parts = parts;
        this.clock = clock;
    }

    synchronized Models current() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            look();
            nextLook = now.plus(held.byPart.isEmpty() ? EVERY_WHILE_EMPTY : EVERY);
        }
        return held;
    }

    private void look() {
        try {
            Optional<String> found = files.tag(Manifest.KEY);
            if (found.isPresent() && !found.get().equals(tag) && load()) {
                tag = found.get();
            }
        } catch (RuntimeException e) {
            LOG.warn("The published models cannot be taken, those at hand stay", e);
        }
    }

    /** Whether every part is as the manifest says; else the next look tries again. */
    private boolean load() {
        Manifest manifest = Manifest.read(files)
                .orElseThrow(() -> new IllegalStateException("There is no manifest of this format"));
        Map<String, Held> taken = new TreeMap<>(held.byPart);
        boolean all = true;
        for (ModelPart<?> part : parts) {
            Optional<Manifest.Part> wanted = manifest.part(part.name());
            Held old = taken.get(part.name());
            if (wanted.isPresent()
                    && (old == null || !old.version().equals(wanted.get().version()))) {
                try {
                    taken.put(part.name(), open(part, wanted.get()));
                } catch (RuntimeException e) {
                    LOG.warn("The published model of part {} cannot be taken, the one at hand stays", part.name(), e);
                    all = false;
                }
            }
        }
        held = new Models(Map.copyOf(taken));
        return all;
    }

    private Held open(ModelPart<?> part, Manifest.Part wanted) {
        byte[] file = files.read(wanted.key())
                .orElseThrow(() -> new IllegalStateException("There is no file " + wanted.key()));
        if (!ModelBuild.sha256(file).equals(wanted.sha256())) {
            throw new IllegalArgumentException("The model's file is not what the manifest says");
        }
        return new Held(wanted.version(), part.read(file));
    }
}
