package dev.tandem.dispatch.courier;

import dev.tandem.dispatch.matching.Vehicle;
import dev.tandem.dispatch.place.GeoPoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a courier says when a shift begins.
 *
 * @param lat where the courier is
 * @param until no pick-up after this; eight hours on when absent
 * @param maxOrders carried at once, 1 to 20; 3 when absent
 * @param zones to be served; all that are near when absent
 */
public record ShiftRequest(
        Vehicle vehicle,
        @Nullable Double lat,
        @Nullable Double lon,
        @Nullable Instant until,
        @Nullable Integer maxOrders,
        @Nullable Double maxWeightKg,
        @Nullable Double maxVolumeLiters,
        @Nullable List<String> zones) {
    private static final int MOST_ZONES = 20;

    public ShiftRequest {
        if (vehicle == null) {
            throw new IllegalArgumentException("vehicle is missing");
        }
        new GeoPoint(lat, lon);
        if (maxOrders != null && (maxOrders < 1 || maxOrders > 20)) {
            throw new IllegalArgumentException("maxOrders must be from 1 to 20");
        }
        if (maxWeightKg != null && !(maxWeightKg > 0 && maxWeightKg <= 2_000)) {
            throw new IllegalArgumentException("maxWeightKg must be above 0, up to 2000");
        }
        if (maxVolumeLiters != null && !(maxVolumeLiters > 0 && maxVolumeLiters <= 20_000)) {
            throw new IllegalArgumentException("maxVolumeLiters must be above 0, up to 20000");
        }
        zones = zones == null ? null : List.copyOf(zones);
        if (zones != null && zones.size() > MOST_ZONES) {
            throw new IllegalArgumentException("zones takes up to " + MOST_ZONES);
        }
    }

    public GeoPoint point() {
        return new GeoPoint(lat, lon);
    }

    public List<String> zoneList() {
        return zones == null ? List.of() : zones;
    }

    public Shift shift(Instant since, Instant end) {
        return new Shift(since, end, vehicle, orders(), weight(), volume(), zoneList(), false);
    }

    /** Whether the courier moves and carries as before. */
    public boolean sameLoad(Shift shift) {
        return shift.vehicle() == vehicle
                && shift.maxOrders() == orders()
                && shift.maxWeightKg() == weight()
                && shift.maxVolumeLiters() == volume();
    }

    private int orders() {
        return maxOrders == null ? 3 : maxOrders;
    }

    private double weight() {
        return maxWeightKg != null ? maxWeightKg : vehicle == Vehicle.CAR ? 200 : 15;
    }

    private double volume() {
        return maxVolumeLiters != null ? maxVolumeLiters : vehicle == Vehicle.CAR ? 400 : 60;
    }
}
