package dev.tandem.dispatch.place;

import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An area that is dispatched by itself.
 *
 * @param timeZone whose hours the learnt travel times are kept by
 * @param tickSeconds from one decision to the next, 1 to 60
 * @param policyVersion the version of the policy that decides; the built-in one when absent
 */
public record Zone(
        String zone,
        String name,
        String timeZone,
        Bounds bounds,
        @Nullable Integer tickSeconds,
        @Nullable String policyVersion) {
    /** How far outside of a zone a courier still serves it. */
    public static final double BORDER_METERS = 1_500;

    private static final int TICK_SECONDS = 4;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    public Zone {
        if (!isZoneId(zone)) {
            throw new IllegalArgumentException("zone takes 1 to 32 small letters, digits and -");
        }
        if (name == null || name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("name takes 1 to 100 characters");
        }
        if (bounds == null) {
            throw new IllegalArgumentException("bounds are missing");
        }
        if (timeZone == null || !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw new IllegalArgumentException("timeZone must be a name of the IANA database, such as Europe/Berlin");
        }
        if (tickSeconds != null && (tickSeconds < 1 || tickSeconds > 60)) {
            throw new IllegalArgumentException("tickSeconds must be from 1 to 60");
        }
    }

    public static boolean isZoneId(@Nullable String zone) {
        return zone != null && ID.matcher(zone).matches();
    }

    public int everySeconds() {
        return tickSeconds == null ? TICK_SECONDS : tickSeconds;
    }

    /** Whether a courier at the point may serve the zone: inside, or near its border. */
    public boolean serves(GeoPoint point) {
        return bounds.outside(point) <= BORDER_METERS;
    }
}
