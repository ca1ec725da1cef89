package dev.tandem.commons;

/** Distances on earth between places in degrees (WGS 84). */
public final class GreatCircle {
    /** Mean radius of the earth (IUGG). */
    private static final double EARTH_METERS = 6_371_008.8;

    private GreatCircle() {}

    /** Metres along the great circle (haversine; within 0.5 % of the ellipsoid). */
    public static double meters(double fromLat, double fromLon, double toLat, double toLon) {
        double phi1 = Math.toRadians(fromLat);
        double phi2 = Math.toRadians(toLat);
        double sinPhi = Math.sin((phi2 - phi1) / 2);
        double sinLambda = Math.sin(Math.toRadians(toLon - fromLon) / 2);
        double a = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
