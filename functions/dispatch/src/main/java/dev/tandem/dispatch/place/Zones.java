package dev.tandem.dispatch.place;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All zones, kept in the process for a few seconds: they are few and nearly every call needs them. */
public final class Zones {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Supplier<List<Zone>> source;
    private final Clock clock;
    private volatile @Nullable Snapshot snapshot;

    private record Snapshot(List<Zone> zones, Instant readAt) {}

    public Zones(Supplier<List<Zone>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    public List<Zone> all() {
        Instant now = clock.instant();
        Snapshot current = snapshot;
        if (current == null
                || current.zones.isEmpty()
                || !current.readAt.plus(FRESH).isAfter(now)
                || current.readAt.isAfter(now)) {
            List<Zone> read = source.get().stream()
                    .sorted(Comparator.comparing(Zone::zone))
                    .toList();
            current = new Snapshot(read, now);
            snapshot = current;
        }
        return current.zones;
    }

    public Optional<Zone> find(String id) {
        return all().stream().filter(zone -> zone.zone().equals(id)).findFirst();
    }

    /** The zone that a pick-up belongs to: the first by name where zones overlap. */
    public Optional<Zone> of(GeoPoint point) {
        return all().stream().filter(zone -> zone.bounds().contains(point)).findFirst();
    }

    /** Zones that a courier at the point may serve, the one inside of which the courier is first; by name then. */
    public List<Zone> servedFrom(GeoPoint point) {
        return all().stream()
                .filter(zone -> zone.serves(point))
                .sorted(Comparator.comparing((Zone zone) -> !zone.bounds().contains(point)))
                .toList();
    }

    /** Metres to the nearest zone; infinite when there is none. */
    public double outside(GeoPoint point) {
        return all().stream()
                .mapToDouble(zone -> zone.bounds().outside(point))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
