package dev.tandem.dispatch.campus;

import java.util.List;

/**
 * A vehicle when a plan is made.
 *
 * @param stopId where it is, or where it comes to next
 * @param freeAtMinute when it can leave that stop, minutes from the moment of planning, not below 0
 * @param rangeMeters left then
 * @param onBoard goods that it carries, in any order; they are brought first and by this vehicle
 */
public record FleetVehicle(
        Campus.Vehicle vehicle, String stopId, double freeAtMinute, double rangeMeters, List<Drop> onBoard) {
    public FleetVehicle {
        onBoard = List.copyOf(onBoard);
    }
}
