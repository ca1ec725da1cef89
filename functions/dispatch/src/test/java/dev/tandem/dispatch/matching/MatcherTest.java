package dev.tandem.dispatch.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.dispatch.matching.Explanation.Reason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatcherTest {
    private static final long NOON = 1_750_000_000_000L;
    private static final long MINUTE = 60_000;

    private static Courier courier(String id, double x, double freeIn, double offIn) {
        return new Courier(
                id,
                new Place(x, 0),
                NOON + Math.round(freeIn * MINUTE),
                NOON + Math.round(offIn * MINUTE),
                Vehicle.BICYCLE,
                3,
                20,
                60,
                0,
                60,
                1);
    }

    private static Order order(String id, double shop, double door, double readyIn) {
        return new Order(
                id,
                "shop " + shop,
                new Place(shop, 0),
                new Place(door, 0),
                NOON,
                NOON + Math.round(readyIn * MINUTE),
                NOON + 40 * MINUTE,
                1,
                5,
                1,
                Set.of());
    }

    private static Decision match(List<Courier> couriers, List<Order> orders) {
        return Matcher.match(new DispatchSnapshot(
                NOON, couriers, orders, new PlaneTravel(300), Weather.FAIR, new ServiceTimes(4, 4), Weights.DEFAULT));
    }

    @Test
    void theOfferSaysWhenAndWhere() {
        Decision decision = match(List.of(courier("c", 0, 0, 120)), List.of(order("o", 900, 3000, 0)));
        assertThat(decision.explanations()).isEmpty();
        assertThat(decision.offers()).singleElement().satisfies(offer -> {
            assertThat(offer.orderIds()).containsExactly("o");
            assertThat(offer.stops())
                    .extracting(Offer.Stop::atMillis)
                    .containsExactly(NOON + 5 * MINUTE, NOON + 16 * MINUTE);
            assertThat(offer.freeAtMillis()).isEqualTo(NOON + 18 * MINUTE);
        });
    }

    @Test
    void whoIsUnderWayOrOffTooSoonGetsNoOfferAndTheOrderSaysWhy() {
        Decision decision = match(
                List.of(courier("busy", 900, 30, 120), courier("leaves", 0, 0, 3)), List.of(order("o", 900, 3000, 0)));
        assertThat(decision.offers()).isEmpty();
        assertThat(decision.explanations().getFirst().reasons())
                .extracting(Explanation.NotChosen::courierId, Explanation.NotChosen::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("busy", Reason.UNDER_WAY),
                        org.assertj.core.groups.Tuple.tuple("leaves", Reason.OFF_BEFORE_PICK_UP));
    }
}
