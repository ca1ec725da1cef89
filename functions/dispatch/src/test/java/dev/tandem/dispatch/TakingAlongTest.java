package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.TestClock;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.Trip;
import dev.tandem.dispatch.courier.TripStop;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.flow.OfferDesk;
import dev.tandem.dispatch.flow.TickQueue.TickMessage;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A courier on the way to a shop is asked to take another order along. */
class TakingAlongTest {
    private final Streets city = new Streets();

    /** Anna is on the way to the shop for a first order; gives its id. */
    private String underWay() {
        city.onShift("anna", 52.52, 13.39);
        String id = city.submit("order-1");
        city.tick();
        accept("anna");
        return id;
    }

    private void accept(String courier) {
        city.courier(courier, "POST", "/offers/" + city.offer(courier) + "/accept", null)
                .expect(200);
    }

    private JsonNode trip() {
        return city.offers("anna").path("trip");
    }

    private Instant expected(String id) {
        return city.book.delivery(id).map(Delivery::dueAt).orElseThrow();
    }

    @Test
    void whatIsAcceptedOnTheWayBecomesPartOfTheTrip() {
        String first = underWay();
        Instant before = expected(first);
        JsonNode tripBefore = trip();
        // Nearer to the shop than the first door, so that it is brought before.
        String second = city.shop(
                        "POST",
                        "/v1/deliveries",
                        Streets.order("order-2", 52.525, 13.40)
                                .replace("\"lat\":52.533000,\"lon\":13.410000", "\"lat\":52.529,\"lon\":13.405"))
                .expect(201)
                .text("/deliveryId");
        city.tick();
        JsonNode offer = city.offers("anna").at("/offers/0");
        assertThat(offer.path("stops").findValuesAsText("deliveryId")).containsExactly(second, second);
        assertThat(offer.path("trip").findValuesAsText("deliveryId")).containsExactly(first, second, second, first);
        assertThat(trip()).as("until there is a yes").isEqualTo(tripBefore);
        assertThat(city.state(second)).isEqualTo("OFFERED");
        long earned = city.offers("anna").path("earnedMinor").asLong();

        String offerId = offer.path("offerId").asText();
        city.courier("anna", "POST", "/offers/" + offerId + "/accept", null).expect(200);
        assertThat(trip().path("stops")).isEqualTo(offer.path("trip"));
        assertThat(trip().path("freeAt").asText())
                .isGreaterThan(tripBefore.path("freeAt").asText());
        assertThat(city.offers("anna").path("earnedMinor").asLong())
                .isEqualTo(earned + offer.path("payMinor").asLong());
        assertThat(expected(first)).as("it has become later").isAfter(before);
        assertThat(expected(first)).isAfter(expected(second));
        assertThat(city.delivery(first).at("/estimate/expectedAt").asText())
                .isEqualTo(trip().at("/stops/3/plannedAt").asText());
        assertThat(city.courier("anna", "POST", "/offers/" + offerId + "/accept", null)
                        .expect(409)
                        .code())
                .isEqualTo("OFFER_ACCEPTED");
        for (String step : new String[] {"/picked-up", "/delivered"}) {
            for (String id : new String[] {second, first}) {
                city.courier("anna", "POST", "/deliveries/" + id + step, null).expect(200);
            }
        }
        assertThat(trip().isMissingNode()).isTrue();
        assertThat(List.of(city.state(first), city.state(second))).containsOnly("DELIVERED");
        assertThat(city.delivery(first).path("timeline").findValuesAsText("state"))
                .containsExactly("WAITING", "OFFERED", "ASSIGNED", "PICKED_UP", "DELIVERED");
    }

    @Test
    void aNoLeavesTheTripAsItIs() {
        String first = underWay();
        JsonNode before = trip();
        Instant due = expected(first);
        String second = city.submit("order-2");
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/decline", "{\"reason\":\"Bag is full\"}")
                .expect(200);
        assertThat(trip()).isEqualTo(before);
        assertThat(expected(first)).isEqualTo(due);
        assertThat(city.state(second)).isEqualTo("WAITING");
        city.tick();
        assertThat(city.offer("anna")).as("not asked again").isEmpty();
        assertThat(city.delivery(second).at("/waiting/nearCouriers/0/reason").asText())
                .isEqualTo("DECLINED");
        city.onShift("ben", 52.524, 13.399);
        city.tick();
        assertThat(city.offer("ben")).isNotEmpty();
    }

    @Test
    void whoDoesNotAnswerOnTheWayKeepsTripAndShift() {
        String first = underWay();
        JsonNode before = trip();
        String second = city.submit("order-2");
        for (int i = 0; i < 4; i++) {
            city.clock.advance(Duration.ofSeconds(125));
            city.courier("anna", "PUT", "/position", "{\"lat\":52.52,\"lon\":13.39}");
            city.tick();
            assertThat(city.offer("anna")).isNotEmpty();
            city.clock.advance(Duration.ofSeconds(41));
            city.tick();
            assertThat(city.state(second)).isEqualTo("WAITING");
        }
        assertThat(trip()).isEqualTo(before);
        assertThat(city.offers("anna").path("onShift").asBoolean()).isTrue();
        assertThat(city.state(first)).isEqualTo("ASSIGNED");
    }

    @Test
    void onlyWhoHasStillSomethingToFetchIsAsked() {
        String first = underWay();
        city.courier("anna", "POST", "/deliveries/" + first + "/picked-up", null)
                .expect(200);
        String second = city.submit("order-2");
        city.tick();
        assertThat(city.offer("anna")).isEmpty();
        assertThat(city.delivery(second).at("/waiting/nearCouriers/0/reason").asText())
                .isEqualTo("PLANNED_NEXT");
    }

    @Test
    void whatHappensBetweenOfferAndAnswerIsNotUndone() {
        String first = underWay();
        String second = city.submit("order-2");
        city.tick();
        String offer = city.offer("anna");
        city.clock.advance(Duration.ofSeconds(5));
        city.courier("anna", "POST", "/deliveries/" + first + "/picked-up", null)
                .expect(200);
        city.courier("anna", "POST", "/offers/" + offer + "/accept", null).expect(200);
        assertThat(trip().path("stops").findValuesAsText("deliveryId"))
                .containsExactlyInAnyOrder(first, first, second, second);
        assertThat(trip().at("/stops/0/doneAt").asText()).isEqualTo("2026-03-02T11:00:05Z");
        assertThat(trip().at("/stops/1/kind").asText()).isEqualTo("PICK_UP");
        assertThat(city.state(first)).isEqualTo("PICKED_UP");
    }

    @Test
    void shopsMayCancelEitherOneWhileTheCourierThinks() {
        String first = underWay();
        String second = city.submit("order-2");
        city.tick();
        String gone = city.offer("anna");
        city.shop("POST", "/v1/deliveries/" + second + "/cancel", "{\"reason\":\"Sold out\"}")
                .expect(200);
        assertThat(city.courier("anna", "POST", "/offers/" + gone + "/accept", null)
                        .expect(410)
                        .code())
                .isEqualTo("OFFER_GONE");
        assertThat(trip().path("stops")).hasSize(2);

        String third = city.submit("order-3");
        city.tick();
        String offer = city.offer("anna");
        city.shop("POST", "/v1/deliveries/" + first + "/cancel", "{\"reason\":\"Sold out\"}")
                .expect(200);
        assertThat(city.offers("anna").has("trip")).isFalse();
        city.courier("anna", "POST", "/offers/" + offer + "/accept", null).expect(200);
        assertThat(trip().path("stops").findValuesAsText("deliveryId")).containsExactly(third, third);
        assertThat(city.state(first)).isEqualTo("CANCELLED");
    }

    @Test
    void whoEndsTheShiftIsAskedNoMore() {
        String first = underWay();
        String second = city.submit("order-2");
        city.tick();
        assertThat(city.offer("anna")).isNotEmpty();
        city.courier("anna", "DELETE", "/shift", null).expect(200);
        assertThat(city.state(second)).isEqualTo("WAITING");
        assertThat(city.state(first)).isEqualTo("ASSIGNED");
        city.clock.advance(Duration.ofMinutes(3));
        city.courier("anna", "PUT", "/position", "{\"lat\":52.52,\"lon\":13.39}");
        city.tick();
        assertThat(city.offer("anna")).isEmpty();
    }

    @Test
    void whoIsLateWithTheTripGetsNoMore() {
        underWay();
        city.clock.advance(Duration.ofMinutes(50));
        city.courier("anna", "PUT", "/position", "{\"lat\":52.52,\"lon\":13.39}")
                .expect(200);
        city.submit("order-2");
        city.tick();
        assertThat(city.offer("anna")).isEmpty();
    }

    @Test
    void twoZonesAskACourierUnderWayOnce() throws Exception {
        city.zone("ost", 52.50, 13.45, 52.55, 13.55);
        city.clock.advance(Duration.ofMinutes(1));
        city.onShift("anna", 52.525, 13.447);
        city.shop("POST", "/v1/deliveries", Streets.order("order-1", 52.525, 13.449))
                .expect(201);
        city.tick();
        accept("anna");
        String west = city.shop("POST", "/v1/deliveries", Streets.order("order-w", 52.525, 13.449))
                .expect(201)
                .text("/deliveryId");
        String east = city.shop("POST", "/v1/deliveries", Streets.order("order-e", 52.525, 13.4502))
                .expect(201)
                .text("/deliveryId");
        together(List.of(
                () -> city.messages("MatchDispatch", new TickMessage(Streets.ZONE, "2026-01-w", 0)),
                () -> city.messages("MatchDispatch", new TickMessage("ost", "2026-01-w", 0))));
        assertThat(List.of(city.state(west), city.state(east))).containsExactlyInAnyOrder("OFFERED", "WAITING");
        String offered = city.state(west).equals("OFFERED") ? west : east;
        assertThat(city.offers("anna").at("/offers/0/stops/0/deliveryId").asText())
                .isEqualTo(offered);
    }

    @Test
    void acceptingWithdrawingAndFetchingAtOnceLeaveOneTruth() throws Exception {
        for (int round = 0; round < 6; round++) {
            String courier = "racer-" + round;
            city.onShift(courier, 52.52, 13.39);
            String first = city.submit("first-" + round);
            city.tick();
            accept(courier);
            String second = city.submit("second-" + round);
            city.tick();
            String offer = city.offer(courier);
            assertThat(offer).isNotEmpty();
            city.clock.advance(Duration.ofSeconds(39));
            TestClock later = new TestClock(city.clock.instant().plusSeconds(2));
            OfferDesk withdrawer = new OfferDesk(new DynamoDispatchBook(city.environment, city.dynamoDb, later), later);
            List<Object> results = together(List.of(
                    () -> city.courier(courier, "POST", "/offers/" + offer + "/accept", null)
                            .status(),
                    () -> city.courier(courier, "POST", "/deliveries/" + first + "/picked-up", null)
                            .status(),
                    () -> withdrawer.withdraw(courier, offer, Attempts.in(Duration.ofSeconds(5)))));
            assertThat(results.get(1)).isEqualTo(200);
            boolean accepted = results.get(0).equals(200);
            assertThat(results.get(2)).isEqualTo(!accepted);
            Courier after = city.book.courier(courier).orElseThrow();
            assertThat(after.offer()).isNull();
            Trip trip = java.util.Objects.requireNonNull(after.trip());
            Set<String> onTrip = new HashSet<>(
                    trip.stops().stream().map(TripStop::deliveryId).toList());
            assertThat(onTrip).isEqualTo(accepted ? Set.of(first, second) : Set.of(first));
            assertThat(city.book.delivery(second).orElseThrow().state())
                    .isEqualTo(accepted ? DeliveryState.ASSIGNED : DeliveryState.WAITING);
            assertThat(city.state(first)).isEqualTo("PICKED_UP");
            // Out of the way of the next round.
            city.courier(courier, "POST", "/deliveries/" + first + "/delivered", null)
                    .expect(200);
            city.shop("POST", "/v1/deliveries/" + second + "/cancel", "{\"reason\":\"x\"}")
                    .expect(200);
            city.courier(courier, "DELETE", "/shift", null).expect(200);
        }
    }

    private static List<Object> together(List<Callable<Object>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<Object> results = new java.util.ArrayList<>();
            for (Future<Object> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        }
    }
}
