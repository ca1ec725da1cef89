package dev.tandem.stock;

import dev.tandem.commons.GreatCircle;
import org.jspecify.annotations.Nullable;

/** A place on earth in degrees (WGS 84). */
public record GeoPoint(@Nullable Double lat, @Nullable Double lon) {
    public GeoPoint {
        if (lat == null || lon == null) {
            throw new IllegalArgumentException("needs both lat and lon");
        }
        // Written so that NaN is refused too.
        if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
            throw new IllegalArgumentException("lat must be from -90 to 90, lon from -180 to 180");
        }
    }

    /** Kilometres along the great circle. */
    public double distanceKm(GeoPoint other) {
        return GreatCircle.meters(degrees(lat), degrees(lon), degrees(other.lat), degrees(other.lon)) / 1000;
    }

    private static double degrees(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
