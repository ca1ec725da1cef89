package dev.tandem.dispatch.matching;

import static dev.tandem.dispatch.matching.Scenes.at;
import static dev.tandem.dispatch.matching.Scenes.courier;
import static dev.tandem.dispatch.matching.Scenes.match;
import static dev.tandem.dispatch.matching.Scenes.order;
import static dev.tandem.dispatch.matching.Scenes.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tandem.dispatch.matching.Explanation.NotChosen;
import dev.tandem.dispatch.matching.Explanation.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatcherTest {
    @Test
    void theOfferSaysWhenAndWhere() {
        Decision decision = match(List.of(courier("c", 0, 0, 120)), List.of(order("o", 300, 1000, 0)));
        assertThat(decision.explanations()).isEmpty();
        assertThat(decision.weightsVersion()).isEqualTo(Weights.DEFAULT.version());
        assertThat(decision.offers()).singleElement().satisfies(offer -> {
            assertThat(offer.orderIds()).containsExactly("o");
            assertThat(offer.stops()).extracting(Offer.Stop::atMillis).containsExactly(at(5), at(16));
            assertThat(offer.freeAtMillis()).isEqualTo(at(18));
            // Five minutes after it was ready; ten of way, eight of hand-overs.
            assertThat(offer.cost().get(CostTerm.LATENESS)).isEqualTo(5.0);
            assertThat(offer.cost().get(CostTerm.TRAVEL)).isEqualTo(Costs.travel(Weights.DEFAULT, 18));
        });
    }

    @Test
    void whoCannotServeGetsNoOfferAndTheOrderSaysWhy() {
        Decision decision = match(
                List.of(
                        courier("no", 300, 0, 120),
                        courier("busy", 200, 90, 240),
                        courier("leaves", 100, 0, 3),
                        courier("weak", 0, 0, 120)),
                List.of(order("o", 300, 1000, 0, 30, 1, Set.of("no"))));
        assertThat(decision.offers()).isEmpty();
        assertThat(decision.explanations().getFirst().reasons())
                .extracting(NotChosen::courierId, NotChosen::minutesAway, NotChosen::reason)
                .containsExactly(
                        tuple("no", 0.0, Reason.DECLINED),
                        tuple("busy", 1.0, Reason.TOO_HEAVY),
                        tuple("leaves", 2.0, Reason.TOO_HEAVY),
                        tuple("weak", 3.0, Reason.TOO_HEAVY));
        assertThat(match(List.of(courier("leaves", 0, 0, 4)), List.of(order("o", 300, 1000, 0)))
                        .explanations()
                        .getFirst()
                        .reasons())
                .extracting(NotChosen::reason)
                .containsExactly(Reason.OFF_BEFORE_PICK_UP);
        assertThat(match(List.of(), List.of(order("o", 300, 1000, 0)))
                        .explanations()
                        .getFirst()
                        .reasons())
                .isEmpty();
    }

    @Test
    void anOrderWaitsForABetterCourierWhoIsFreeSoon() {
        Decision decision = match(
                List.of(courier("far", 4000, 0, 240), courier("soon", 300, 2, 240)), List.of(order("o", 300, 1000, 3)));
        assertThat(decision.offers()).isEmpty();
        assertThat(decision.explanations().getFirst().reasons())
                .extracting(NotChosen::courierId, NotChosen::reason)
                .containsExactly(tuple("soon", Reason.PLANNED_NEXT), tuple("far", Reason.ANOTHER_PLANNED));
    }

    @Test
    void anOrderIsHeldUntilTheCourierHasToLeave() {
        List<Courier> couriers = List.of(courier("c", 0, 0, 240));
        Decision early = match(couriers, List.of(order("o", 300, 1000, 15)));
        assertThat(early.offers()).isEmpty();
        assertThat(early.explanations().getFirst().reasons())
                .extracting(NotChosen::reason)
                .containsExactly(Reason.HELD);
        // Three minutes of way, two of the pick-up: who leaves a minute later than now would be late.
        assertThat(match(couriers, List.of(order("o", 300, 1000, 5))).offers()).hasSize(1);
        assertThat(match(couriers, List.of(order("o", 300, 1000, 6))).offers()).isEmpty();
        assertThat(match(List.of(courier("c", 0, 0, 0.5)), List.of(order("o", 300, 1000, 0)))
                        .offers())
                .isEmpty();
    }

    @Test
    void ordersOfOneShopShareATripWhenCouriersAreScarce() {
        List<Order> orders = List.of(order("near", 300, 500, 0), order("far", 300, 700, 0), order("mid", 300, 600, 0));
        Decision decision = match(List.of(courier("c", 300, 0, 240)), orders);
        assertThat(decision.offers()).singleElement().satisfies(offer -> {
            assertThat(offer.orderIds()).containsExactly("near", "mid", "far");
            assertThat(offer.stops().subList(0, 3))
                    .extracting(Offer.Stop::atMillis)
                    .containsOnly(at(2));
        });
        Weather storm = new Weather(10, 60, 5);
        assertThat(Matcher.match(snapshot(List.of(courier("c", 300, 0, 240)), orders, storm))
                        .offers()
                        .getFirst()
                        .orderIds())
                .hasSize(2);
    }

    @Test
    void aShopOnTheWayIsPassed() {
        List<Order> orders = List.of(order("a", 300, 2000, 0), order("b", 500, 2100, 0));
        Decision decision = match(List.of(courier("c", 200, 0, 240)), orders);
        assertThat(decision.offers())
                .singleElement()
                .satisfies(offer -> assertThat(offer.stops())
                        .extracting(Offer.Stop::orderId)
                        .containsExactly("a", "b", "a", "b"));
    }

    @Test
    void badWeatherTakesLonger() {
        DispatchSnapshot rain =
                snapshot(List.of(courier("c", 0, 0, 120)), List.of(order("o", 300, 1000, 0)), new Weather(8, 0, 10));
        assertThat(Matcher.match(rain).offers().getFirst().stops().getLast().atMillis())
                .isGreaterThan(at(16));
    }

    @Test
    void amongEqualsTheOrderGoesToWhoEarnedLessAndToWhoSaysYes() {
        Order order = order("o", 300, 1000, 0);
        assertThat(match(List.of(courier("rich", 0, 0, 120, 90, 1), courier("poor", 0, 0, 120, 10, 1)), List.of(order))
                        .offers())
                .extracting(Offer::courierId)
                .containsExactly("poor");
        assertThat(match(
                                List.of(courier("picky", 0, 0, 120, 0, 0.2), courier("eager", 0, 0, 120, 0, 0.9)),
                                List.of(order))
                        .offers())
                .extracting(Offer::courierId)
                .containsExactly("eager");
    }

    @Test
    void anUrgentOrderIsServedFirst() {
        Decision decision = match(
                List.of(courier("c", 0, 0, 240)),
                List.of(order("ordinary", 300, 1000, 0), order("urgent", -300, -1000, 0, 1, 10, Set.of())));
        assertThat(decision.offers())
                .singleElement()
                .satisfies(offer -> assertThat(offer.orderIds()).startsWith("urgent"));
    }

    @Test
    void theSameSnapshotGetsTheSameDecisionAndEveryOrderOneAnswer() {
        Random random = new Random(3);
        for (int round = 0; round < 40; round++) {
            List<Courier> couriers = new ArrayList<>();
            for (int i = random.nextInt(15); i > 0; i--) {
                couriers.add(courier("c" + i, random.nextInt(3000), random.nextInt(20) - 10, 20 + random.nextInt(100)));
            }
            List<Order> orders = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                orders.add(order("o" + i, 100 * random.nextInt(8), random.nextInt(3000), random.nextInt(20)));
            }
            DispatchSnapshot snapshot = snapshot(couriers, orders, Weather.FAIR);
            Decision decision = Matcher.match(snapshot);
            assertThat(Matcher.match(snapshot)).isEqualTo(decision);
            Set<String> answered = new HashSet<>();
            Set<String> asked = new HashSet<>();
            for (Offer offer : decision.offers()) {
                assertThat(asked.add(offer.courierId())).isTrue();
                offer.orderIds().forEach(id -> assertThat(answered.add(id)).isTrue());
                assertThat(offer.orderIds()).hasSizeLessThanOrEqualTo(Weights.DEFAULT.largestBundle());
                assertThat(offer.cost().values())
                        .allSatisfy(cost -> assertThat(cost).isNotNegative());
                Courier courier = couriers.stream()
                        .filter(each -> each.id().equals(offer.courierId()))
                        .findFirst()
                        .orElseThrow();
                assertThat(courier.freeAtMillis()).isLessThanOrEqualTo(Scenes.NOON);
                offer.stops().stream()
                        .filter(stop -> stop.kind() == Offer.Stop.Kind.PICK_UP)
                        .forEach(stop -> assertThat(stop.atMillis()).isLessThanOrEqualTo(courier.offAtMillis()));
            }
            decision.explanations()
                    .forEach(each -> assertThat(answered.add(each.orderId())).isTrue());
            assertThat(answered).hasSize(orders.size());
        }
    }

    @Test
    void aBacklogLargerThanATickCanPlanIsAnswered() {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            orders.add(order("o" + i, 100 * (i % 20), 37 * (i % 50), i % 60));
        }
        Decision decision = match(List.of(courier("a", 0, 0, 400), courier("b", 1000, 0, 400)), orders);
        assertThat(decision.offers()).hasSize(2);
        assertThat(decision.explanations())
                .hasSize(1000
                        - decision.offers().stream()
                                .mapToInt(offer -> offer.orderIds().size())
                                .sum());
    }

    @Test
    void impossibleInputIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Weather(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlaneTravel(0));
        assertThatIllegalArgumentException().isThrownBy(() -> courier("c", 0, 0, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> order("o", 0, 0, 0, -1, 1, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceTimes(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Weights("x", -1, 0, 0, 0, 0, 0, 0, 90, 5, 3, 1, 1));
    }
}
