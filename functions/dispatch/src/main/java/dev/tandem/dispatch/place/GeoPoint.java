package dev.tandem.dispatch.place;

import dev.tandem.dispatch.matching.Place;
import org.jspecify.annotations.Nullable;

/** A place on earth in degrees (WGS 84). */
public record GeoPoint(@Nullable Double lat, @Nullable Double lon) {
    /** Mean radius of the earth (IUGG). */
    private static final double EARTH_METERS = 6_371_008.8;

    public GeoPoint {
        if (lat == null || lon == null) {
            throw new IllegalArgumentException("needs both lat and lon");
        }
        // Written so that NaN is refused too.
        if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
            throw new IllegalArgumentException("lat must be from -90 to 90, lon from -180 to 180");
        }
    }

    public double latitude() {
        return lat == null ? Double.NaN : lat;
    }

    public double longitude() {
        return lon == null ? Double.NaN : lon;
    }

    /** As the matcher has it: x is the longitude. */
    public Place place() {
        return new Place(longitude(), latitude());
    }

    /** Metres along the great circle (haversine). */
    public double meters(GeoPoint other) {
        double phi1 = Math.toRadians(latitude());
        double phi2 = Math.toRadians(other.latitude());
        double sinPhi = Math.sin((phi2 - phi1) / 2);
        double sinLambda = Math.sin(Math.toRadians(other.longitude() - longitude()) / 2);
        double a = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
