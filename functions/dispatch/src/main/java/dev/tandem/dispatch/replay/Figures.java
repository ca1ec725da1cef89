package dev.tandem.dispatch.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a day went. Times in minutes; those of the door are of what was delivered.
 *
 * @param deliveries that were asked for
 * @param lateShare of the delivered, after their deadline
 * @param offers that ended with an answer or without one; absent, as the next two, in replays made before it was counted
 * @param declined of them
 * @param unanswered of them
 * @param utilisation share of the couriers' time on shift that they were under way; absent for the recorded day
 */
public record Figures(
        int deliveries,
        int delivered,
        double clickToDoorMean,
        double clickToDoorP90,
        double readyToDoorMean,
        double lateShare,
        @Nullable Integer offers,
        @Nullable Integer declined,
        @Nullable Integer unanswered,
        @Nullable Double utilisation) {

    /** One delivery that came to a door. */
    record Door(double clickToDoor, double readyToDoor, boolean late) {}

    /** What became of offers. */
    static final class Offers {
        int accepted;
        int declined;
        int unanswered;

        void add(Recorded.Answered.Answer answer) {
            switch (answer) {
                case ACCEPTED -> accepted++;
                case DECLINED -> declined++;
                case UNANSWERED -> unanswered++;
            }
        }
    }

    static Figures of(int deliveries, List<Door> doors, Offers offers, @Nullable Double utilisation) {
        double[] click = doors.stream().mapToDouble(Door::clickToDoor).sorted().toArray();
        return new Figures(
                deliveries,
                doors.size(),
                rounded(doors.stream().mapToDouble(Door::clickToDoor).average().orElse(0)),
                click.length == 0 ? 0 : rounded(click[(int) Math.ceil(0.9 * click.length) - 1]),
                rounded(doors.stream().mapToDouble(Door::readyToDoor).average().orElse(0)),
                doors.isEmpty()
                        ? 0
                        : Math.round(1000.0 * doors.stream().filter(Door::late).count() / doors.size()) / 1000.0,
                offers.accepted + offers.declined + offers.unanswered,
                offers.declined,
                offers.unanswered,
                utilisation == null ? null : Math.round(1000 * utilisation) / 1000.0);
    }

    private static double rounded(double value) {
        return Math.round(100 * value) / 100.0;
    }
}
