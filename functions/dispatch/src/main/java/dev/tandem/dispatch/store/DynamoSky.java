package dev.tandem.dispatch.store;

import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.weather.WeatherDesk;
import java.time.Instant;

/** The weather of now in the zone's table, that of the day in the day's record. */
public final class DynamoSky implements WeatherDesk.Sky {
    private final DynamoZoneBook zones;
    private final LogTable log;

    public DynamoSky(DynamoZoneBook zones, LogTable log) {
        this.zones = zones;
        this.log = log;
    }

    @Override
    public void record(String zone, Weather weather, Instant at) {
        log.weather(zone, weather, at);
    }

    @Override
    public boolean tell(String zone, Weather weather, Instant at) {
        return zones.tell(zone, weather, at);
    }
}
