package dev.tandem.dispatch.matching;

import java.util.List;

/**
 * Why an order still waits after a tick.
 *
 * @param orderId the order
 * @param reasons one for each of the nearest couriers, nearest first; empty when nobody is on shift
 */
public record Explanation(String orderId, List<NotChosen> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /**
     * Why a near courier was not chosen.
     *
     * @param minutesAway of way to the pick-up, from where the courier is or will be free
     */
    public record NotChosen(String courierId, double minutesAway, Reason reason) {}

    /** A stable code and a sentence for people. */
    public enum Reason {
        DECLINED("has declined this order, or did not answer"),
        TOO_HEAVY("cannot carry the weight"),
        TOO_LARGE("cannot carry the volume"),
        TOO_FAR("is farther away than an offer may reach"),
        OFF_BEFORE_PICK_UP("ends the shift before the goods could be picked up"),
        UNDER_WAY("is under way with other orders"),
        TRIP_FULL("is on a trip that has as many orders as it may"),
        TRIP_TOO_HEAVY("cannot carry the weight on top of the present trip"),
        TRIP_TOO_LARGE("cannot carry the volume on top of the present trip"),
        TRIP_ELSEWHERE("is on a trip that does not come near this shop"),
        TRIP_WOULD_BE_LATE("would bring an order of the present trip after its deadline"),
        TRIP_COSTS_MORE("could take it along on the present trip, but another way is better"),
        PLANNED_NEXT("is planned to serve this order after the present trip"),
        SERVES_OTHERS("serves other orders, where the courier is of more use"),
        ANOTHER_PLANNED("is free, but another courier is planned to serve this order better"),
        HELD("is planned to serve this order, and need not leave yet");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
