package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.place.GeoPoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a courier was.
 *
 * @param at by the courier's clock; now when absent
 * @param accuracyMeters radius within which the device is sure to be; one that knows nothing is not taken
 */
public record PositionReport(
        @Nullable Double lat,
        @Nullable Double lon,
        @Nullable Instant at,
        @Nullable Double accuracyMeters) {
    public PositionReport {
        new GeoPoint(lat, lon);
        if (accuracyMeters != null && !(accuracyMeters >= 0 && accuracyMeters <= 100_000)) {
            throw new IllegalArgumentException("accuracyMeters must be from 0 to 100000");
        }
    }

    public GeoPoint point() {
        return new GeoPoint(lat, lon);
    }
}
