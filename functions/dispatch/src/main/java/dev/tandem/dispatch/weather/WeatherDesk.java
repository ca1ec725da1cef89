package dev.tandem.dispatch.weather;

import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.Zones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Takes in what it is like in a zone, from wherever it is told. The latest moment stands; every one is recorded for replays. */
public final class WeatherDesk {
    /** What is told of later is a forecast and not the weather. */
    private static final Duration AHEAD = Duration.ofMinutes(15);

    private final Zones zones;
    private final Sky sky;
    private final Clock clock;

    /** Where the weather is told. */
    public interface Sky {
        /** Writes down what it was like; the same moment again takes the place of what was written of it. */
        void record(String zone, Weather weather, Instant at);

        /** False when later weather is known. */
        boolean tell(String zone, Weather weather, Instant at);
    }

    public WeatherDesk(Zones zones, Sky sky, Clock clock) {
        this.zones = zones;
        this.sky = sky;
        this.clock = clock;
    }

    /**
     * Checks what a report is of.
     *
     * @throws UnprocessableException {@code UNKNOWN_ZONE}, {@code FROM_FUTURE}
     */
    void check(String zone, Instant at) {
        if (zones.find(zone).isEmpty()) {
            throw new UnprocessableException("UNKNOWN_ZONE", "There is no zone " + zone);
        }
        if (at.isAfter(clock.instant().plus(AHEAD))) {
            throw new UnprocessableException("FROM_FUTURE", "at is to come: weather is told of now");
        }
    }

    /**
     * Takes a report in. Throws as {@link #check}.
     *
     * @return false when later weather was known
     */
    public boolean take(WeatherReport report) {
        check(report.zone(), report.at());
        sky.record(report.zone(), report.weather(), report.at());
        return sky.tell(report.zone(), report.weather(), report.at());
    }
}
