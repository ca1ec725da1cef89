package dev.tandem.dispatch.matching;

import java.util.List;
import java.util.Map;

/**
 * One courier is to be asked to serve these orders now.
 *
 * @param courierId who is asked
 * @param stops the way in order: pick-ups, then drop-offs
 * @param freeAtMillis when the courier is expected to be free again
 * @param cost what spoke for and against, in minutes, by term
 */
public record Offer(String courierId, List<Stop> stops, long freeAtMillis, Map<CostTerm, Double> cost) {
    public Offer {
        stops = List.copyOf(stops);
        cost = Map.copyOf(cost);
    }

    /** The orders, in the order in which they are handed over. */
    public List<String> orderIds() {
        return stops.stream()
                .filter(stop -> stop.kind() == Stop.Kind.DROP_OFF)
                .map(Stop::orderId)
                .toList();
    }

    /**
     * A hand-over.
     *
     * @param atMillis when the goods are expected to change hands
     */
    public record Stop(Kind kind, String orderId, Place place, long atMillis) {
        /** Which way the goods go. */
        public enum Kind {
            PICK_UP,
            DROP_OFF
        }
    }
}
