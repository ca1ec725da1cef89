package dev.tandem.dispatch.campus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a vehicle last told of itself.
 *
 * @param stopId where it is, or where it drives to
 * @param freeAt when it is there, as planned
 * @param rangeMeters left at {@code reportedAt}
 * @param trouble why it is out of service
 */
public record VehicleStatus(
        String vehicleId,
        boolean inService,
        String stopId,
        Instant freeAt,
        double rangeMeters,
        Instant reportedAt,
        @Nullable String trouble) {

    static VehicleStatus fresh(Campus.Vehicle vehicle, String hub, Instant now) {
        return new VehicleStatus(vehicle.vehicleId(), true, hub, now, vehicle.rangeMeters(), now, null);
    }

    VehicleStatus at(String stop, Instant free) {
        return new VehicleStatus(vehicleId, inService, stop, free, rangeMeters, reportedAt, trouble);
    }

    VehicleStatus told(Instant at, @Nullable Double range) {
        return new VehicleStatus(
                vehicleId, inService, stopId, freeAt, range == null ? rangeMeters : range, at, trouble);
    }

    VehicleStatus service(boolean in, @Nullable String why) {
        return new VehicleStatus(vehicleId, in, stopId, freeAt, rangeMeters, reportedAt, why);
    }
}
