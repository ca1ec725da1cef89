package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A delivery from the shop to the door, and the ways on which it comes back. */
class JourneyTest {
    private final Streets city = new Streets();

    @Test
    void aDeliveryIsOfferedAcceptedFetchedAndBrought() {
        city.onShift("anna", 52.524, 13.398);
        String id = city.submit("order-1");
        assertThat(city.state(id)).isEqualTo("WAITING");
        assertThat(city.delivery(id).at("/estimate/quantile").asDouble()).isEqualTo(0.9);

        city.tick();
        JsonNode shown = city.offers("anna");
        String offer = shown.at("/offers/0/offerId").asText();
        assertThat(shown.at("/offers/0/stops/0/kind").asText()).isEqualTo("PICK_UP");
        assertThat(shown.at("/offers/0/stops/0/site/address").asText()).isEqualTo("Torstrasse 1");
        assertThat(shown.at("/offers/0/payMinor").asLong()).isGreaterThan(350);
        assertThat(city.state(id)).isEqualTo("OFFERED");
        assertThat(city.delivery(id).has("courierId")).as("not before a yes").isFalse();

        city.clock.advance(Duration.ofSeconds(10));
        city.courier("anna", "POST", "/offers/" + offer + "/accept", null).expect(200);
        assertThat(city.delivery(id).path("courierId").asText()).isEqualTo("anna");
        city.clock.advance(Duration.ofMinutes(5));
        city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", null).expect(200);
        city.clock.advance(Duration.ofMinutes(8));
        Streets.Answer done = city.courier("anna", "POST", "/deliveries/" + id + "/delivered", "{}")
                .expect(200);
        assertThat(done.body().has("trip")).isFalse();
        assertThat(done.body().path("earnedMinor").asLong()).isGreaterThan(350);
        JsonNode delivery = city.delivery(id);
        assertThat(delivery.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(delivery.path("timeline").findValuesAsText("state"))
                .containsExactly("WAITING", "OFFERED", "ASSIGNED", "PICKED_UP", "DELIVERED");

        JsonNode zone = city.operations("GET", "/v1/dispatch/zones/mitte", null)
                .expect(200)
                .body();
        assertThat(zone.path("delivered").asInt()).isOne();
        assertThat(zone.path("lateShare").asDouble()).isZero();
        assertThat(zone.at("/timeToOffer/count").asInt()).isOne();
        assertThat(zone.at("/timeToMatch/p50Seconds").asDouble()).isBetween(5.0, 10.0);
        assertThat(zone.at("/couriers/free").asInt()).isOne();
    }

    @Test
    void aDeclinedDeliveryGoesToSomebodyElse() {
        city.onShift("anna", 52.525, 13.40);
        city.onShift("ben", 52.515, 13.38);
        String id = city.submit("order-1");
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/decline", "{\"reason\":\"Flat tyre\"}")
                .expect(200);
        assertThat(city.state(id)).isEqualTo("WAITING");
        city.tick();
        assertThat(city.offer("anna")).isEmpty();
        city.courier("ben", "POST", "/offers/" + city.offer("ben") + "/accept", null)
                .expect(200);
        assertThat(city.delivery(id).path("courierId").asText()).isEqualTo("ben");
    }

    @Test
    void anUnansweredOfferIsWithdrawnAndMatchedAgain() {
        city.onShift("anna", 52.525, 13.40);
        String id = city.submit("order-1");
        city.tick();
        String offer = city.offer("anna");
        city.clock.advance(Duration.ofSeconds(41));
        assertThat(city.offers("anna").path("offers"))
                .as("over, though not withdrawn yet")
                .isEmpty();
        assertThat(city.courier("anna", "POST", "/offers/" + offer + "/accept", null)
                        .expect(410)
                        .code())
                .isEqualTo("OFFER_GONE");
        city.tick();
        assertThat(city.state(id)).isEqualTo("WAITING");
        city.onShift("ben", 52.515, 13.38);
        city.tick();
        assertThat(city.offer("ben")).isNotEmpty();
    }

    @Test
    void whoLetsThreeOffersPassIsOffShift() {
        city.onShift("anna", 52.525, 13.40);
        city.submit("order-1");
        for (int i = 0; i < 3; i++) {
            city.clock.advance(Duration.ofMinutes(3));
            city.courier("anna", "PUT", "/position", "{\"lat\":52.525,\"lon\":13.40}")
                    .expect(200);
            city.tick();
            assertThat(city.offer("anna")).isNotEmpty();
            city.clock.advance(Duration.ofSeconds(41));
            city.tick();
        }
        assertThat(city.offers("anna").path("onShift").asBoolean()).isFalse();
        assertThat(city.courier("anna", "PUT", "/position", "{\"lat\":52.525,\"lon\":13.40}")
                        .expect(409)
                        .code())
                .isEqualTo("NOT_ON_SHIFT");
    }

    @Test
    void pollingForOffersIsCheapWhileNothingHappens() {
        city.onShift("anna", 52.525, 13.40);
        Streets.Answer first = city.courier("anna", "GET", "/offers", null).expect(200);
        Map<String, String> tag = Map.of("If-None-Match", first.headers().get("ETag"));
        city.call("GET", "/v1/couriers/anna/offers", null, "anna", "couriers", "key-00001", tag)
                .expect(304);
        city.submit("order-1");
        city.tick();
        Streets.Answer second = city.call("GET", "/v1/couriers/anna/offers", null, "anna", "couriers", "key-00001", tag)
                .expect(200);
        city.clock.advance(Duration.ofSeconds(41));
        Map<String, String> newer = Map.of("If-None-Match", second.headers().get("ETag"));
        city.call("GET", "/v1/couriers/anna/offers", null, "anna", "couriers", "key-00001", newer)
                .expect(200);
    }

    @Test
    void aShopTakesBackWhatIsStillThere() {
        city.onShift("anna", 52.525, 13.40);
        String id = city.submit("order-1");
        city.shop("POST", "/v1/deliveries/" + id + "/cancel", "{\"reason\":\"Sold out\"}")
                .expect(200);
        city.tick();
        assertThat(city.offer("anna")).isEmpty();

        String offered = city.submit("order-2");
        city.tick();
        String offer = city.offer("anna");
        city.shop("POST", "/v1/deliveries/" + offered + "/cancel", "{\"reason\":\"Sold out\"}")
                .expect(200);
        assertThat(city.offer("anna")).isEmpty();
        city.courier("anna", "POST", "/offers/" + offer + "/accept", null).expect(410);

        String assigned = city.submit("order-3");
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        city.shop("POST", "/v1/deliveries/" + assigned + "/cancel", "{\"reason\":\"Sold out\"}")
                .expect(200);
        assertThat(city.offers("anna").has("trip")).isFalse();
        assertThat(city.courier("anna", "POST", "/deliveries/" + assigned + "/picked-up", null)
                        .expect(404)
                        .code())
                .isEqualTo("NOT_ON_YOUR_TRIP");

        String fetched = city.submit("order-4");
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        city.courier("anna", "POST", "/deliveries/" + fetched + "/picked-up", null)
                .expect(200);
        assertThat(city.shop("POST", "/v1/deliveries/" + fetched + "/cancel", "{\"reason\":\"Sold out\"}")
                        .expect(409)
                        .code())
                .isEqualTo("ALREADY_PICKED_UP");
        city.courier("anna", "POST", "/deliveries/" + fetched + "/failed", "{\"reason\":\"Nobody opened\"}")
                .expect(200);
        assertThat(city.state(fetched)).isEqualTo("FAILED");
        assertThat(city.offers("anna").has("trip")).isFalse();
    }

    @Test
    void goingOffShiftGivesAnOfferBackAndEndsATripFirst() {
        city.onShift("anna", 52.525, 13.40);
        String id = city.submit("order-1");
        city.tick();
        assertThat(city.courier("anna", "DELETE", "/shift", null)
                        .expect(200)
                        .body()
                        .path("onShift")
                        .asBoolean())
                .isFalse();
        assertThat(city.state(id)).isEqualTo("WAITING");

        city.clock.advance(Duration.ofMinutes(3));
        city.onShift("anna", 52.525, 13.40);
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        JsonNode ending =
                city.courier("anna", "DELETE", "/shift", null).expect(200).body();
        assertThat(ending.path("onShift").asBoolean()).isTrue();
        assertThat(ending.at("/shift/ending").asBoolean()).isTrue();
        city.submit("order-2");
        city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", null).expect(200);
        city.courier("anna", "POST", "/deliveries/" + id + "/delivered", null).expect(200);
        city.tick();
        JsonNode after = city.offers("anna");
        assertThat(after.path("onShift").asBoolean()).isFalse();
        assertThat(after.path("offers")).isEmpty();
    }

    @Test
    void whoWaitsHearsWhyEachNearCourierWasNotChosen() {
        city.onShift("anna", 52.525, 13.40);
        String first = city.submit("order-1");
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        city.courier("anna", "POST", "/deliveries/" + first + "/picked-up", null)
                .expect(200);
        city.courier("heavy", "PUT", "/shift", """
                {"vehicle":"FOOT","lat":52.526,"lon":13.40,"maxWeightKg":1}""").expect(200);
        String id = city.submit("order-2");
        city.tick();
        JsonNode waiting = city.delivery(id).path("waiting");
        assertThat(waiting.path("asOf").asText()).isEqualTo("2026-03-02T11:00:00Z");
        assertThat(waiting.path("nearCouriers").findValuesAsText("courierId"))
                .containsExactlyInAnyOrder("anna", "heavy");
        assertThat(waiting.path("nearCouriers").findValuesAsText("reason"))
                .containsExactlyInAnyOrder("PLANNED_NEXT", "TOO_HEAVY");
    }

    @Test
    void theSnapshotIsAPicture() throws Exception {
        city.operations("PUT", "/v1/dispatch/zones/mitte", """
                {"name":"Mitte & <Nord>","timeZone":"Europe/Berlin","bounds":{"south":52.5,"west":13.35,"north":52.55,"east":13.45}}""").expect(200);
        city.clock.advance(Duration.ofMinutes(1));
        city.onShift("anna", 52.525, 13.40);
        city.onShift("ben", 52.52, 13.41);
        city.submit("order-1");
        city.tick();
        city.submit("order-2");
        String svg = city.operations("GET", "/v1/dispatch/zones/mitte/snapshot.svg", null)
                .expect(200)
                .raw();
        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .startsWith("Mitte & <Nord>");
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("rect").getLength())
                .as("frame, ground and who waits")
                .isEqualTo(3);
    }

    @Test
    void deliveriesComeByQueueOnce() {
        String message = "{\"partner\":\"orders\",\"delivery\":" + Streets.order("order-9", 52.525, 13.40) + "}";
        assertThat(city.messages("IngestDeliveries", message, message)).isZero();
        assertThat(city.deadLetters).isEmpty();
        assertThat(city.zones.live(Streets.ZONE).waiting()).hasSize(1);
        String other = "{\"partner\":\"orders\",\"delivery\":" + Streets.order("order-9", 52.51, 13.36) + "}";
        city.messages(
                "IngestDeliveries",
                other,
                "{}",
                "[",
                "{\"partner\":\"orders\",\"delivery\":" + Streets.order("order-10", 40.7, -74.0) + "}");
        assertThat(city.deadLetters)
                .containsExactly("REFERENCE_REUSED", "MESSAGE_INVALID", "MESSAGE_INVALID", "OUT_OF_AREA");
    }

    @Test
    void nobodyWaitsForACourierWhoIsLongOverdue() {
        city.onShift("anna", 52.525, 13.40);
        city.submit("order-1");
        city.tick();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        city.clock.advance(Duration.ofMinutes(50));
        city.courier("anna", "PUT", "/position", "{\"lat\":52.53,\"lon\":13.405}")
                .expect(200);
        city.onShift("ben", 52.51, 13.38);
        city.shop("POST", "/v1/deliveries", Streets.order("order-2", 52.533, 13.41))
                .expect(201);
        city.tick();
        assertThat(city.offer("ben"))
                .as("anna's last stop is next to the shop, but she should have been there half an hour ago")
                .isNotEmpty();
    }
}
