package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.place.Zones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Takes positions in. The latest by the courier's clock is shown, in whatever order they come. */
public final class PositionDesk {
    /** A device's clock may be ahead by this much; such a position counts as of now. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final Duration OLDEST = Duration.ofMinutes(10);

    /** Who is farther than this from every zone has left, or the device is wrong. */
    private static final double AREA_METERS = 30_000;

    private static final double LEAST_ACCURACY_METERS = 1_000;

    /** Faster than a car may drive, and time to be wrong by the accuracy of two positions. */
    private static final double FASTEST_METERS_PER_SECOND = 60;

    private static final double JUMP_METERS = 1_500;

    private final PositionBook book;
    private final Zones zones;
    private final Clock clock;

    public PositionDesk(PositionBook book, Zones zones, Clock clock) {
        this.book = book;
        this.zones = zones;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param applied false when a later position is known already
     * @param receivedAt this side's clock, for the device to set its own by
     * @param zones that the courier serves from there
     */
    public record Taken(boolean applied, Instant receivedAt, List<String> zones) {}

    /**
     * Takes a position in.
     *
     * @throws UnprocessableException {@code POSITION_FROM_FUTURE}, {@code POSITION_TOO_OLD}, {@code POSITION_OUT_OF_AREA},
     *     {@code POSITION_INACCURATE}, {@code POSITION_IMPLAUSIBLE} (farther than one can come since the last one)
     * @throws ConflictException {@code NOT_ON_SHIFT}
     */
    public Taken take(String courierId, PositionReport report, Attempts attempts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant at = time(report, now);
        GeoPoint point = report.point();
        if (report.accuracyMeters() != null && report.accuracyMeters() > LEAST_ACCURACY_METERS) {
            throw new UnprocessableException(
                    "POSITION_INACCURATE", "accuracyMeters must be 1000 or less to be of use.");
        }
        List<Zone> served = zones.servedFrom(point);
        if (served.isEmpty() && zones.outside(point) > AREA_METERS) {
            throw new UnprocessableException("POSITION_OUT_OF_AREA", "This is more than 30 km from every zone.");
        }
        while (true) {
            Whereabouts here = Whereabouts.of(courierId, point, at, served, 0);
            PositionBook.Moved moved = served.isEmpty() ? PositionBook.Moved.ELSEWHERE : book.move(here);
            if (moved != PositionBook.Moved.ELSEWHERE) {
                return new Taken(moved == PositionBook.Moved.DONE, now, here.zones());
            }
            Whereabouts before = book.shown(courierId)
                    .orElseThrow(() -> new ConflictException("NOT_ON_SHIFT", "Go on shift before you send positions."));
            if (!before.at().isBefore(at)) {
                return new Taken(false, now, before.zones());
            }
            plausible(before, point, at);
            Whereabouts after = Whereabouts.of(courierId, point, at, served, before.version() + 1);
            if (book.resettle(before, after)) {
                return new Taken(true, now, after.zones());
            }
            attempts.pause();
        }
    }

    private static void plausible(Whereabouts before, GeoPoint point, Instant at) {
        double seconds = Duration.between(before.at(), at).toMillis() / 1000.0;
        double meters = before.point().meters(point);
        if (meters > JUMP_METERS + FASTEST_METERS_PER_SECOND * seconds) {
            throw new UnprocessableException(
                    "POSITION_IMPLAUSIBLE",
                    "This is " + Math.round(meters / 1000) + " km from the position of " + before.at()
                            + ": nobody rides that fast. Go off shift and on again if it is right.");
        }
    }

    private static Instant time(PositionReport report, Instant now) {
        Instant at = report.at();
        if (at == null) {
            return now;
        }
        if (at.isAfter(now.plus(CLOCK_SKEW))) {
            throw new UnprocessableException(
                    "POSITION_FROM_FUTURE", "at is after now, which is " + now + " here. Set the device's clock.");
        }
        if (at.isBefore(now.minus(OLDEST))) {
            throw new UnprocessableException(
                    "POSITION_TOO_OLD", "at is more than ten minutes ago; here it is " + now + ".");
        }
        return at.isAfter(now) ? now : at.truncatedTo(ChronoUnit.MILLIS);
    }
}
