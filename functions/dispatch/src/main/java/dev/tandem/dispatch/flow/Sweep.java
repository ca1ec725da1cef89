package dev.tandem.dispatch.flow;

import dev.tandem.commons.Attempts;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.Trip;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.place.Zone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What would wait for ever: offers that no tick has withdrawn, goods that a silent courier never fetched, couriers who are gone,
 * deliveries that nobody took. May run at any time and beside itself; each end is one change that only one can make.
 */
public final class Sweep {
    /** A tick should have withdrawn it by then. */
    private static final Duration OVERDUE = Duration.ofSeconds(15);

    /** A courier without a sign for so long is gone. */
    public static final Duration GONE = Duration.ofMinutes(10);

    /** Past the deadline a delivery is looked after so much longer. */
    static final Duration GIVEN_UP = Duration.ofHours(4);

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final DispatchBook book;
    private final ZoneBook zones;
    private final OfferDesk offers;
    private final Clock clock;

    public Sweep(DispatchBook book, ZoneBook zones, Clock clock) {
        this.book = book;
        this.zones = zones;
        this.offers = new OfferDesk(book, clock);
        this.clock = clock;
    }

    /**
     * What was tidied.
     *
     * @param givenBack deliveries that a silent courier had accepted and not fetched
     * @param stranded deliveries that a silent courier has with them: for people to look after
     */
    public record Result(int withdrawn, int offShift, int givenBack, int stranded, int givenUp, int failed) {
        Result plus(Result more) {
            return new Result(
                    withdrawn + more.withdrawn,
                    offShift + more.offShift,
                    givenBack + more.givenBack,
                    stranded + more.stranded,
                    givenUp + more.givenUp,
                    failed + more.failed);
        }
    }

    private static final Result NOTHING = new Result(0, 0, 0, 0, 0, 0);

    public Result run(Zone zone, Attempts deadline) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ZoneBook.Live live = zones.live(zone.zone());
        Result sum = NOTHING;
        for (ZoneBook.Asked asked : live.offers()) {
            if (asked.expiresAt().plus(OVERDUE).isBefore(now)) {
                sum = sum.plus(safely(() -> offers.withdraw(asked.courierId(), asked.offerId(), deadline)
                        ? new Result(1, 0, 0, 0, 0, 0)
                        : NOTHING));
            }
        }
        for (ZoneBook.Present present : live.couriers()) {
            if (present.at().plus(GONE).isBefore(now)) {
                sum = sum.plus(safely(() -> gone(present.courierId(), now, deadline)));
            }
        }
        for (Delivery delivery : live.waiting()) {
            if (delivery.deadline().plus(GIVEN_UP).isBefore(now)) {
                sum = sum.plus(safely(() -> giveUp(delivery, now)));
            }
        }
        return sum;
    }

    private interface Work {
        Result run();
    }

    /** One that cannot be tidied must not keep the others waiting; the next sweep tries it again. */
    private static Result safely(Work work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            LOG.error("Not swept", e);
            return new Result(0, 0, 0, 0, 0, 1);
        }
    }

    private Result giveUp(Delivery before, Instant now) {
        Delivery after = before.step(
                DeliveryState.CANCELLED,
                null,
                null,
                null,
                now,
                "system",
                "No courier was found until long after the deadline.");
        Change change = new Change(List.of(new Step<>(before, after)), null, null);
        return book.commit(change, null) == DispatchBook.Written.DONE ? new Result(0, 0, 0, 0, 1, 0) : NOTHING;
    }

    private Result gone(String courierId, Instant now, Attempts deadline) {
        while (true) {
            Courier before = book.courier(courierId).orElse(null);
            Whereabouts place = book.whereabouts(courierId).orElse(null);
            if (before == null || before.shift() == null || before.offer() != null) {
                return NOTHING;
            }
            List<Step<Delivery>> steps = new ArrayList<>();
            Courier after = before;
            Trip trip = before.trip();
            int stranded = 0;
            if (trip != null) {
                for (Delivery delivery : book.deliveries(ids(trip)).values()) {
                    if (delivery.state() == DeliveryState.PICKED_UP) {
                        stranded++;
                    } else if (delivery.state() == DeliveryState.ASSIGNED) {
                        Delivery.Refusal refusal =
                                new Delivery.Refusal(courierId, now.plus(OfferDesk.DECLINED), "Gone");
                        steps.add(new Step<>(
                                delivery,
                                delivery.back(
                                        refusal, now, "system", "The courier gave no sign and had not fetched it.")));
                        after = after.trip() == null ? after : after.without(delivery.deliveryId());
                    }
                }
            }
            @Nullable Step<Whereabouts> left = null;
            int off = 0;
            if (after.trip() == null) {
                after = after.withShift(null);
                left = place == null ? null : new Step<>(place, null);
                off = 1;
            }
            if (after.equals(before)) {
                return new Result(0, 0, 0, stranded, 0, 0);
            }
            Change change = new Change(steps, new Step<>(before, after), left);
            if (DeliveryDesk.done(book.commit(change, null), deadline)) {
                return new Result(0, off, steps.size(), stranded, 0, 0);
            }
        }
    }

    private static List<String> ids(Trip trip) {
        return trip.stops().stream().map(stop -> stop.deliveryId()).distinct().toList();
    }
}
