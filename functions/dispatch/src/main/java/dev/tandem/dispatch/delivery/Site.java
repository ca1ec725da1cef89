package dev.tandem.dispatch.delivery;

import dev.tandem.dispatch.place.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * Where goods change hands.
 *
 * @param place a name of the shop or depot; pick-ups of one place can share a way
 * @param address for people
 * @param note what the courier should know, such as the bell to ring
 */
public record Site(
        @Nullable Double lat,
        @Nullable Double lon,
        @Nullable String place,
        @Nullable String address,
        @Nullable String note) {
    private static final int LONGEST = 300;

    public Site {
        new GeoPoint(lat, lon);
        for (String text : new @Nullable String[] {place, address, note}) {
            if (text != null && text.length() > LONGEST) {
                throw new IllegalArgumentException("place, address and note take up to " + LONGEST + " characters");
            }
        }
    }

    public GeoPoint point() {
        return new GeoPoint(lat, lon);
    }

    /** Tells whether two pick-ups are at one door. */
    public String door() {
        return place != null
                ? place
                : Math.round(point().latitude() * 1e4) + "/" + Math.round(point().longitude() * 1e4);
    }
}
