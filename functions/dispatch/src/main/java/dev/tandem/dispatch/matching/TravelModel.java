package dev.tandem.dispatch.matching;

/** How long a way takes. Called many times a tick, so an implementation must not allocate. */
@FunctionalInterface
public interface TravelModel {
    /**
     * Minutes on the way in dry, calm weather, zero or more; the weather's own factor is applied by the matcher.
     *
     * @param departureMillis when the courier leaves, milliseconds of the epoch; chooses the hour of learnt road factors
     */
    double minutes(Place from, Place to, Vehicle vehicle, long departureMillis);
}
