package dev.tandem.dispatch.matching;

/**
 * What the policy values, in minutes of lateness. A change is a new version.
 *
 * @param version a name that decisions are traced by
 * @param lateness of each minute that goods stand ready before the pick-up
 * @param travel of each minute on the way to the pick-up
 * @param waiting of each minute at the shop before the goods are ready
 * @param fairness of sending a courier who earned the zone's mean and not one who earned nothing yet
 * @param acceptance of an offer that is surely declined
 * @param unserved of leaving an order for the next tick
 * @param reachMinutes no offer reaches farther than this
 * @param largestBundle the most orders in one offer in fair weather
 */
public record Weights(
        String version,
        double lateness,
        double travel,
        double waiting,
        double fairness,
        double acceptance,
        double unserved,
        double reachMinutes,
        int largestBundle) {
    public static final Weights DEFAULT = new Weights("1", 1, 0.2, 0.05, 0.5, 2, 200, 90, 3);

    public Weights {
        if (!(lateness >= 0
                        && travel >= 0
                        && waiting >= 0
                        && fairness >= 0
                        && acceptance >= 0
                        && unserved >= 0
                        && reachMinutes > 0)
                || largestBundle < 1) {
            throw new IllegalArgumentException("A weight is negative or a limit is not above zero");
        }
    }
}
