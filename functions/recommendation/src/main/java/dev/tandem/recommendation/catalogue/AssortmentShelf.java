package dev.tandem.recommendation.catalogue;

import dev.tandem.recommendation.DataFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue, the availability and the signals of returns that are published, held in memory. Looks for newer ones when a call comes and the last look is a
 * minute ago. What cannot be read is refused and what is at hand stays.
 */
public final class AssortmentShelf {
    static final Duration EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(AssortmentShelf.class);

    private final Held<Catalogue> catalogue;
    private final Held<AvailabilitySet> availability;
    private final Held<ReturnSignals> signals;
    private final Clock clock;
    private Instant nextLook = Instant.MIN;
    private Assortment current = Assortment.NONE;

    public AssortmentShelf(DataFiles files, Clock clock) {
        this.catalogue = new Held<>(files, Catalogue.KEY, Catalogue::read);
        this.availability = new Held<>(files, AvailabilitySet.KEY, AvailabilitySet::read);
        this.signals = new Held<>(files, ReturnSignals.KEY, ReturnSignals::read);
        this.clock = clock;
    }

    public synchronized Assortment current() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            boolean changed = catalogue.look() | availability.look() | signals.look();
            if (changed) {
                current = new Assortment(catalogue.held(), availability.held(), signals.held());
            }
            nextLook = now.plus(EVERY);
        }
        return current;
    }

    /** One file and what was made of it. */
    private static final class Held<T> {
        private final DataFiles files;
        private final String key;
        private final Function<byte[], T> read;
        private String tag = "";
        private @Nullable T held;

        Held(DataFiles files, String key, Function<byte[], T> read) {
            this.files = files;
            this.key = key;
            this.read = read;
        }

        Optional<T> held() {
            return Optional.ofNullable(held);
        }

        /** Whether there is something new. A file that was refused is not read again until it changes. */
        boolean look() {
            try {
                Optional<String> found = files.tag(key);
                if (found.isEmpty() || found.get().equals(tag)) {
                    return false;
                }
                Optional<byte[]> file = files.read(key);
                tag = found.get();
                if (file.isPresent()) {
                    held = read.apply(file.get());
                    return true;
                }
            } catch (RuntimeException e) {
                LOG.warn("{} cannot be taken, what is at hand stays", key, e);
            }
            return false;
        }
    }
}
