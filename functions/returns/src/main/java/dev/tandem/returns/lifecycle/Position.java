package dev.tandem.returns.lifecycle;

import dev.tandem.commons.GreatCircle;

/** A place on the globe, in degrees. */
public record Position(Double latitude, Double longitude) {
    public Position {
        if (latitude == null || longitude == null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw new IllegalArgumentException("latitude must be from -90 to 90, longitude from -180 to 180");
        }
    }

    /** As the crow flies, in km. */
    double distanceKm(Position other) {
        return GreatCircle.meters(latitude, longitude, other.latitude, other.longitude) / 1000;
    }
}
