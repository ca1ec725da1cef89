package dev.tandem.dispatch.flow;

import dev.tandem.commons.http.NotFoundException;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.delivery.DeliveryView;
import dev.tandem.dispatch.delivery.DeliveryView.Estimate;
import dev.tandem.dispatch.delivery.DeliveryView.NearCourier;
import dev.tandem.dispatch.delivery.DeliveryView.Waiting;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.place.Zones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is shown of deliveries and zones. */
public final class Board {
    /** Where nothing was matched lately. */
    private static final double USUAL_SECONDS_TO_MATCH = 60;

    private final DispatchBook book;
    private final ZoneBook zoneBook;
    private final Zones zones;
    private final Tally tally;
    private final Roads roads;
    private final Clock clock;

    public Board(
            DispatchBook book,
            ZoneBook zoneBook,
            Tally.Counts counts,
            Roads.Lessons lessons,
            Zones zones,
            Clock clock) {
        this.book = book;
        this.zoneBook = zoneBook;
        this.zones = zones;
        this.tally = new Tally(counts, clock);
        this.roads = new Roads(zoneBook, lessons);
        this.clock = clock;
    }

    /** Couriers on shift by what they do; {@code silent} have not told where they are for two minutes. */
    public record Couriers(int onShift, int free, int asked, int onTrip, int silent) {}

    /**
     * A zone now.
     *
     * @param waiting for a courier
     * @param late of the waiting ones, past their deadline
     * @param lateShare of those delivered in the last hour
     * @param roadFactor metres of street for a metre as the crow flies, as far as it is learnt for this hour and weather
     */
    public record ZoneView(
            String zone,
            String name,
            Instant at,
            int waiting,
            int offered,
            int late,
            @Nullable Long oldestWaitingSeconds,
            Couriers couriers,
            Tally.Times timeToOffer,
            Tally.Times timeToMatch,
            long delivered,
            long failed,
            @Nullable Double lateShare,
            Weather weather,
            double roadFactor,
            String policyVersion) {}

    /** All that a picture of the zone shows. */
    public record Scene(Zone zone, ZoneBook.Live live, Map<String, Courier> couriers, Instant at) {}

    public DeliveryView show(Delivery delivery) {
        if (delivery.state().ended()) {
            return DeliveryView.of(delivery, null, null);
        }
        Optional<Zone> zone = zones.find(delivery.zone());
        if (zone.isEmpty()) {
            return DeliveryView.of(delivery, null, null);
        }
        Instant now = clock.instant();
        double toMatch = USUAL_SECONDS_TO_MATCH;
        if (delivery.state() == DeliveryState.WAITING) {
            Tally.Times times = tally.lastHour(delivery.zone()).toAccept();
            toMatch = times.count() == 0 ? USUAL_SECONDS_TO_MATCH : times.p50Seconds();
        }
        Estimate estimate = Estimates.of(delivery, now, toMatch, roads.in(zone.get(), now));
        Waiting waiting = delivery.state() == DeliveryState.WAITING ? why(delivery) : null;
        return DeliveryView.of(delivery, estimate, waiting);
    }

    private Waiting why(Delivery delivery) {
        Optional<ZoneBook.Why> why = zoneBook.why(delivery.zone());
        List<NearCourier> near = new ArrayList<>();
        why.stream()
                .flatMap(last -> last.explanations().stream())
                .filter(one -> one.orderId().equals(delivery.deliveryId()))
                .flatMap(one -> one.reasons().stream())
                .forEach(reason -> near.add(NearCourier.of(reason)));
        return new Waiting(why.map(ZoneBook.Why::at).orElse(null), near);
    }

    /** Throws 404 {@code ZONE_NOT_FOUND}. */
    public Scene scene(String zoneId) {
        Zone zone = zones.find(zoneId)
                .orElseThrow(() -> new NotFoundException("ZONE_NOT_FOUND", "There is no zone " + zoneId + "."));
        ZoneBook.Live live = zoneBook.live(zoneId);
        Map<String, Courier> couriers = book.couriers(
                live.couriers().stream().map(ZoneBook.Present::courierId).toList());
        return new Scene(zone, live, couriers, clock.instant());
    }

    /** Throws 404 {@code ZONE_NOT_FOUND}. */
    public ZoneView zone(String zoneId) {
        Scene scene = scene(zoneId);
        Instant now = scene.at();
        List<Delivery> waiting = scene.live().waiting();
        Tally.Hour hour = tally.lastHour(zoneId);
        Roads.Conditions conditions = roads.in(scene.zone(), now);
        Optional<Instant> oldest = waiting.stream().map(Delivery::placedAt).min(Instant::compareTo);
        return new ZoneView(
                zoneId,
                scene.zone().name(),
                now,
                waiting.size(),
                scene.live().offers().size(),
                (int) waiting.stream()
                        .filter(delivery -> delivery.deadline().isBefore(now))
                        .count(),
                oldest.map(since -> Duration.between(since, now).toSeconds()).orElse(null),
                couriers(scene),
                hour.toOffer(),
                hour.toAccept(),
                hour.delivered(),
                hour.failed(),
                hour.delivered() == 0 ? null : Math.round(1000.0 * hour.late() / hour.delivered()) / 1000.0,
                conditions.weather(),
                Math.round(100 * conditions.learnt().factor(conditions.policy().roadFactor())) / 100.0,
                conditions.policy().version());
    }

    private static Couriers couriers(Scene scene) {
        int free = 0;
        int asked = 0;
        int onTrip = 0;
        int silent = 0;
        for (ZoneBook.Present present : scene.live().couriers()) {
            Courier courier = scene.couriers().get(present.courierId());
            if (courier == null) {
                continue;
            }
            free += courier.isFree() ? 1 : 0;
            asked += courier.offer() != null ? 1 : 0;
            onTrip += courier.trip() != null ? 1 : 0;
            silent += present.at().plus(Tick.SILENT).isBefore(scene.at()) ? 1 : 0;
        }
        return new Couriers(scene.live().couriers().size(), free, asked, onTrip, silent);
    }
}
