package dev.tandem.returns.lifecycle;

/** A place on the globe, in degrees. */
public record Position(Double latitude, Double longitude) {
    private static final double EARTH_RADIUS_KM = 6371;

    public Position {
        if (latitude == null || longitude == null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw new IllegalArgumentException("latitude must be from -90 to 90, longitude from -180 to 180");
        }
    }

    /** As the crow flies (haversine), in km. */
    double distanceKm(Position other) {
        double lat = Math.toRadians(other.latitude - latitude) / 2;
        double lon = Math.toRadians(other.longitude - longitude) / 2;
        double h = Math.sin(lat) * Math.sin(lat)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.sin(lon)
                        * Math.sin(lon);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
