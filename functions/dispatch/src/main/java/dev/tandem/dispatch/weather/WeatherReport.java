package dev.tandem.dispatch.weather;

import dev.tandem.dispatch.matching.Weather;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What it was like in a zone at a moment, as it is told.
 *
 * @param precipitationMm of an hour, 0 to 500
 * @param windKmh 0 to 400; calm when absent
 * @param temperatureC −80 to 60; 15 when absent
 */
public record WeatherReport(
        String zone,
        Instant at,
        Double precipitationMm,
        @Nullable Double windKmh,
        @Nullable Double temperatureC) {
    private static final double USUAL_CELSIUS = 15;

    public WeatherReport {
        if (zone == null || at == null || precipitationMm == null) {
            throw new IllegalArgumentException("needs zone, at and precipitationMm");
        }
        within("precipitationMm", precipitationMm, 0, 500);
        within("windKmh", windKmh == null ? 0 : windKmh, 0, 400);
        within("temperatureC", temperatureC == null ? USUAL_CELSIUS : temperatureC, -80, 60);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most);
        }
    }

    public Weather weather() {
        return new Weather(
                precipitationMm, windKmh == null ? 0 : windKmh, temperatureC == null ? USUAL_CELSIUS : temperatureC);
    }
}
