package dev.tandem.dispatch.matching;

/**
 * What the policy values, in minutes of lateness of an ordinary order. A change is a new version.
 *
 * @param version a name that decisions are traced by
 * @param lateness of each minute at the door after the earliest that any courier could make
 * @param overdue of each minute at the door after the deadline, on top of lateness
 * @param travel of each minute that a courier moves or hands over
 * @param waiting of each minute that a courier stands at a shop before the goods are ready
 * @param fairness of a trip for a courier who earned the zone's mean and not one who earned nothing yet
 * @param acceptance of an offer that is surely declined
 * @param unserved of an order that no courier is planned for
 * @param reachMinutes no offer reaches farther than this
 * @param onTheWayMinutes shops at most this far apart can share a trip
 * @param largestBundle the most orders of a trip in fair weather, 1 to {@link #BUNDLE_LIMIT}
 * @param holdMinutes an offer goes out when waiting this long would delay somebody; not below the time between two ticks
 * @param effort rounds of improvement per waiting order
 */
public record Weights(
        String version,
        double lateness,
        double overdue,
        double travel,
        double waiting,
        double fairness,
        double acceptance,
        double unserved,
        double reachMinutes,
        double onTheWayMinutes,
        int largestBundle,
        double holdMinutes,
        int effort) {
    public static final int BUNDLE_LIMIT = 4;
    public static final Weights DEFAULT = new Weights("1", 1, 0.05, 0.1, 0.1, 0.2, 2, 90, 90, 5, 3, 1, 5);

    public Weights {
        if (!(lateness >= 0
                && overdue >= 0
                && travel >= 0
                && waiting >= 0
                && fairness >= 0
                && acceptance >= 0
                && unserved >= 0
                && reachMinutes > 0
                && onTheWayMinutes >= 0
                && holdMinutes >= 0)) {
            throw new IllegalArgumentException("A weight is negative, or the reach is not above zero");
        }
        if (largestBundle < 1 || largestBundle > BUNDLE_LIMIT || effort < 0 || effort > 1000) {
            throw new IllegalArgumentException(
                    "A bundle holds 1 to " + BUNDLE_LIMIT + " orders; the effort is 0 to 1000");
        }
    }
}
