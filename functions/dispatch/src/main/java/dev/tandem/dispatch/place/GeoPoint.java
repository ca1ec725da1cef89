package dev.tandem.dispatch.place;

import dev.tandem.commons.GreatCircle;
import dev.tandem.dispatch.matching.Place;
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

    /** Metres along the great circle. */
    public double meters(GeoPoint other) {
        return GreatCircle.meters(latitude(), longitude(), other.latitude(), other.longitude());
    }
}
