package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Attempts;
import dev.tandem.dispatch.flow.Change;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.OfferDesk;
import dev.tandem.dispatch.flow.Sweep;
import dev.tandem.dispatch.flow.Tick;
import dev.tandem.dispatch.flow.TickQueue.TickMessage;
import dev.tandem.dispatch.flow.ZoneBook.TickId;
import dev.tandem.dispatch.flow.ZoneBook.Turn;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.RoadTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many at once, and some of them dying: nothing is offered twice, nothing is lost. */
class ConcurrencyTest {
    private final Streets city = new Streets();

    private Zone zone() {
        return city.zones.zones().stream()
                .filter(each -> each.zone().equals(Streets.ZONE))
                .findFirst()
                .orElseThrow();
    }

    private Tick tick(DispatchBook book) {
        return new Tick(
                book,
                city.zones,
                new RoadTable(city.dynamoDb, city.environment.require("DISPATCH_ZONE_TABLE")),
                city.clock);
    }

    private DispatchBook.Fence fence(String chain) {
        Turn turn = city.zones.take(Streets.ZONE, new TickId(chain, 0), city.clock.instant(), Duration.ofSeconds(10));
        assertThat(turn).isInstanceOf(Turn.Granted.class);
        return ((Turn.Granted) turn).fence();
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(work.size());
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> each : work) {
                running.add(threads.submit(() -> {
                    start.await();
                    return each.call();
                }));
            }
            for (Future<T> each : running) {
                results.add(each.get());
            }
        }
        return results;
    }

    /** Each delivery that is offered is in the one open offer of one courier, and each open offer's deliveries say so too. */
    private void consistent(List<String> deliveries, List<String> couriers) {
        Map<String, String> courierOf = new java.util.HashMap<>();
        for (String courier : couriers) {
            JsonNode shown = city.offers(courier);
            for (JsonNode offer : shown.path("offers")) {
                Set<String> ids = new HashSet<>(offer.path("stops").findValuesAsText("deliveryId"));
                ids.forEach(id -> assertThat(courierOf.put(id, courier))
                        .as(id + " offered twice")
                        .isNull());
            }
        }
        for (String id : deliveries) {
            var delivery = city.book.delivery(id).orElseThrow();
            boolean offered = delivery.state() == dev.tandem.dispatch.delivery.DeliveryState.OFFERED;
            assertThat(courierOf.get(id)).isEqualTo(offered ? delivery.courierId() : null);
        }
        Set<String> waiting = new HashSet<>();
        city.zones.live(Streets.ZONE).waiting().forEach(each -> waiting.add(each.deliveryId()));
        for (String id : deliveries) {
            boolean waits =
                    city.book.delivery(id).orElseThrow().state() == dev.tandem.dispatch.delivery.DeliveryState.WAITING;
            assertThat(waiting.contains(id)).as(id).isEqualTo(waits);
        }
    }

    @Test
    void twoMatchersOfOneZoneNeverOfferTwice() throws Exception {
        List<String> couriers = new ArrayList<>();
        List<String> deliveries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            couriers.add("courier-" + i);
            city.onShift("courier-" + i, 52.51 + i * 0.002, 13.40);
            deliveries.add(city.submit("order-" + i));
        }
        // Both believe that the zone is theirs: the first has been slow and its lease has run out.
        DispatchBook.Fence slow = fence("2026-a");
        city.clock.advance(Duration.ofSeconds(11));
        DispatchBook.Fence next = fence("2026-b");
        List<Tick.Outcome> outcomes = together(List.of(
                () -> tick(city.book).run(zone(), slow), () -> tick(city.book).run(zone(), next)));
        assertThat(outcomes.getFirst().offered()).isZero();
        assertThat(outcomes.getFirst().fenced()).isTrue();
        assertThat(outcomes.getLast().offered()).isPositive();
        consistent(deliveries, couriers);
    }

    @Test
    void ofTheMessagesOfATickOneCounts() throws Exception {
        city.onShift("anna", 52.525, 13.40);
        TickMessage message = new TickMessage(Streets.ZONE, "2026-c", 0);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            work.add(() -> city.messages("MatchDispatch", message));
        }
        assertThat(together(work)).containsOnly(0);
        assertThat(city.asked).as("the row goes on once").hasSize(1);
        city.messages("MatchDispatch", message, new TickMessage(Streets.ZONE, "2026-b", 7));
        assertThat(city.asked).as("neither a repeat nor an old row goes on").hasSize(1);
    }

    @Test
    void zonesSideBySideShareACourierAtTheBorderAndAskOnce() throws Exception {
        city.zone("ost", 52.50, 13.45, 52.55, 13.55);
        city.clock.advance(Duration.ofMinutes(1));
        city.onShift("anna", 52.525, 13.449);
        String west = city.shop("POST", "/v1/deliveries", Streets.order("order-w", 52.525, 13.445))
                .expect(201)
                .text("/deliveryId");
        String east = city.shop("POST", "/v1/deliveries", Streets.order("order-e", 52.525, 13.452))
                .expect(201)
                .text("/deliveryId");
        assertThat(city.state(east)).isEqualTo("WAITING");
        together(List.of(
                () -> city.messages("MatchDispatch", new TickMessage(Streets.ZONE, "2026-01-w", 0)),
                () -> city.messages("MatchDispatch", new TickMessage("ost", "2026-01-w", 0))));
        assertThat(List.of(city.state(west), city.state(east))).containsExactlyInAnyOrder("OFFERED", "WAITING");
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        String first = city.state(west).equals("ASSIGNED") ? west : east;
        city.courier("anna", "POST", "/deliveries/" + first + "/picked-up", null)
                .expect(200);
        city.courier("anna", "POST", "/deliveries/" + first + "/delivered", null)
                .expect(200);
        city.tick();
        city.tick("ost");
        assertThat(city.offer("anna")).as("the other zone's turn").isNotEmpty();
    }

    @Test
    void ofAcceptingWithdrawingAndCancellingOneWins() throws Exception {
        for (int round = 0; round < 6; round++) {
            String courier = "racer-" + round;
            city.onShift(courier, 52.525, 13.40);
            String id = city.submit("race-" + round);
            city.tick();
            String offer = city.offer(courier);
            assertThat(offer).isNotEmpty();
            // One clock on each side of the offer's end.
            city.clock.advance(Duration.ofSeconds(39));
            dev.tandem.commons.TestClock later =
                    new dev.tandem.commons.TestClock(city.clock.instant().plusSeconds(2));
            OfferDesk withdrawer = new OfferDesk(new DynamoDispatchBook(city.environment, city.dynamoDb, later), later);
            boolean cancel = round % 2 == 1;
            List<Object> results = together(List.of(
                    () -> city.courier(courier, "POST", "/offers/" + offer + "/accept", null)
                            .status(),
                    () -> cancel
                            ? city.shop("POST", "/v1/deliveries/" + id + "/cancel", "{\"reason\":\"x\"}")
                                    .status()
                            : withdrawer.withdraw(courier, offer, Attempts.in(Duration.ofSeconds(5)))));
            String state = city.state(id);
            if (cancel) {
                assertThat(results.get(1)).isEqualTo(200);
                assertThat(state).isEqualTo("CANCELLED");
                assertThat(city.offers(courier).has("trip")).isFalse();
            } else if (results.get(0).equals(200)) {
                assertThat(results.get(1)).isEqualTo(false);
                assertThat(state).isEqualTo("ASSIGNED");
            } else {
                assertThat(results).containsExactly(410, true);
                assertThat(state).isEqualTo("WAITING");
            }
            assertThat(city.offer(courier)).isEmpty();
            // Out of the way of the next round.
            if (city.state(id).equals("ASSIGNED")) {
                city.courier(courier, "POST", "/deliveries/" + id + "/failed", "{\"reason\":\"x\"}")
                        .expect(200);
            } else if (city.state(id).equals("WAITING")) {
                city.shop("POST", "/v1/deliveries/" + id + "/cancel", "{\"reason\":\"x\"}")
                        .expect(200);
            }
            city.courier(courier, "DELETE", "/shift", null).expect(200);
        }
    }

    /** Writes the first transactions and dies. */
    private final class Dying extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aMatcherThatDiesInTheMiddleLeavesNothingHalf() {
        List<String> couriers = new ArrayList<>();
        List<String> deliveries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            couriers.add("courier-" + i);
            city.onShift("courier-" + i, 52.51 + i * 0.003, 13.40);
            deliveries.add(city.submit("order-" + i));
        }
        DispatchBook dying = new Forwarding(city.book) {
            @Override
            public List<Written> commitAll(Fence fence, List<Change> changes) {
                super.commitAll(fence, changes.subList(0, changes.size() / 2));
                throw new Dying();
            }
        };
        DispatchBook.Fence fence = fence("2026-d");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> tick(dying).run(zone(), fence))
                .isInstanceOf(Dying.class);
        consistent(deliveries, couriers);
        // The zone is held by the dead; its message comes again, and the turn is over by then.
        city.messages("MatchDispatch", new TickMessage(Streets.ZONE, "2026-d", 1));
        assertThat(city.zones.live(Streets.ZONE).waiting()).as("held").isNotEmpty();
        city.clock.advance(Duration.ofSeconds(11));
        city.messages("MatchDispatch", new TickMessage(Streets.ZONE, "2026-d", 2));
        assertThat(city.zones.live(Streets.ZONE).waiting()).isEmpty();
        consistent(deliveries, couriers);
    }

    @Test
    void theSweepFindsWhatNobodyLooksAfter() {
        city.onShift("anna", 52.525, 13.40);
        String offered = city.submit("order-1");
        city.tick();
        // No tick comes any more.
        city.clock.advance(Duration.ofMinutes(1));
        assertThat(city.sweep().at("/0/result/withdrawn").asInt()).isOne();
        assertThat(city.state(offered)).isEqualTo("WAITING");
        assertThat(city.asked).extracting(TickMessage::zone).contains(Streets.ZONE);

        city.onShift("ben", 52.525, 13.401);
        city.tick();
        city.courier("ben", "POST", "/offers/" + city.offer("ben") + "/accept", null)
                .expect(200);
        city.clock.advance(Sweep.GONE.plusMinutes(1));
        JsonNode gone = city.sweep().at("/0/result");
        assertThat(gone.path("givenBack").asInt()).isOne();
        assertThat(gone.path("offShift").asInt()).isEqualTo(2);
        assertThat(city.state(offered)).isEqualTo("WAITING");

        city.onShift("carl", 52.525, 13.402);
        city.tick();
        city.courier("carl", "POST", "/offers/" + city.offer("carl") + "/accept", null)
                .expect(200);
        city.courier("carl", "POST", "/deliveries/" + offered + "/picked-up", null)
                .expect(200);
        city.clock.advance(Sweep.GONE.plusMinutes(1));
        assertThat(city.sweep().at("/0/result/stranded").asInt())
                .as("goods in a silent courier's bag")
                .isOne();
        assertThat(city.state(offered)).isEqualTo("PICKED_UP");

        String hopeless = city.submit("order-2");
        city.clock.advance(Duration.ofHours(5));
        assertThat(city.sweep().at("/0/result/givenUp").asInt()).isOne();
        assertThat(city.state(hopeless)).isEqualTo("CANCELLED");
    }

    /** The real book, to be overridden in part. */
    private abstract static class Forwarding implements DispatchBook {
        private final DispatchBook book;

        Forwarding(DispatchBook book) {
            this.book = book;
        }

        @Override
        public java.util.Optional<dev.tandem.dispatch.delivery.Delivery> delivery(String deliveryId) {
            return book.delivery(deliveryId);
        }

        @Override
        public Map<String, dev.tandem.dispatch.delivery.Delivery> deliveries(java.util.Collection<String> ids) {
            return book.deliveries(ids);
        }

        @Override
        public java.util.Optional<dev.tandem.dispatch.courier.Courier> courier(String courierId) {
            return book.courier(courierId);
        }

        @Override
        public Map<String, dev.tandem.dispatch.courier.Courier> couriers(java.util.Collection<String> ids) {
            return book.couriers(ids);
        }

        @Override
        public java.util.Optional<dev.tandem.dispatch.flow.Whereabouts> whereabouts(String courierId) {
            return book.whereabouts(courierId);
        }

        @Override
        public Written commit(Change change, dev.tandem.commons.idempotency.@Nullable FirstAnswer answer) {
            return book.commit(change, answer);
        }

        @Override
        public List<Written> commitAll(Fence fence, List<Change> changes) {
            return book.commitAll(fence, changes);
        }
    }
}
