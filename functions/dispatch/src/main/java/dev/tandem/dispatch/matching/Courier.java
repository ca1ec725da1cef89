package dev.tandem.dispatch.matching;

import org.jspecify.annotations.Nullable;

/**
 * A courier on shift. One who is under way is described by where and when the last promised drop-off ends, so that the matcher can wait
 * for them; only who is free at the tick gets an offer.
 *
 * @param id of the courier
 * @param place where the courier is, or will be at {@code freeAtMillis}
 * @param freeAtMillis when the courier can take a new offer; not after the snapshot's time means now
 * @param offAtMillis no pick-up after this
 * @param vehicle what the courier moves with
 * @param capacityOrders the most orders carried at once, 1 or more
 * @param capacityKilograms the most weight carried at once
 * @param capacityLiters the most volume carried at once
 * @param earnedThisShift what the shift has paid so far, in one currency for the zone
 * @param minutesOnShift how long the shift has lasted so far
 * @param acceptance probability that an ordinary offer is accepted, above 0 to 1
 * @param running the trip under way that another order may be added to; absent when there is none
 */
public record Courier(
        String id,
        Place place,
        long freeAtMillis,
        long offAtMillis,
        Vehicle vehicle,
        int capacityOrders,
        double capacityKilograms,
        double capacityLiters,
        double earnedThisShift,
        double minutesOnShift,
        double acceptance,
        @Nullable RunningTrip running) {
    public Courier {
        if (capacityOrders < 1 || !(capacityKilograms >= 0) || !(capacityLiters >= 0)) {
            throw new IllegalArgumentException("Courier " + id + " can carry nothing");
        }
        if (!(acceptance > 0 && acceptance <= 1)) {
            throw new IllegalArgumentException("Courier " + id + " accepts with probability " + acceptance);
        }
        if (!(minutesOnShift >= 0) || !Double.isFinite(earnedThisShift)) {
            throw new IllegalArgumentException("Courier " + id + " has no such shift");
        }
    }

    /** A courier to whose trip, if there is one, nothing is added. */
    public Courier(
            String id,
            Place place,
            long freeAtMillis,
            long offAtMillis,
            Vehicle vehicle,
            int capacityOrders,
            double capacityKilograms,
            double capacityLiters,
            double earnedThisShift,
            double minutesOnShift,
            double acceptance) {
        this(
                id,
                place,
                freeAtMillis,
                offAtMillis,
                vehicle,
                capacityOrders,
                capacityKilograms,
                capacityLiters,
                earnedThisShift,
                minutesOnShift,
                acceptance,
                null);
    }
}
