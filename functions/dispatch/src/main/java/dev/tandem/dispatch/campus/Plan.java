package dev.tandem.dispatch.campus;

import java.util.List;
import java.util.Map;

/**
 * Trips of a fleet. Times are minutes from the moment of planning.
 *
 * @param unplanned orders that no vehicle can bring as things are, with the reason
 * @param cost in minutes of lateness; only for comparing plans of one case
 */
public record Plan(List<Trip> trips, Map<String, Reason> unplanned, double cost) {

    /** Why an order is in no trip. */
    public enum Reason {
        NO_VEHICLE_IN_SERVICE,
        TOO_HEAVY,
        TOO_LARGE,
        OUT_OF_RANGE,
        STOP_CUT_OFF,
        LOCKER_FULL
    }

    /**
     * From the hub and back, or from where the vehicle is when it is on the road.
     *
     * @param underway its goods are on board already
     * @param chargeMinutes at the hub's charger before it can leave, beyond the time that it waits there anyway
     */
    public record Trip(
            String vehicleId,
            boolean underway,
            double departsMinute,
            List<Visit> visits,
            double backMinute,
            double chargeMinutes) {}

    /** Goods for one stop are handed over one after the other. */
    public record Visit(String stopId, double arrivesMinute, double leavesMinute, List<String> orderIds) {}
}
