package dev.tandem.stock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All locations, kept in the process for a minute: they are few, change rarely, and every lookup needs them. One that is asked for
 * and not known is looked for again, at most every two seconds, so that a new location can be used at once.
 */
public final class Locations {
    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration RETRY_UNKNOWN = Duration.ofSeconds(2);

    private final Supplier<List<Location>> source;
    private final Clock clock;
    private volatile @Nullable Snapshot snapshot;

    private record Snapshot(Map<String, Location> byId, Instant readAt) {}

    public Locations(Supplier<List<Location>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    public Collection<Location> all() {
        return within(FRESH).byId.values();
    }

    public Optional<Location> find(String locationId) {
        Location known = within(FRESH).byId.get(locationId);
        if (known == null) {
            known = within(RETRY_UNKNOWN).byId.get(locationId);
        }
        return Optional.ofNullable(known);
    }

    /** By id, without looking again for those that are not known. */
    public Map<String, Location> byId() {
        return within(FRESH).byId;
    }

    private Snapshot within(Duration age) {
        Instant now = clock.instant();
        Snapshot current = snapshot;
        if (current != null && current.readAt.plus(age).isAfter(now) && !current.readAt.isAfter(now)) {
            return current;
        }
        Map<String, Location> byId = new LinkedHashMap<>();
        source.get().forEach(location -> byId.put(location.locationId(), location));
        Snapshot read = new Snapshot(byId, now);
        snapshot = read;
        return read;
    }
}
