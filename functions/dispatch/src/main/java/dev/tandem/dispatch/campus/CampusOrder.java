package dev.tandem.dispatch.campus;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parcel for a stop of the campus.
 *
 * @param owner who asked for it
 * @param compartments of a vehicle that it takes
 * @param earliestAt not handed over before, when there is such a time
 * @param locker may be left in a locker
 * @param attempts how often a vehicle set out with it
 * @param code of six digits, with which it is handed over; in clear because its owner sees it again
 * @param wrongCodes how often a wrong one was tried
 * @param vehicleId that has it on board, or brought it
 */
public record CampusOrder(
        String orderId,
        String owner,
        String stopId,
        double kg,
        int compartments,
        int priority,
        boolean locker,
        Instant placedAt,
        Instant readyAt,
        @Nullable Instant earliestAt,
        Instant dueAt,
        State state,
        Instant since,
        int attempts,
        String code,
        int wrongCodes,
        @Nullable String vehicleId) {
    /** Tried in vain so often, it ends. */
    static final int MOST_ATTEMPTS = 2;

    static final int MOST_WRONG_CODES = 5;

    /** Before it goes out again after nobody was there. */
    static final Duration PAUSE = Duration.ofMinutes(30);

    /** How far it has come. */
    public enum State {
        WAITING,
        ON_BOARD,
        /** On board, and on its way back: nobody was there. */
        RETURNING,
        IN_LOCKER,
        DELIVERED,
        FAILED,
        CANCELLED;

        public boolean ended() {
            return this == DELIVERED || this == FAILED || this == CANCELLED;
        }
    }

    CampusOrder to(State next, Instant now) {
        return to(next, now, vehicleId, attempts, readyAt);
    }

    CampusOrder to(State next, Instant now, @Nullable String vehicle, int tried, Instant ready) {
        return with(next, now, vehicle, tried, ready, wrongCodes);
    }

    CampusOrder wrongCode() {
        return with(state, since, vehicleId, attempts, readyAt, wrongCodes + 1);
    }

    private CampusOrder with(State next, Instant at, @Nullable String vehicle, int tried, Instant ready, int wrong) {
        return new CampusOrder(
                orderId,
                owner,
                stopId,
                kg,
                compartments,
                priority,
                locker,
                placedAt,
                ready,
                earliestAt,
                dueAt,
                next,
                at,
                tried,
                code,
                wrong,
                vehicle);
    }

    boolean carried() {
        return state == State.ON_BOARD || state == State.RETURNING;
    }

    Drop drop(Instant now) {
        double due = minutes(now, dueAt);
        double earliest = earliestAt == null ? Double.NEGATIVE_INFINITY : Math.min(due, minutes(now, earliestAt));
        return new Drop(orderId, stopId, kg, compartments, minutes(now, readyAt), earliest, due, priority, locker);
    }

    static double minutes(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 60_000.0;
    }
}
