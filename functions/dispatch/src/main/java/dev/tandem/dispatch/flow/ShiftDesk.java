package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.courier.Shift;
import dev.tandem.dispatch.courier.ShiftRequest;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.place.Zones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Couriers go on shift and off. */
public final class ShiftDesk {
    private static final Duration USUAL = Duration.ofHours(8);
    private static final Duration LONGEST = Duration.ofHours(16);

    private final DispatchBook book;
    private final Zones zones;
    private final Clock clock;

    public ShiftDesk(DispatchBook book, Zones zones, Clock clock) {
        this.book = book;
        this.zones = zones;
        this.clock = clock;
    }

    /**
     * On shift, or another vehicle, capacity or end while on it.
     *
     * @throws UnprocessableException {@code OUT_OF_AREA}, {@code ZONE_UNKNOWN}, {@code SHIFT_END_INVALID}
     * @throws ConflictException {@code ON_A_TRIP} when vehicle or capacity shall change with goods on board
     */
    public Courier on(
            String courierId, ShiftRequest asked, Function<Courier, @Nullable FirstAnswer> answer, Attempts attempts) {
        GeoPoint point = asked.point();
        List<Zone> served = zones.servedFrom(point);
        if (served.isEmpty()) {
            throw new UnprocessableException("OUT_OF_AREA", "No zone is near this position.");
        }
        for (String zone : asked.zoneList()) {
            if (zones.find(zone).isEmpty()) {
                throw new UnprocessableException("ZONE_UNKNOWN", "There is no zone " + zone + ".");
            }
        }
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Instant until = asked.until() == null ? now.plus(USUAL) : asked.until();
            if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
                throw new UnprocessableException(
                        "SHIFT_END_INVALID", "until must be within 16 hours from now; here it is " + now + ".");
            }
            Courier known = book.courier(courierId).orElse(null);
            Courier before = known == null ? Courier.unknown(courierId) : known;
            Shift shift = before.shift();
            if (before.trip() != null && shift != null && !asked.sameLoad(shift)) {
                throw new ConflictException("ON_A_TRIP", "Finish the trip before you change vehicle or capacity.");
            }
            Courier after = before.withShift(asked.shift(shift == null ? now : shift.since(), until));
            Whereabouts old = book.whereabouts(courierId).orElse(null);
            Whereabouts here = Whereabouts.of(courierId, point, now, served, old == null ? 1 : old.version() + 1);
            Change change = new Change(List.of(), new Step<>(known, after), new Step<>(old, here));
            if (DeliveryDesk.done(book.commit(change, answer.apply(after)), attempts)) {
                return after;
            }
        }
    }

    /** Off shift: at once when free (an open offer goes back), with the end of the trip else. Off twice is off. */
    public Courier off(String courierId, Function<Courier, @Nullable FirstAnswer> answer, Attempts attempts) {
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Courier known = book.courier(courierId).orElse(null);
            Courier before = known == null ? Courier.unknown(courierId) : known;
            Shift shift = before.shift();
            OpenOffer offer = before.offer();
            List<Step<Delivery>> steps = new ArrayList<>();
            Courier after = before;
            if (offer != null) {
                after = before.withOffer(null);
                for (Delivery delivery : book.deliveries(offer.deliveryIds()).values()) {
                    if (delivery.state() == DeliveryState.OFFERED
                            && offer.offerId().equals(delivery.offerId())) {
                        Delivery.Refusal refusal =
                                new Delivery.Refusal(courierId, now.plus(OfferDesk.UNANSWERED), "Off shift");
                        steps.add(new Step<>(
                                delivery, delivery.back(refusal, now, "courier", "The courier went off shift.")));
                    }
                }
            }
            Step<Whereabouts> gone = null;
            if (before.trip() != null && shift != null) {
                after = after.withShift(shift.ended());
            } else {
                after = after.withShift(null);
                gone = book.whereabouts(courierId)
                        .map(here -> new Step<>(here, (Whereabouts) null))
                        .orElse(null);
            }
            Change change = new Change(steps, new Step<>(known, after), gone);
            if (DeliveryDesk.done(book.commit(change, answer.apply(after)), attempts)) {
                return after;
            }
        }
    }
}
