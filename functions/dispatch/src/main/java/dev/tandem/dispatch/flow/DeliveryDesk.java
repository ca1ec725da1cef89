package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryRequest;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.flow.DispatchBook.Written;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.place.Zones;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes deliveries in and back. */
public final class DeliveryDesk {
    /** A zone is a city: nothing is brought farther. */
    static final double FARTHEST_METERS = 60_000;

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);
    private static final Duration EARLIEST = Duration.ofHours(1);
    private static final Duration LATEST = Duration.ofDays(2);

    private final DispatchBook book;
    private final Zones zones;
    private final Clock clock;

    public DeliveryDesk(DispatchBook book, Zones zones, Clock clock) {
        this.book = book;
        this.zones = zones;
        this.clock = clock;
    }

    /** The id follows from partner and reference, so that the same delivery cannot be asked for twice. */
    public static String idOf(String partner, String reference) {
        String hash = IdempotencyTable.hash("delivery", partner, reference);
        String digits = new BigInteger(hash, 16).toString(32).toUpperCase(Locale.ROOT);
        return digits.substring(0, 26);
    }

    /**
     * Takes a delivery in.
     *
     * @throws UnprocessableException {@code OUT_OF_AREA}, {@code TOO_FAR_APART}, {@code READY_TIME_INVALID}, {@code DEADLINE_INVALID}
     * @throws ConflictException {@code DELIVERY_EXISTS} when the partner has asked for it before, {@code REFERENCE_REUSED} when for
     *     something else under this reference
     */
    public Delivery submit(
            DeliveryRequest asked,
            String partner,
            String correlationId,
            Function<Delivery, @Nullable FirstAnswer> answer,
            Attempts attempts) {
        Zone zone = zones.of(asked.pickUp().point())
                .orElseThrow(() -> new UnprocessableException("OUT_OF_AREA", "No zone has the pick-up."));
        if (asked.pickUp().point().meters(asked.dropOff().point()) > FARTHEST_METERS) {
            throw new UnprocessableException("TOO_FAR_APART", "Pick-up and drop-off are more than 60 km apart.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant ready = asked.readyAt() == null ? now : asked.readyAt();
        if (ready.isBefore(now.minus(EARLIEST)) || ready.isAfter(now.plus(LATEST))) {
            throw new UnprocessableException(
                    "READY_TIME_INVALID",
                    "readyAt must be from an hour ago to two days ahead; here it is " + now + ".");
        }
        Instant deadline = asked.deadline() == null ? latest(ready, now).plus(Delivery.DEADLINE) : asked.deadline();
        if (deadline.isBefore(now.plus(CLOCK_SKEW))
                || deadline.isBefore(ready)
                || deadline.isAfter(ready.plus(LATEST))) {
            throw new UnprocessableException(
                    "DEADLINE_INVALID",
                    "deadline must be after readyAt, within two days of it, and still to come; here it is " + now
                            + ".");
        }
        Delivery delivery = new Delivery(
                idOf(partner, asked.reference()),
                partner,
                asked.reference(),
                zone.zone(),
                asked.pickUp(),
                asked.dropOff(),
                now,
                ready,
                deadline,
                asked.weightKg() == null ? 0 : asked.weightKg(),
                asked.volumeLiters() == null ? 0 : asked.volumeLiters(),
                asked.priority() == null ? 1 : asked.priority(),
                DeliveryState.WAITING,
                null,
                null,
                null,
                List.of(),
                List.of(new Delivery.Moment(now, DeliveryState.WAITING, "partner", "Asked for.")),
                correlationId,
                1);
        while (true) {
            Change change = new Change(List.of(new Step<>(null, delivery)), null, null);
            if (done(book.commit(change, answer.apply(delivery)), attempts)) {
                return delivery;
            }
            book.delivery(delivery.deliveryId()).ifPresent(before -> {
                throw exists(before, delivery, asked);
            });
        }
    }

    /** A time that the shop leaves open is not the same the second time, and no difference. */
    private static ConflictException exists(Delivery before, Delivery again, DeliveryRequest asked) {
        boolean same = before.pickUp().equals(again.pickUp())
                && before.dropOff().equals(again.dropOff())
                && before.weightKg() == again.weightKg()
                && before.volumeLiters() == again.volumeLiters()
                && before.priority() == again.priority()
                && (asked.readyAt() == null || asked.readyAt().equals(before.readyAt()))
                && (asked.deadline() == null || asked.deadline().equals(before.deadline()));
        ConflictException conflict = same
                ? new ConflictException("DELIVERY_EXISTS", "This delivery was asked for before.")
                : new ConflictException(
                        "REFERENCE_REUSED", "Another delivery has the reference " + again.reference() + ".");
        return (ConflictException) conflict.with("deliveryId", before.deliveryId());
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Throws 404 {@code DELIVERY_NOT_FOUND}. */
    public Delivery find(String deliveryId, @Nullable String partner) {
        return book.delivery(deliveryId)
                .filter(delivery -> partner == null || delivery.partner().equals(partner))
                .orElseThrow(() -> new NotFoundException("DELIVERY_NOT_FOUND", "There is no such delivery of yours."));
    }

    /**
     * Takes a delivery back, as long as the goods are at the shop. An offer that it is in shrinks or goes; a courier on the way to it
     * is told by the next look at the trip.
     *
     * @throws ConflictException {@code DELIVERY_ENDED}, {@code ALREADY_PICKED_UP}
     */
    public Delivery cancel(
            String deliveryId,
            String partner,
            String reason,
            Function<Delivery, @Nullable FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Delivery before = find(deliveryId, partner);
            if (before.state().ended()) {
                throw new ConflictException("DELIVERY_ENDED", "The delivery is " + before.state() + " already.");
            }
            if (before.state() == DeliveryState.PICKED_UP) {
                throw new ConflictException("ALREADY_PICKED_UP", "The goods are with the courier.");
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Delivery after = before.step(
                    DeliveryState.CANCELLED, before.courierId(), before.offerId(), null, now, "partner", reason);
            Step<Courier> courier = before.courierId() == null ? null : released(before, before.courierId());
            Change change = new Change(List.of(new Step<>(before, after)), courier, null);
            if (done(book.commit(change, answer.apply(after)), attempts)) {
                return after;
            }
        }
    }

    private @Nullable Step<Courier> released(Delivery delivery, String courierId) {
        Courier before = book.courier(courierId).orElse(null);
        if (before == null) {
            return null;
        }
        OpenOffer offer = before.offer();
        if (offer != null && offer.offerId().equals(delivery.offerId())) {
            OpenOffer rest = offer.without(delivery.deliveryId());
            return new Step<>(before, before.withOffer(rest.stops().isEmpty() ? null : rest));
        }
        return before.isOn(delivery.deliveryId()) ? new Step<>(before, before.without(delivery.deliveryId())) : null;
    }

    static boolean done(Written written, Attempts attempts) {
        switch (written) {
            case DONE -> {
                return true;
            }
            case REPEATED -> throw new RepeatedException();
            case OVERTAKEN, FENCED -> attempts.pause();
        }
        return false;
    }
}
