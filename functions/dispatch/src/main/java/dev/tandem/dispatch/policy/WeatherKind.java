package dev.tandem.dispatch.policy;

import dev.tandem.dispatch.matching.Weather;

/** Weathers that learnt road factors are told apart by. */
public enum WeatherKind {
    DRY,
    WET,
    /** Heavy rain, storm, or wet below freezing. */
    HARSH;

    private static final double WET_FROM = 0.1;

    public static WeatherKind of(Weather weather) {
        if (weather.largestBundle(2) < 2) {
            return HARSH;
        }
        return weather.precipitationMillimetersPerHour() >= WET_FROM ? WET : DRY;
    }
}
