package dev.tandem.stock;

import org.jspecify.annotations.Nullable;

/** A place on earth in degrees (WGS 84). */
public record GeoPoint(@Nullable Double lat, @Nullable Double lon) {
    /** Mean radius of the earth (IUGG). */
    private static final double EARTH_KM = 6371.0088;

    public GeoPoint {
        if (lat == null || lon == null) {
            throw new IllegalArgumentException("needs both lat and lon");
        }
        // Written so that NaN is refused too.
        if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
            throw new IllegalArgumentException("lat must be from -90 to 90, lon from -180 to 180");
        }
    }

    /** Kilometres along the great circle (haversine; within 0.5 % of the ellipsoid). */
    public double distanceKm(GeoPoint other) {
        double phi1 = radians(lat);
        double phi2 = radians(other.lat);
        double sinPhi = Math.sin((phi2 - phi1) / 2);
        double sinLambda = Math.sin((radians(other.lon) - radians(lon)) / 2);
        double a = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    private static double radians(@Nullable Double degrees) {
        return degrees == null ? Double.NaN : Math.toRadians(degrees);
    }
}
