package dev.tandem.bench.live;

import java.util.Random;

/**
 * A made-up city: forty shops near the middle, doors 0.5 to 1.8 km from the shop. Riders move as the crow flies at {@link #METERS_PER_MINUTE}
 * less the weather's slowness; whatever is a time in it runs {@code pace} times as fast as the clock.
 */
public final class City {
    public static final double SOUTH = 52.47;
    public static final double WEST = 13.32;
    public static final double NORTH = 52.55;
    public static final double EAST = 13.48;
    /** An e-bike of 18 km/h on streets 1.3 times as long as the crow flies. */
    static final double METERS_PER_MINUTE = 18_000 / 60.0 / 1.3;

    static final double PICK_UP_MINUTES = 2;
    static final double DROP_OFF_MINUTES = 2;
    private static final int SHOPS = 40;
    private static final double METERS_OF_DEGREE = 111_195;
    private static final double COSINE = Math.cos(Math.toRadians((SOUTH + NORTH) / 2));

    private final double pace;
    private final Place[] shops = new Place[SHOPS];
    private volatile double slowness = 1;

    /** A point in degrees. */
    public record Place(double lat, double lon) {
        double meters(Place other) {
            return METERS_OF_DEGREE * Math.hypot(lat - other.lat, (lon - other.lon) * COSINE);
        }

        /** On the way to another place; {@code share} 0 is here, 1 is there. */
        Place towards(Place other, double share) {
            double part = Math.clamp(share, 0, 1);
            return new Place(lat + part * (other.lat - lat), lon + part * (other.lon - lon));
        }
    }

    public City(double pace, Random random) {
        this.pace = pace;
        for (int i = 0; i < SHOPS; i++) {
            shops[i] = new Place(
                    clamp(52.51 + 0.011 * random.nextGaussian(), SOUTH, NORTH),
                    clamp(13.40 + 0.018 * random.nextGaussian(), WEST, EAST));
        }
    }

    int shop(Random random) {
        return random.nextInt(SHOPS);
    }

    Place shopPlace(int shop) {
        return shops[shop];
    }

    Place door(int shop, Random random) {
        double meters = 500 + 1300 * random.nextDouble();
        double angle = 2 * Math.PI * random.nextDouble();
        return new Place(
                shops[shop].lat + meters * Math.sin(angle) / METERS_OF_DEGREE,
                shops[shop].lon + meters * Math.cos(angle) / METERS_OF_DEGREE / COSINE);
    }

    Place anywhere(Random random) {
        return door(shop(random), random);
    }

    /** The weather turns: ways take so many times as long. */
    public void slow(double factor) {
        slowness = factor;
    }

    /** Milliseconds of the clock for minutes of the city. */
    long millis(double minutes) {
        return Math.round(minutes * 60_000 / pace);
    }

    long wayMillis(Place from, Place to) {
        return millis(from.meters(to) / METERS_PER_MINUTE * slowness);
    }

    /** Minutes of the city for milliseconds of the clock. */
    public double minutes(double millis) {
        return millis * pace / 60_000;
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least + 0.005, Math.min(most - 0.005, value));
    }
}
