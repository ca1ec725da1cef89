package dev.tandem.dispatch.replay;

import dev.tandem.dispatch.courier.Courier.Answers;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.flow.OfferDesk;
import dev.tandem.dispatch.matching.Courier;
import dev.tandem.dispatch.matching.DispatchSnapshot;
import dev.tandem.dispatch.matching.Matcher;
import dev.tandem.dispatch.matching.Offer;
import dev.tandem.dispatch.matching.Order;
import dev.tandem.dispatch.matching.Place;
import dev.tandem.dispatch.matching.TravelModel;
import dev.tandem.dispatch.matching.Vehicle;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.replay.DayRecord.Presence;
import dev.tandem.dispatch.replay.Recorded.Answered.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Dispatches a recorded day again. Each policy decides on the same orders and couriers in the same world: ways and hand-overs take what
 * the base policy says, in the weather that was recorded; couriers decline offers or let them pass as likely as those of the day did, with
 * the same luck under each policy; nobody is cancelled or fails, and nothing is added to a trip under way. So figures compare policies with
 * each other; beside the recorded day they show what that world leaves out.
 */
public final class Replay {
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Duration AFTER_LAST = Duration.ofHours(3);
    private static final double MILLIS = 60_000;

    private final DayRecord day;
    private final DispatchPolicy world;
    private final TravelModel travel;
    private final Acceptance acceptance;

    /** @param world by whose speeds and hand-overs couriers move, whoever decides */
    public Replay(DayRecord day, DispatchPolicy world, TravelModel travel) {
        this.day = day;
        this.world = world;
        this.travel = travel;
        this.acceptance = Acceptance.learn(day.answers());
    }

    /** An order that was refused: not offered before its offer has ended, and to these couriers not until then. */
    private static final class Refusals {
        long offeredUntil;
        final Map<String, Long> until = new HashMap<>();

        Set<String> at(long tick) {
            return until.entrySet().stream()
                    .filter(each -> each.getValue() > tick)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    private static final Refusals NONE = new Refusals();

    /** A courier in the replay. */
    private static final class Rider {
        final Presence presence;
        Place place;
        long freeAt;
        double earned;
        double underWay;
        Answers answers = Answers.NONE;
        final Map<String, Integer> attempts = new HashMap<>();

        Rider(Presence presence) {
            this.presence = presence;
            this.place = new GeoPoint(presence.began().lat(), presence.began().lon()).place();
            this.freeAt = presence.began().at().toEpochMilli();
        }
    }

    /** The day as it was. */
    public Figures recorded() {
        List<Figures.Door> doors = day.ended().stream()
                .filter(end -> end.state() == DeliveryState.DELIVERED)
                .map(end -> door(end.at().toEpochMilli(), end.placedAt(), end.readyAt(), end.deadline()))
                .toList();
        Figures.Offers offers = new Figures.Offers();
        day.answers().forEach(each -> offers.add(each.answer()));
        return Figures.of(day.placed().size(), doors, offers, null);
    }

    private static Figures.Door door(long at, Instant placed, Instant ready, Instant deadline) {
        return new Figures.Door(
                (at - placed.toEpochMilli()) / MILLIS,
                (at - ready.toEpochMilli()) / MILLIS,
                at > deadline.toEpochMilli());
    }

    /** The day by another policy. */
    public Figures by(DispatchPolicy policy) {
        List<Rider> riders = day.presences().stream().map(Rider::new).toList();
        Map<String, Recorded.Placed> waiting = new LinkedHashMap<>();
        Map<String, Refusals> refusals = new HashMap<>();
        List<Figures.Door> doors = new ArrayList<>();
        Figures.Offers offers = new Figures.Offers();
        int next = 0;
        long tick = day.placed().isEmpty() ? 0 : day.placed().getFirst().at().toEpochMilli();
        long end = day.placed().isEmpty()
                ? 0
                : day.placed().getLast().at().plus(AFTER_LAST).toEpochMilli();
        for (; tick <= end; tick += TICK.toMillis()) {
            while (next < day.placed().size() && day.placed().get(next).at().toEpochMilli() <= tick) {
                waiting.put(day.placed().get(next).deliveryId(), day.placed().get(next++));
            }
            if (waiting.isEmpty()) {
                if (next == day.placed().size()) {
                    break;
                }
                continue;
            }
            for (Offer offer : Matcher.match(snapshot(policy, riders, waiting, refusals, tick))
                    .offers()) {
                Rider rider = riders.get(Integer.parseInt(offer.courierId()));
                long pay = pay(policy, offer, waiting);
                Answer answer = answer(rider, offer, pay, tick);
                offers.add(answer);
                if (answer == Answer.ACCEPTED) {
                    ride(rider, offer, waiting, tick, doors);
                    rider.earned += pay;
                    offer.orderIds().forEach(waiting::remove);
                } else {
                    refuse(rider, offer, answer, policy, tick, refusals);
                }
            }
        }
        double onShift = day.presences().stream()
                .mapToDouble(presence ->
                        Duration.between(presence.began().at(), presence.end()).toMillis() / MILLIS)
                .sum();
        double underWay = riders.stream().mapToDouble(rider -> rider.underWay).sum();
        return Figures.of(day.placed().size(), doors, offers, onShift == 0 ? 0 : underWay / onShift);
    }

    private DispatchSnapshot snapshot(
            DispatchPolicy policy,
            List<Rider> riders,
            Map<String, Recorded.Placed> waiting,
            Map<String, Refusals> refusals,
            long tick) {
        List<Courier> couriers = new ArrayList<>();
        for (int i = 0; i < riders.size(); i++) {
            Rider rider = riders.get(i);
            Recorded.ShiftBegan began = rider.presence.began();
            if (began.at().toEpochMilli() <= tick && rider.presence.end().toEpochMilli() > tick) {
                couriers.add(new Courier(
                        Integer.toString(i),
                        rider.place,
                        rider.freeAt,
                        rider.presence.end().toEpochMilli(),
                        began.vehicle(),
                        began.maxOrders(),
                        began.maxWeightKg(),
                        began.maxVolumeLiters(),
                        rider.earned,
                        (tick - began.at().toEpochMilli()) / MILLIS,
                        rider.answers.acceptance()));
            }
        }
        List<Order> orders = waiting.values().stream()
                .filter(order -> refusals.getOrDefault(order.deliveryId(), NONE).offeredUntil <= tick)
                .map(order -> new Order(
                        order.deliveryId(),
                        order.door(),
                        new Place(order.pickUpLon(), order.pickUpLat()),
                        new Place(order.dropOffLon(), order.dropOffLat()),
                        order.at().toEpochMilli(),
                        order.readyAt().toEpochMilli(),
                        order.deadline().toEpochMilli(),
                        order.weightKg(),
                        order.volumeLiters(),
                        order.priority(),
                        refusals.getOrDefault(order.deliveryId(), NONE).at(tick)))
                .toList();
        return new DispatchSnapshot(
                tick,
                couriers,
                orders,
                travel,
                day.weatherAt(Instant.ofEpochMilli(tick)),
                world.service(),
                policy.weights());
    }

    /** The way of an offer in this world, in the weather that it begins in: orders of one door are picked up together. */
    private void ride(
            Rider rider, Offer offer, Map<String, Recorded.Placed> waiting, long tick, List<Figures.Door> doors) {
        double now = tick / MILLIS;
        double start = now;
        Weather weather = day.weatherAt(Instant.ofEpochMilli(tick));
        Vehicle vehicle = rider.presence.began().vehicle();
        Place at = rider.place;
        Set<Place> served = new HashSet<>();
        for (Offer.Stop stop : offer.stops()) {
            Recorded.Placed order = waiting.get(stop.orderId());
            if (order == null) {
                throw new IllegalStateException("The matcher has offered " + stop.orderId() + ", which does not wait");
            }
            boolean pickUp = stop.kind() == Offer.Stop.Kind.PICK_UP;
            double half =
                    (pickUp ? world.service().pickUpMinutes() : world.service().dropOffMinutes())
                            * weather.serviceFactor()
                            / 2;
            boolean there = pickUp && served.contains(stop.place());
            now += travel.minutes(at, stop.place(), vehicle, Math.round(now * MILLIS)) * weather.travelFactor(vehicle);
            if (pickUp) {
                double handed = there ? now : now + half;
                now = Math.max(handed, order.readyAt().toEpochMilli() / MILLIS) + (there ? 0 : half);
                served.add(stop.place());
            } else {
                now += half;
                doors.add(door(Math.round(now * MILLIS), order.at(), order.readyAt(), order.deadline()));
                now += half;
            }
            at = stop.place();
        }
        rider.place = at;
        rider.freeAt = Math.round(now * MILLIS);
        rider.underWay += now - start;
    }

    private static long pay(DispatchPolicy policy, Offer offer, Map<String, Recorded.Placed> waiting) {
        double meters = 0;
        for (String id : offer.orderIds()) {
            Recorded.Placed order = Objects.requireNonNull(waiting.get(id));
            meters += new GeoPoint(order.pickUpLat(), order.pickUpLon())
                    .meters(new GeoPoint(order.dropOffLat(), order.dropOffLon()));
        }
        return policy.payBaseMinor() + Math.round(policy.payPerKmMinor() * meters / 1000);
    }

    /** What the courier says; the luck is that of the offer's first order by name. */
    private Answer answer(Rider rider, Offer offer, long pay, long tick) {
        String order = Collections.min(offer.orderIds());
        String courier = rider.presence.began().courierId();
        int attempt = rider.attempts.merge(order, 1, Integer::sum);
        double meters = 0;
        GeoPoint here = new GeoPoint(rider.place.y(), rider.place.x());
        for (Offer.Stop stop : offer.stops()) {
            GeoPoint next = new GeoPoint(stop.place().y(), stop.place().x());
            meters += here.meters(next);
            here = next;
        }
        double probability = acceptance.probability(Instant.ofEpochMilli(tick), meters / 1000, pay);
        boolean accepted = Luck.of(order, courier, attempt, "accepts") < probability;
        rider.answers = new Answers(rider.answers.asked() + 1, rider.answers.accepted() + (accepted ? 1 : 0), 0);
        if (accepted) {
            return Answer.ACCEPTED;
        }
        return Luck.of(order, courier, attempt, "answers") < acceptance.unansweredShare()
                ? Answer.UNANSWERED
                : Answer.DECLINED;
    }

    /** Orders and courier are busy with the offer until it ends; then as in the live zone, but nobody is taken off shift. */
    private void refuse(
            Rider rider, Offer offer, Answer answer, DispatchPolicy policy, long tick, Map<String, Refusals> refusals) {
        boolean declined = answer == Answer.DECLINED;
        double seconds =
                declined ? Math.min(acceptance.secondsToDecline(), policy.offerSeconds()) : policy.offerSeconds();
        long end = tick + Math.round(1000 * seconds);
        long pause = (declined ? OfferDesk.DECLINED : OfferDesk.UNANSWERED).toMillis();
        rider.freeAt = end;
        for (String order : offer.orderIds()) {
            Refusals refused = refusals.computeIfAbsent(order, unseen -> new Refusals());
            refused.offeredUntil = end;
            refused.until.put(offer.courierId(), end + pause);
        }
    }
}
