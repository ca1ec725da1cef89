package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.Trip;
import dev.tandem.dispatch.courier.TripStop;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.matching.Offer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What couriers say of their way: picked up, delivered, failed. */
public final class TripDesk {
    /** A device's clock may be ahead by this much. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** An app that was without a net tells late. */
    private static final Duration LATE = Duration.ofHours(2);

    private final DispatchBook book;
    private final Clock clock;

    public TripDesk(DispatchBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /**
     * What a courier tells.
     *
     * @param at when it was by the courier's clock; now when absent
     * @param reason why it failed
     */
    public record Report(
            DeliveryState state,
            @Nullable Instant at,
            @Nullable String reason) {}

    /** What was done: the delivery and the courier before and after. */
    public record Done(Delivery delivery, Courier before, Courier after) {}

    /**
     * Takes a report in.
     *
     * @throws NotFoundException {@code NOT_ON_YOUR_TRIP}
     * @throws ConflictException {@code STEP_NOT_POSSIBLE}: delivered before picked up, picked up twice
     * @throws UnprocessableException {@code CLOCK_SKEW} for a time to come, long ago, or before the step before
     */
    public Done report(
            String courierId,
            String deliveryId,
            Report report,
            Function<Done, @Nullable FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Courier before = OfferDesk.known(book, courierId);
            Delivery delivery = book.delivery(deliveryId)
                    .filter(found -> courierId.equals(found.courierId())
                            && found.state() != DeliveryState.OFFERED
                            && found.state() != DeliveryState.CANCELLED)
                    .orElseThrow(() -> new NotFoundException(
                            "NOT_ON_YOUR_TRIP", "The delivery is not yours: not accepted yet, or not any more."));
            Trip trip = before.trip();
            if (!delivery.state().next().contains(report.state()) || trip == null) {
                throw new ConflictException(
                        "STEP_NOT_POSSIBLE",
                        "The delivery is " + delivery.state() + ", it cannot become " + report.state() + ".");
            }
            Instant at = time(report.at(), delivery);
            Courier after = after(before, trip, delivery, report.state(), at);
            String what = report.reason() == null ? words(report.state()) : report.reason();
            Delivery next = delivery.step(
                    report.state(),
                    courierId,
                    delivery.offerId(),
                    report.state().ended() ? null : delivery.dueAt(),
                    at,
                    "courier",
                    what);
            Done done = new Done(next, before, after);
            Step<Whereabouts> gone = after.shift() == null
                    ? book.whereabouts(courierId)
                            .map(here -> new Step<>(here, (Whereabouts) null))
                            .orElse(null)
                    : null;
            Change change = new Change(List.of(new Step<>(delivery, next)), new Step<>(before, after), gone);
            if (DeliveryDesk.done(book.commit(change, answer.apply(done)), attempts)) {
                return done;
            }
        }
    }

    private static Courier after(Courier before, Trip trip, Delivery delivery, DeliveryState state, Instant at) {
        return switch (state) {
            case PICKED_UP -> before.done(stop(trip, Offer.Stop.Kind.PICK_UP, delivery), at);
            case DELIVERED -> before.done(stop(trip, Offer.Stop.Kind.DROP_OFF, delivery), at);
            case FAILED -> before.without(delivery.deliveryId());
            default -> throw new IllegalArgumentException("No courier tells " + state);
        };
    }

    private static TripStop stop(Trip trip, Offer.Stop.Kind kind, Delivery delivery) {
        return trip.open(kind, delivery.deliveryId())
                .orElseThrow(() -> new IllegalStateException(
                        delivery.deliveryId() + " is " + delivery.state() + " but not on the trip"));
    }

    private Instant time(@Nullable Instant told, Delivery delivery) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (told == null) {
            return now;
        }
        Instant earliest = delivery.moments().getLast().at();
        if (told.isAfter(now.plus(CLOCK_SKEW)) || told.isBefore(now.minus(LATE))) {
            throw new UnprocessableException(
                    "CLOCK_SKEW",
                    "at must be from two hours ago to now; here it is " + now + ". Set the device's clock.");
        }
        Instant at = told.isAfter(now) ? now : told.truncatedTo(ChronoUnit.MILLIS);
        // Two clocks are never quite the same: a step is not before the one before it.
        return at.isBefore(earliest) ? earliest : at;
    }

    private static String words(DeliveryState state) {
        return switch (state) {
            case PICKED_UP -> "Picked up.";
            case DELIVERED -> "Delivered.";
            default -> "Failed.";
        };
    }
}
