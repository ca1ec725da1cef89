package dev.tandem.dispatch.matching;

import static dev.tandem.dispatch.matching.Scenes.MINUTE;
import static dev.tandem.dispatch.matching.Scenes.NOON;
import static dev.tandem.dispatch.matching.Scenes.at;
import static dev.tandem.dispatch.matching.Scenes.courier;
import static dev.tandem.dispatch.matching.Scenes.match;
import static dev.tandem.dispatch.matching.Scenes.order;
import static dev.tandem.dispatch.matching.Scenes.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tandem.dispatch.matching.Explanation.NotChosen;
import dev.tandem.dispatch.matching.Explanation.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orders that go along on trips under way. Ways are on a line, 100 metres a minute; a hand-over takes four minutes. */
class AdditionsTest {
    private static final Order ON_BOARD = order("on-board", 300, 1000, 0);

    /** At {@code x}, on the way to fetch these orders and bring them, last to {@code door}. */
    private static Courier under(String id, double x, double door, double freeIn, Order... trip) {
        return running(id, x, door, freeIn, 240, List.of(trip), List.of(trip));
    }

    private static Courier running(
            String id, double x, double door, double freeIn, double offIn, List<Order> toFetch, List<Order> toBring) {
        return new Courier(
                id,
                new Place(door, 0),
                at(freeIn),
                at(offIn),
                Vehicle.BICYCLE,
                3,
                20,
                60,
                0,
                60,
                1,
                new RunningTrip(new Place(x, 0), toFetch, toBring));
    }

    private static Order promised(String id, double shop, double door, double deadlineIn) {
        return order(id, shop, door, 0, deadlineIn, 1, 1, Set.of());
    }

    private static Reason reason(Courier courier, Order order) {
        Decision decision = match(List.of(courier, courier("other", 300, 0, 240)), List.of(order));
        assertThat(decision.additions()).isEmpty();
        // With somebody free it goes out at once; with somebody free later it waits, and is told why.
        Decision again = match(List.of(courier, courier("later", 300, 5, 240)), List.of(order));
        assertThat(again.additions()).isEmpty();
        return again.explanations().getFirst().reasons().stream()
                .filter(each -> each.courierId().equals(courier.id()))
                .map(NotChosen::reason)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOrderOfTheSameShopGoesAlong() {
        // The trip: three minutes of way, goods at 5, the door at 16.
        Decision decision = match(
                List.of(under("c", 0, 1000, 18, ON_BOARD), courier("far", 3000, 0, 240)),
                List.of(order("more", 300, 1100, 0)));
        assertThat(decision.offers()).isEmpty();
        assertThat(decision.explanations()).isEmpty();
        assertThat(decision.additions()).singleElement().satisfies(addition -> {
            assertThat(addition.courierId()).isEqualTo("c");
            assertThat(addition.orderId()).isEqualTo("more");
            assertThat(addition.stops())
                    .extracting(Offer.Stop::kind, Offer.Stop::orderId, Offer.Stop::atMillis)
                    .containsExactly(
                            tuple(Offer.Stop.Kind.PICK_UP, "on-board", at(5)),
                            tuple(Offer.Stop.Kind.PICK_UP, "more", at(5)),
                            tuple(Offer.Stop.Kind.DROP_OFF, "on-board", at(16)),
                            tuple(Offer.Stop.Kind.DROP_OFF, "more", at(21)));
            assertThat(addition.freeAtMillis()).isEqualTo(at(23));
            // One minute of way and four at the door more; the new order comes eight minutes after the earliest.
            assertThat(addition.cost().get(CostTerm.TRAVEL)).isEqualTo(Costs.travel(Weights.DEFAULT, 5));
            assertThat(addition.cost().get(CostTerm.LATENESS)).isEqualTo(9.0);
            assertThat(addition.cost().get(CostTerm.AFTERWARDS)).isZero();
        });
    }

    @Test
    void theDropOffsGoInTheBestSequenceWhateverItWasBefore() {
        Order near = order("near", 300, 500, 0);
        Order far = order("far", 300, 900, 0);
        Courier courier = running("c", 300, 500, 30, 240, List.of(near, far), List.of(far, near));
        Decision decision = match(List.of(courier), List.of(order("mid", 300, 700, 0)));
        assertThat(decision.additions().getFirst().stops().subList(3, 6))
                .extracting(Offer.Stop::orderId)
                .containsExactly("near", "mid", "far");
    }

    @Test
    void aShopOnTheWayIsPassedAfterTheLast() {
        Decision decision = match(
                List.of(under("c", 200, 2000, 30, order("on-board", 300, 2000, 0))),
                List.of(order("more", 500, 2100, 0)));
        assertThat(decision.additions().getFirst().stops())
                .extracting(Offer.Stop::orderId)
                .containsExactly("on-board", "more", "on-board", "more");
        assertThat(reason(under("c", 200, 2000, 30, order("on-board", 300, 2000, 0)), order("more", 900, 2100, 0)))
                .isEqualTo(Reason.TRIP_ELSEWHERE);
    }

    @Test
    void anotherCourierGoesWhenThatCostsLess() {
        Decision decision = match(
                List.of(under("c", 0, 1000, 18, ON_BOARD), courier("free", 300, 0, 240)),
                List.of(order("more", 300, -400, 0)));
        assertThat(decision.additions()).isEmpty();
        assertThat(decision.offers()).extracting(Offer::courierId).containsExactly("free");
        assertThat(reason(under("c", 0, 1000, 18, ON_BOARD), order("more", 300, -400, 0)))
                .isEqualTo(Reason.TRIP_COSTS_MORE);
    }

    @Test
    void aTripHoldsAsManyAsTheCourierCarriesAndTheWeatherAllows() {
        Order second = order("second", 300, 1010, 0);
        Order third = order("third", 300, 1020, 0);
        Order more = order("more", 300, 1030, 0);
        assertThat(reason(under("c", 0, 1020, 30, ON_BOARD, second, third), more))
                .isEqualTo(Reason.TRIP_FULL);
        Courier two = under("c", 0, 1010, 20, ON_BOARD, second);
        assertThat(match(List.of(two), List.of(more)).additions()).hasSize(1);
        assertThat(Matcher.match(snapshot(List.of(two), List.of(more), new Weather(10, 60, 5)))
                        .additions())
                .isEmpty();
    }

    @Test
    void goodsHaveToFitOnTopOfWhatIsThere() {
        Order heavy = order("heavy", 300, 1000, 0, 12, 1, Set.of());
        Courier courier = under("c", 0, 1000, 18, heavy);
        assertThat(reason(courier, order("more", 300, 1010, 0, 9, 1, Set.of()))).isEqualTo(Reason.TRIP_TOO_HEAVY);
        assertThat(match(List.of(courier), List.of(order("more", 300, 1010, 0, 8, 1, Set.of())))
                        .additions())
                .hasSize(1);
        Order bulky = new Order(
                "more", "shop 300.0", new Place(300, 0), new Place(1010, 0), NOON, NOON, at(40), 1, 56, 1, Set.of());
        assertThat(reason(courier, bulky)).isEqualTo(Reason.TRIP_TOO_LARGE);
    }

    @Test
    void whoWasPromisedFirstIsNotMadeLate() {
        // At the door at 16. An order that is not ready before 9 would make it 20; one that is there goes last.
        Order tight = promised("on-board", 300, 1000, 17);
        assertThat(reason(under("c", 0, 1000, 18, tight), order("more", 300, 900, 9)))
                .isEqualTo(Reason.TRIP_WOULD_BE_LATE);
        assertThat(match(List.of(under("c", 0, 1000, 18, tight)), List.of(order("more", 300, 900, 0)))
                        .additions()
                        .getFirst()
                        .stops())
                .as("after it, though that is a way back")
                .extracting(Offer.Stop::orderId)
                .containsExactly("on-board", "more", "on-board", "more");
        assertThat(Constraints.breaksPromise(21, 20, 10)).as("late already").isTrue();
        assertThat(Constraints.breaksPromise(20, 20, 10)).isFalse();
        assertThat(Constraints.breaksPromise(9, 5, 10)).isFalse();
    }

    @Test
    void nobodyFetchesMoreAfterTheShiftAndWhoDeclinedIsNotAskedAgain() {
        Courier leaves = running("c", 0, 1000, 18, 6, List.of(ON_BOARD), List.of(ON_BOARD));
        assertThat(reason(leaves, order("more", 300, 1010, 7))).isEqualTo(Reason.OFF_BEFORE_PICK_UP);
        assertThat(match(List.of(leaves), List.of(order("more", 300, 1010, 6))).additions())
                .hasSize(1);
        assertThat(reason(under("c", 0, 1000, 18, ON_BOARD), order("more", 300, 1010, 0, 1, 1, Set.of("c"))))
                .isEqualTo(Reason.DECLINED);
    }

    @Test
    void whatComesAfterTheTripIsWeighed() {
        assertThat(Costs.afterwards(14, 12, 0.5)).isEqualTo(2.5);
        assertThat(Costs.afterwards(12, 12, 0)).isZero();
        // The order at 1000 is planned next for the courier whose trip ends beside it.
        Order next = order("next", 1000, 1100, 18);
        Decision decision =
                match(List.of(under("c", 0, 1000, 18, ON_BOARD)), List.of(next, order("more", 300, 1050, 0)));
        assertThat(decision.additions()).singleElement().satisfies(addition -> {
            assertThat(addition.orderId()).isEqualTo("more");
            assertThat(addition.cost().get(CostTerm.AFTERWARDS)).isPositive();
        });
    }

    @Test
    void anOfferIsAnOfferSoEarningsAndTheLikelyNoCount() {
        List<Order> orders = List.of(order("more", 300, 1100, 0));
        Courier picky = new Courier(
                "picky",
                new Place(1000, 0),
                at(18),
                at(240),
                Vehicle.BICYCLE,
                3,
                20,
                60,
                50,
                60,
                0.25,
                new RunningTrip(new Place(0, 0), List.of(ON_BOARD), List.of(ON_BOARD)));
        Addition addition = match(List.of(picky), orders).additions().getFirst();
        assertThat(addition.cost().get(CostTerm.ACCEPTANCE)).isEqualTo(1.5);
        assertThat(addition.cost().get(CostTerm.FAIRNESS)).isCloseTo(Weights.DEFAULT.fairness(), within(1e-9));
    }

    @Test
    void oneOrderATripAndTickAndEachOrderOnce() {
        Random random = new Random(11);
        int additions = 0;
        for (int round = 0; round < 60; round++) {
            List<Courier> couriers = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                couriers.add(courier("free" + i, random.nextInt(3000), 0, 200));
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                int shop = 100 * random.nextInt(8);
                Order first = order("t" + i, shop, random.nextInt(3000), random.nextInt(10));
                couriers.add(
                        under("under" + i, random.nextInt(1000), first.dropOff().x(), 10 + random.nextInt(20), first));
            }
            List<Order> orders = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                orders.add(order("o" + i, 100 * random.nextInt(8), random.nextInt(3000), random.nextInt(20)));
            }
            DispatchSnapshot snapshot = snapshot(couriers, orders, Weather.FAIR);
            Decision decision = Matcher.match(snapshot);
            assertThat(Matcher.match(snapshot)).isEqualTo(decision);
            Set<String> answered = new HashSet<>();
            Set<String> asked = new HashSet<>();
            for (Addition addition : decision.additions()) {
                assertThat(asked.add(addition.courierId())).isTrue();
                assertThat(answered.add(addition.orderId())).isTrue();
                Courier courier = couriers.stream()
                        .filter(each -> each.id().equals(addition.courierId()))
                        .findFirst()
                        .orElseThrow();
                Order first = java.util.Objects.requireNonNull(courier.running())
                        .toBring()
                        .getFirst();
                assertThat(addition.stops()).hasSize(4);
                long door = addition.stops().stream()
                        .filter(stop -> stop.orderId().equals(first.id()) && stop.kind() == Offer.Stop.Kind.DROP_OFF)
                        .findFirst()
                        .orElseThrow()
                        .atMillis();
                RunningTrip trip = courier.running();
                double fetched = Math.max(
                        Math.abs(trip.place().x() - first.pickUp().x()) / 100 + 2,
                        (first.readyAtMillis() - NOON) / (double) MINUTE);
                double alone = fetched
                        + 4
                        + Math.abs(first.pickUp().x() - first.dropOff().x()) / 100;
                assertThat(door).isLessThanOrEqualTo(Math.max(first.deadlineMillis(), at(alone)));
                additions++;
            }
            decision.offers().forEach(offer -> {
                assertThat(asked.add(offer.courierId())).isTrue();
                offer.orderIds().forEach(id -> assertThat(answered.add(id)).isTrue());
            });
            decision.explanations()
                    .forEach(each -> assertThat(answered.add(each.orderId())).isTrue());
            assertThat(answered).hasSize(orders.size());
        }
        assertThat(additions).isGreaterThan(10);
    }

    @Test
    void aTripWithNothingToFetchIsNoneToAddTo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunningTrip(new Place(0, 0), List.of(), List.of(ON_BOARD)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunningTrip(new Place(0, 0), List.of(ON_BOARD), List.of()));
    }
}
