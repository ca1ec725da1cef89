package dev.tandem.dispatch.matching;

import java.time.Duration;

/**
 * The weather of a zone at a tick.
 *
 * @param precipitationMillimetersPerHour rain or melted snow, zero or more
 * @param windKilometersPerHour mean wind, zero or more
 * @param temperatureCelsius of the air
 */
public record Weather(double precipitationMillimetersPerHour, double windKilometersPerHour, double temperatureCelsius) {
    public static final Weather FAIR = new Weather(0, 0, 20);

    /** It is told every hour or oftener; what was told longer ago says nothing of now. */
    public static final Duration HOLDS = Duration.ofHours(3);

    private static final double WET = 0.1;
    private static final double HEAVY_RAIN = 7.6;
    private static final double STRONG_WIND = 50;

    public Weather {
        if (!(precipitationMillimetersPerHour >= 0)
                || !(windKilometersPerHour >= 0)
                || !Double.isFinite(temperatureCelsius)) {
            throw new IllegalArgumentException("Not a weather: " + precipitationMillimetersPerHour + " mm/h, "
                    + windKilometersPerHour + " km/h, " + temperatureCelsius + " degrees");
        }
    }

    /**
     * What a way takes in this weather over what it takes in dry, calm air: 1 or more. Assumed, not learnt: rain adds up to 15 % in a
     * car and 25 % in the open, reached at heavy rain (7.6 mm/h); wind above 20 km/h adds 1 % for each further km/h in the open, up to
     * 40 %; wet ground below freezing adds 25 %.
     */
    public double travelFactor(Vehicle vehicle) {
        double factor = 1 + rainShare() * (vehicle.open() ? 0.25 : 0.15);
        if (vehicle.open()) {
            factor += Math.clamp((windKilometersPerHour - 20) / 100, 0, 0.4);
        }
        return ice() ? factor + 0.25 : factor;
    }

    /** What a hand-over takes over what it takes when it is dry: wet bags and stairs, up to 20 % in heavy rain, 10 % more on ice. */
    public double serviceFactor() {
        return 1 + 0.2 * rainShare() + (ice() ? 0.1 : 0);
    }

    /** Fewer orders share a way when it is slow: one less in heavy rain, ice or strong wind, never less than one. */
    public int largestBundle(int inFairWeather) {
        boolean harsh = precipitationMillimetersPerHour >= HEAVY_RAIN || windKilometersPerHour >= STRONG_WIND || ice();
        return harsh ? Math.max(1, inFairWeather - 1) : inFairWeather;
    }

    private double rainShare() {
        return Math.min(1, precipitationMillimetersPerHour / HEAVY_RAIN);
    }

    private boolean ice() {
        return temperatureCelsius < 0 && precipitationMillimetersPerHour >= WET;
    }
}
