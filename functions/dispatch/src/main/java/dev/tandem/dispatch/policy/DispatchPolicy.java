package dev.tandem.dispatch.policy;

import dev.tandem.dispatch.matching.ServiceTimes;
import dev.tandem.dispatch.matching.Vehicle;
import dev.tandem.dispatch.matching.Weights;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What decides, in one version that never changes. Zones name the version that they are dispatched by.
 *
 * @param weights of the matcher; its version is this policy's
 * @param service minutes of the hand-overs when it is dry
 * @param speedsKmh by vehicle, on the street in fair weather
 * @param roadFactor metres of street for a metre as the crow flies, until more is learnt
 * @param offerSeconds a courier's time to answer, 5 to 600
 * @param payBaseMinor for an offer, in minor units of the installation's currency
 * @param payPerKmMinor for each kilometre as the crow flies from pick-up to drop-off
 */
public record DispatchPolicy(
        String version,
        Weights weights,
        ServiceTimes service,
        Map<Vehicle, Double> speedsKmh,
        double roadFactor,
        int offerSeconds,
        long payBaseMinor,
        long payPerKmMinor) {
    private static final Pattern VERSION = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");

    public static final String BUILT_IN = "built-in";
    public static final DispatchPolicy DEFAULT = new DispatchPolicy(
            BUILT_IN,
            Weights.DEFAULT,
            new ServiceTimes(4, 4),
            Map.of(
                    Vehicle.FOOT, 4.8,
                    Vehicle.BICYCLE, 15.0,
                    Vehicle.EBIKE, 18.0,
                    Vehicle.SCOOTER, 25.0,
                    Vehicle.CAR, 25.0),
            1.3,
            40,
            350,
            60);

    public DispatchPolicy {
        if (!isVersion(version)) {
            throw new IllegalArgumentException("version takes 1 to 40 small letters, digits and .-");
        }
        speedsKmh = Map.copyOf(speedsKmh);
        for (Vehicle vehicle : Vehicle.values()) {
            Double speed = speedsKmh.get(vehicle);
            if (speed == null || !(speed >= 1 && speed <= 2000)) {
                throw new IllegalArgumentException("speedsKmh." + vehicle + " must be from 1 to 2000");
            }
        }
        if (!(roadFactor >= 1 && roadFactor <= 5)) {
            throw new IllegalArgumentException("roadFactor must be from 1 to 5");
        }
        if (offerSeconds < 5 || offerSeconds > 600) {
            throw new IllegalArgumentException("offerSeconds must be from 5 to 600");
        }
        if (payBaseMinor < 0 || payPerKmMinor < 0 || payBaseMinor > 1_000_000 || payPerKmMinor > 1_000_000) {
            throw new IllegalArgumentException("pay must be from 0 to 1000000");
        }
    }

    public static boolean isVersion(@Nullable String version) {
        return version != null && VERSION.matcher(version).matches();
    }

    /** Sorted, for a stable document. */
    @Override
    public Map<Vehicle, Double> speedsKmh() {
        return new TreeMap<>(speedsKmh);
    }
}
