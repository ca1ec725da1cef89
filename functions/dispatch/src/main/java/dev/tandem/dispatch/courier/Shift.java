package dev.tandem.dispatch.courier;

import dev.tandem.dispatch.matching.Vehicle;
import java.time.Instant;
import java.util.List;

/**
 * A courier at work.
 *
 * @param until no pick-up after this
 * @param zones that the courier serves; all that are near when empty
 * @param ending the courier has asked to stop: no more offers, and off with the end of the trip
 */
public record Shift(
        Instant since,
        Instant until,
        Vehicle vehicle,
        int maxOrders,
        double maxWeightKg,
        double maxVolumeLiters,
        List<String> zones,
        boolean ending) {
    public Shift {
        zones = List.copyOf(zones);
    }

    public boolean serves(String zone) {
        return zones.isEmpty() || zones.contains(zone);
    }

    public Shift ended() {
        return new Shift(since, until, vehicle, maxOrders, maxWeightKg, maxVolumeLiters, zones, true);
    }
}
