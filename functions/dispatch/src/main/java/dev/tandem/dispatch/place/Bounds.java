package dev.tandem.dispatch.place;

import org.jspecify.annotations.Nullable;

/** A rectangle in degrees that does not cross the date line. */
public record Bounds(
        @Nullable Double south,
        @Nullable Double west,
        @Nullable Double north,
        @Nullable Double east) {
    private static final double METERS_OF_DEGREE = 111_195;

    public Bounds {
        if (south == null || west == null || north == null || east == null) {
            throw new IllegalArgumentException("needs south, west, north and east");
        }
        if (!(south >= -85 && north <= 85 && south < north && west >= -180 && east <= 180 && west < east)) {
            throw new IllegalArgumentException(
                    "south must be below north, west before east, latitudes within 85 degrees");
        }
    }

    public boolean contains(GeoPoint point) {
        return outside(point) <= 0;
    }

    /** Metres from the rectangle to a point outside, zero inside. Good for a comparison, not for a survey. */
    public double outside(GeoPoint point) {
        double down = Math.max(0, Math.max(value(south) - point.latitude(), point.latitude() - value(north)));
        double side = Math.max(0, Math.max(value(west) - point.longitude(), point.longitude() - value(east)));
        return METERS_OF_DEGREE * Math.hypot(down, side * Math.cos(Math.toRadians(point.latitude())));
    }

    public GeoPoint center() {
        return new GeoPoint((value(south) + value(north)) / 2, (value(west) + value(east)) / 2);
    }

    private static double value(@Nullable Double degrees) {
        return degrees == null ? Double.NaN : degrees;
    }
}
