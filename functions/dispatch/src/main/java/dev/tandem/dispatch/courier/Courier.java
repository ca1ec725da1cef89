package dev.tandem.dispatch.courier;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A courier: at most one offer open, at most one trip. An offer to a courier on a trip is to take more along. Each step makes the next
 * version.
 *
 * @param shift absent when off duty
 * @param offer waits for the courier's answer
 * @param trip absent when free
 * @param earnedMinor in this shift, by accepted offers, in minor units
 */
public record Courier(
        String courierId,
        @Nullable Shift shift,
        @Nullable OpenOffer offer,
        @Nullable Trip trip,
        long earnedMinor,
        Answers answers,
        long version) {

    /**
     * What became of offers.
     *
     * @param unanswered one after the other, up to now
     */
    public record Answers(long asked, long accepted, int unanswered) {
        public static final Answers NONE = new Answers(0, 0, 0);
        /** As if nine of ten offers had been accepted before the first. */
        private static final double BEFORE = 10;

        private static final double ACCEPTED_BEFORE = 9;

        /** Of the next offer to be accepted. */
        public double acceptance() {
            return (accepted + ACCEPTED_BEFORE) / (asked + BEFORE);
        }
    }

    public static Courier unknown(String courierId) {
        return new Courier(courierId, null, null, null, 0, Answers.NONE, 0);
    }

    @JsonIgnore
    public boolean isFree() {
        return shift != null && !shift.ending() && offer == null && trip == null;
    }

    /** Whether the courier may be asked to take more along on the trip: something is still at a shop, and no offer is open. */
    @JsonIgnore
    public boolean mayTakeMore() {
        return shift != null && !shift.ending() && offer == null && trip != null && trip.isFetching();
    }

    /** Whether the courier still has to fetch or bring it. */
    public boolean isOn(String deliveryId) {
        return trip != null && trip.has(deliveryId);
    }

    /** On or off shift. A new shift begins with nothing earned. */
    public Courier withShift(@Nullable Shift next) {
        boolean anew = shift == null && next != null;
        Answers kept = anew ? new Answers(answers.asked, answers.accepted, 0) : answers;
        return new Courier(courierId, next, offer, trip, anew ? 0 : earnedMinor, kept, version + 1);
    }

    public Courier asked(OpenOffer next) {
        Answers more = new Answers(answers.asked + 1, answers.accepted, answers.unanswered);
        return new Courier(courierId, shift, next, trip, earnedMinor, more, version + 1);
    }

    /** The offer is smaller now, or gone, and not by the courier's doing. */
    public Courier withOffer(@Nullable OpenOffer next) {
        Answers kept = next == null
                ? new Answers(Math.max(0, answers.asked - 1), answers.accepted, answers.unanswered)
                : answers;
        return new Courier(courierId, shift, next, trip, earnedMinor, kept, version + 1);
    }

    public Courier accepted(Instant now) {
        OpenOffer open = Objects.requireNonNull(offer);
        Answers more = new Answers(answers.asked, answers.accepted + 1, 0);
        Trip next = trip == null ? Trip.of(open, now) : trip.with(open);
        return new Courier(courierId, shift, null, next, earnedMinor + open.payMinor(), more, version + 1);
    }

    /**
     * An offer was not taken; a trip under way stays as it is. Who is under way has no hand free to answer, and is not taken to be gone.
     *
     * @param answered whether the courier said no; else time ran out
     */
    public Courier refused(boolean answered) {
        int silent = trip == null ? answers.unanswered + 1 : answers.unanswered;
        Answers more = new Answers(answers.asked, answers.accepted, answered ? 0 : silent);
        return new Courier(courierId, shift, null, trip, earnedMinor, more, version + 1);
    }

    /** A stop is done. With the last one the trip is over, and the shift when the courier had asked for that. */
    public Courier done(TripStop stop, Instant at) {
        return withTrip(Objects.requireNonNull(trip).done(stop, at));
    }

    /** A delivery is taken off the trip: cancelled, failed or given to somebody else. */
    public Courier without(String deliveryId) {
        return withTrip(Objects.requireNonNull(trip).without(deliveryId));
    }

    private Courier withTrip(Trip next) {
        boolean off = next.isOver() && shift != null && shift.ending();
        return new Courier(
                courierId, off ? null : shift, offer, next.isOver() ? null : next, earnedMinor, answers, version + 1);
    }
}
