package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.GoneException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.courier.TripStop;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.matching.Offer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of an offer: accepted, declined, or withdrawn when its time is over. Of two who end it only one can. */
public final class OfferDesk {
    /** A courier who said no is not asked again for the same delivery so soon. */
    public static final Duration DECLINED = Duration.ofMinutes(15);

    /** One who did not answer may have been at a red light. */
    public static final Duration UNANSWERED = Duration.ofMinutes(2);

    /** Who does not answer so often in a row is not there. */
    static final int MOST_UNANSWERED = 3;

    private final DispatchBook book;
    private final Clock clock;

    public OfferDesk(DispatchBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** The courier after, and the deliveries before. */
    public record Accepted(Courier courier, List<Delivery> deliveries) {}

    /** Throws 404 {@code COURIER_NOT_FOUND}. */
    static Courier known(DispatchBook book, String courierId) {
        return book.courier(courierId)
                .orElseThrow(() -> new NotFoundException("COURIER_NOT_FOUND", "The courier was never on shift."));
    }

    /**
     * Accepts an offer, all of it.
     *
     * @throws GoneException {@code OFFER_GONE} when it was withdrawn, cancelled, its time is over, or it is somebody else's
     * @throws ConflictException {@code OFFER_ACCEPTED} when it was accepted before, {@code NOT_ON_SHIFT}
     */
    public Accepted accept(
            String courierId, String offerId, Function<Courier, @Nullable FirstAnswer> answer, Attempts attempts) {
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Courier before = known(book, courierId);
            OpenOffer offer = open(before, offerId, now);
            Courier after = before.accepted(now);
            List<Step<Delivery>> steps = new ArrayList<>();
            for (Delivery delivery : offered(offer, courierId)) {
                steps.add(new Step<>(
                        delivery,
                        delivery.step(
                                DeliveryState.ASSIGNED,
                                courierId,
                                offerId,
                                delivery.dueAt(),
                                now,
                                "courier",
                                "Accepted.")));
            }
            if (steps.size() < offer.deliveryIds().size()) {
                attempts.pause();
                continue;
            }
            List<Delivery> accepted = steps.stream().map(Step::before).toList();
            steps.addAll(renewed(before, offer));
            if (DeliveryDesk.done(
                    book.commit(Change.of(steps, new Step<>(before, after)), answer.apply(after)), attempts)) {
                return new Accepted(after, accepted);
            }
        }
    }

    /** New times for what is on the courier's trip already. */
    private List<Step<Delivery>> renewed(Courier courier, OpenOffer offer) {
        Map<String, Instant> due = new HashMap<>();
        for (TripStop stop : offer.trip()) {
            if (stop.kind() == Offer.Stop.Kind.DROP_OFF
                    && !offer.deliveryIds().contains(stop.deliveryId())
                    && courier.isOn(stop.deliveryId())) {
                due.put(stop.deliveryId(), stop.plannedAt());
            }
        }
        List<Step<Delivery>> steps = new ArrayList<>();
        if (!due.isEmpty()) {
            for (Delivery delivery : book.deliveries(due.keySet()).values()) {
                Instant next = due.get(delivery.deliveryId());
                if (next != null
                        && !delivery.state().ended()
                        && courier.courierId().equals(delivery.courierId())) {
                    steps.add(new Step<>(delivery, delivery.due(next)));
                }
            }
        }
        return steps;
    }

    /** Declines an offer. Throws as {@link #accept}. */
    public Courier decline(
            String courierId,
            String offerId,
            String reason,
            Function<Courier, @Nullable FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Courier before = known(book, courierId);
            OpenOffer offer = open(before, offerId, now);
            Courier after = before.refused(true);
            Change change = back(before, after, offer, now, DECLINED, "courier", "Declined: " + reason, null);
            if (DeliveryDesk.done(book.commit(change, answer.apply(after)), attempts)) {
                return after;
            }
        }
    }

    /**
     * Ends an offer whose time is over; a courier who has let several pass is taken off shift.
     *
     * @return false when it had ended before
     */
    public boolean withdraw(String courierId, String offerId, Attempts attempts) {
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Courier before = book.courier(courierId).orElse(null);
            OpenOffer offer = before == null ? null : before.offer();
            if (before == null
                    || offer == null
                    || !offer.offerId().equals(offerId)
                    || offer.expiresAt().isAfter(now)) {
                return false;
            }
            Courier after = before.refused(false);
            Step<Whereabouts> gone = null;
            if (after.trip() == null && after.answers().unanswered() >= MOST_UNANSWERED) {
                after = after.withShift(null);
                gone = book.whereabouts(courierId)
                        .map(whereabouts -> new Step<>(whereabouts, (Whereabouts) null))
                        .orElse(null);
            }
            Change change = back(before, after, offer, now, UNANSWERED, "system", "The courier did not answer.", gone);
            if (DeliveryDesk.done(book.commit(change, null), attempts)) {
                return true;
            }
        }
    }

    private static OpenOffer open(Courier courier, String offerId, Instant now) {
        OpenOffer offer = courier.offer();
        if (offer != null
                && offer.offerId().equals(offerId)
                && offer.expiresAt().isAfter(now)) {
            return offer;
        }
        if (courier.trip() != null && courier.trip().hasOffer(offerId)) {
            throw new ConflictException("OFFER_ACCEPTED", "You have accepted this offer already.");
        }
        if (courier.shift() == null) {
            throw new ConflictException("NOT_ON_SHIFT", "You are off shift, so nothing is offered to you.");
        }
        throw new GoneException(
                "OFFER_GONE", "You have no such open offer: it was withdrawn, its time is over, or it is not yours.");
    }

    private List<Delivery> offered(OpenOffer offer, String courierId) {
        Map<String, Delivery> found = book.deliveries(offer.deliveryIds());
        return found.values().stream()
                .filter(delivery -> delivery.state() == DeliveryState.OFFERED
                        && offer.offerId().equals(delivery.offerId())
                        && courierId.equals(delivery.courierId()))
                .toList();
    }

    private Change back(
            Courier before,
            Courier after,
            OpenOffer offer,
            Instant now,
            Duration pause,
            String by,
            String what,
            @Nullable Step<Whereabouts> whereabouts) {
        List<Step<Delivery>> steps = new ArrayList<>();
        for (Delivery delivery : offered(offer, before.courierId())) {
            Delivery.Refusal refusal = new Delivery.Refusal(before.courierId(), now.plus(pause), what);
            steps.add(new Step<>(delivery, delivery.back(refusal, now, by, what)));
        }
        return new Change(steps, new Step<>(before, after), whereabouts);
    }
}
