package dev.tandem.dispatch.matching;

import java.util.List;

/**
 * What is left of a trip that a courier has accepted, as long as something of it is still to be fetched.
 *
 * @param place where the courier is now
 * @param toFetch orders that are still at their shops, in the sequence of the pick-ups; at least one
 * @param toBring orders that are still to be brought, fetched or not, in the sequence of the drop-offs
 */
public record RunningTrip(Place place, List<Order> toFetch, List<Order> toBring) {
    public RunningTrip {
        toFetch = List.copyOf(toFetch);
        toBring = List.copyOf(toBring);
        if (toFetch.isEmpty() || !toBring.containsAll(toFetch)) {
            throw new IllegalArgumentException("Nothing is to be fetched, or it is not to be brought");
        }
    }
}
