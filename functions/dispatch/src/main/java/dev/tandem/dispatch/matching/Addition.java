package dev.tandem.dispatch.matching;

import java.util.List;
import java.util.Map;

/**
 * A courier under way is to be asked to take one more order along.
 *
 * @param courierId who is asked
 * @param orderId what is added
 * @param stops the rest of the trip with it: pick-ups, then drop-offs
 * @param freeAtMillis when the courier is expected to be free again
 * @param cost what the trip costs more with it, in minutes, by term; below zero where it costs less
 */
public record Addition(
        String courierId, String orderId, List<Offer.Stop> stops, long freeAtMillis, Map<CostTerm, Double> cost) {
    public Addition {
        stops = List.copyOf(stops);
        cost = Map.copyOf(cost);
    }
}
