package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is refused with a stable code, and changes nothing. */
class BadInputTest {
    private final Streets city = new Streets();

    private String position(String body) {
        return city.courier("anna", "PUT", "/position", body).code();
    }

    @Test
    void positions() {
        city.onShift("anna", 52.525, 13.40);
        city.clock.advance(Duration.ofSeconds(20));
        assertThat(position("{\"lat\":52.525,\"lon\":13.40,\"at\":\"2026-03-02T11:01:30Z\"}"))
                .isEqualTo("POSITION_FROM_FUTURE");
        assertThat(position("{\"lat\":52.525,\"lon\":13.40,\"at\":\"2026-03-02T10:50:00Z\"}"))
                .isEqualTo("POSITION_TOO_OLD");
        assertThat(position("{\"lat\":40.7,\"lon\":-74.0}"))
                .as("another continent")
                .isEqualTo("POSITION_OUT_OF_AREA");
        assertThat(position("{\"lat\":0,\"lon\":0}")).isEqualTo("POSITION_OUT_OF_AREA");
        assertThat(position("{\"lat\":52.51,\"lon\":13.36,\"accuracyMeters\":5000}"))
                .isEqualTo("POSITION_INACCURATE");
        assertThat(position("{\"lat\":52.549,\"lon\":13.36}"))
                .as("4 km in 20 s")
                .isEqualTo("POSITION_IMPLAUSIBLE");
        assertThat(position("{\"lat\":91,\"lon\":13.36}")).isEqualTo("BODY_INVALID");
        assertThat(position("{\"lat\":52.5}")).isEqualTo("BODY_INVALID");
        assertThat(position("{\"lat\":\"52.5\",\"lon\":13.4}")).isEqualTo("BODY_INVALID");
        assertThat(city.zones.live(Streets.ZONE).couriers().getFirst().point().latitude())
                .isEqualTo(52.525);
    }

    @Test
    void aClockThatIsAheadABitCountsAsNowAndAnOlderPositionChangesNothing() {
        city.onShift("anna", 52.525, 13.40);
        city.clock.advance(Duration.ofSeconds(20));
        Streets.Answer ahead = city.courier(
                "anna", "PUT", "/position", "{\"lat\":52.5255,\"lon\":13.4005,\"at\":\"2026-03-02T11:00:50Z\"}");
        assertThat(ahead.expect(200).body().path("applied").asBoolean()).isTrue();
        assertThat(ahead.text("/receivedAt")).isEqualTo("2026-03-02T11:00:20Z");
        Streets.Answer older = city.courier(
                "anna", "PUT", "/position", "{\"lat\":52.526,\"lon\":13.401,\"at\":\"2026-03-02T11:00:10Z\"}");
        assertThat(older.expect(200).body().path("applied").asBoolean()).isFalse();
        assertThat(city.zones.live(Streets.ZONE).couriers().getFirst().point().latitude())
                .isEqualTo(52.5255);
    }

    @Test
    void batchesOfPositionsLeaveTheGoodOnesInPeace() {
        city.onShift("anna", 52.525, 13.40);
        city.clock.advance(Duration.ofSeconds(10));
        city.messages("IngestCourierPositions", """
            {"positions":[{"courierId":"nobody","lat":52.52,"lon":13.4},{"courierId":"anna","lat":40.7,"lon":-74.0},
             {"courierId":"../x","lat":1,"lon":1},{"courierId":"anna","lat":52.5251,"lon":13.4001},{"lat":1}]}\
            """);
        assertThat(city.deadLetters).isEmpty();
        assertThat(city.zones.live(Streets.ZONE).couriers().getFirst().point().latitude())
                .isEqualTo(52.5251);
        city.messages(
                "IngestCourierPositions",
                "{\"positions\":[{\"courierId\":\"nobody\",\"lat\":52.52,\"lon\":13.4}]}",
                "{}",
                "x");
        assertThat(city.deadLetters).containsExactly("NOT_ON_SHIFT", "MESSAGE_INVALID", "MESSAGE_INVALID");
    }

    @Test
    void aPositionOfAnotherFormIsNoMatterOfTheOthers() {
        city.onShift("anna", 52.525, 13.40);
        city.clock.advance(Duration.ofSeconds(10));
        city.messages("IngestCourierPositions", """
            {"positions":[{"courierId":"anna","lat":"52.6","lon":13.4},7,null,{"courierId":"anna","lat":52.51,"lon":13.4,"speed":3},
             {"courierId":"anna","lat":52.52,"lon":13.4,"at":"noon"},{"courierId":"anna","lat":52.5251,"lon":13.4001}]}\
            """);
        assertThat(city.deadLetters).isEmpty();
        assertThat(city.zones.live(Streets.ZONE).couriers().getFirst().point().latitude())
                .isEqualTo(52.5251);
        city.messages("IngestCourierPositions", "{\"positions\":[7]}", "{\"positions\":7}", "{\"positions\":[]}");
        assertThat(city.deadLetters).containsExactly("POSITION_INVALID", "MESSAGE_INVALID", "MESSAGE_INVALID");
    }

    @Test
    void oneMessageThatIsPoisonLeavesTheOthersOfItsBatch() {
        String good = "{\"partner\":\"orders\",\"delivery\":" + Streets.order("order-1", 52.525, 13.40) + "}";
        String also = "{\"partner\":\"orders\",\"delivery\":" + Streets.order("order-2", 52.525, 13.40) + "}";
        String negative = good.replace("order-1", "order-3").replace("\"weightKg\":2.5", "\"weightKg\":-2.5");
        assertThat(city.messages("IngestDeliveries", good, "\u0000", negative, "null", also))
                .isZero();
        assertThat(city.deadLetters).containsExactly("MESSAGE_INVALID", "MESSAGE_INVALID", "MESSAGE_INVALID");
        assertThat(city.reasons.get(0)).startsWith("The body is not JSON");
        assertThat(city.reasons.get(1)).isEqualTo("delivery: weightKg must be from 0 to 1000.0");
        for (String function : new String[] {"IngestCourierPositions", "IngestWeather", "MatchDispatch"}) {
            assertThat(city.messages(function, "null", "[]")).as(function).isZero();
        }
        assertThat(city.deadLetters).hasSize(9).containsOnly("MESSAGE_INVALID");
        assertThat(city.zones.live(Streets.ZONE).waiting()).hasSize(2);
    }

    @Test
    void theSameReferenceForAnotherTimeOrPriorityIsSomethingElse() {
        String order = Streets.order("order-1", 52.525, 13.40);
        String timed = order.replace(
                "\"weightKg\"",
                "\"readyAt\":\"2026-03-02T11:20:00Z\",\"deadline\":\"2026-03-02T12:00:00Z\",\"weightKg\"");
        city.shop("POST", "/v1/deliveries", timed).expect(201);
        for (String again : new String[] {timed, order, timed.replace("11:20:00Z", "11:20:00.000Z")}) {
            city.clock.advance(Duration.ofMinutes(1));
            assertThat(city.shop("POST", "/v1/deliveries", again).expect(409).code())
                    .isEqualTo("DELIVERY_EXISTS");
        }
        for (String other : new String[] {
            timed.replace("12:00:00Z", "12:30:00Z"),
            timed.replace("11:20:00Z", "11:25:00Z"),
            timed.replace("\"weightKg\"", "\"priority\":5,\"weightKg\"")
        }) {
            assertThat(city.shop("POST", "/v1/deliveries", other).expect(409).code())
                    .isEqualTo("REFERENCE_REUSED");
        }
        city.messages(
                "IngestDeliveries",
                "{\"partner\":\"orders\",\"delivery\":" + order + "}",
                "{\"partner\":\"orders\",\"delivery\":" + timed + "}");
        assertThat(city.deadLetters).as("not dropped without a word").containsExactly("REFERENCE_REUSED");
    }

    @Test
    void offersAreForWhoTheyAreFor() {
        city.onShift("anna", 52.525, 13.40);
        city.onShift("ben", 52.51, 13.37);
        String id = city.submit("order-1");
        city.tick();
        String offer = city.offer("anna");
        assertThat(city.courier("ben", "POST", "/offers/" + offer + "/accept", null)
                        .expect(410)
                        .code())
                .isEqualTo("OFFER_GONE");
        assertThat(city.call(
                                "POST",
                                "/v1/couriers/anna/offers/" + offer + "/accept",
                                null,
                                "ben",
                                "couriers",
                                "key-000001",
                                Map.of())
                        .expect(403)
                        .code())
                .isEqualTo("NOT_YOU");
        assertThat(city.courier("zoe", "POST", "/offers/" + offer + "/accept", null)
                        .expect(404)
                        .code())
                .isEqualTo("COURIER_NOT_FOUND");
        city.courier("ben", "DELETE", "/shift", null).expect(200);
        assertThat(city.courier("ben", "POST", "/offers/" + offer + "/accept", null)
                        .expect(409)
                        .code())
                .isEqualTo("NOT_ON_SHIFT");
        assertThat(city.state(id)).isEqualTo("OFFERED");
        String accept = "/v1/couriers/anna/offers/" + offer + "/accept";
        String first = city.call("POST", accept, null, "anna", "couriers", "key-000002", Map.of())
                .expect(200)
                .raw();
        assertThat(city.call("POST", accept, null, "anna", "couriers", "key-000002", Map.of())
                        .expect(200)
                        .raw())
                .as("the same call again")
                .isEqualTo(first);
        assertThat(city.call("POST", accept, null, "anna", "couriers", "key-000003", Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("OFFER_ACCEPTED");
        assertThat(city.courier("ben", "POST", "/deliveries/" + id + "/picked-up", null)
                        .expect(404)
                        .code())
                .isEqualTo("NOT_ON_YOUR_TRIP");
    }

    @Test
    void deliveries() {
        assertThat(city.shop("POST", "/v1/deliveries", Streets.order("order-1", 40.7, -74.0))
                        .expect(422)
                        .code())
                .isEqualTo("OUT_OF_AREA");
        String order = Streets.order("order-1", 52.525, 13.40);
        for (Map.Entry<String, String> wrong : Map.of(
                        "\"weightKg\":2.5", "\"weightKg\":-1",
                        "\"weightKg\"", "\"priority\":0,\"weightKg\"",
                        "\"reference\":\"order-1\"", "\"reference\":\"a b\"",
                        "\"lat\":52.525000", "\"lat\":\"north\"",
                        "\"dropOff\"", "\"droppOff\"")
                .entrySet()) {
            assertThat(city.shop("POST", "/v1/deliveries", order.replace(wrong.getKey(), wrong.getValue()))
                            .expect(400)
                            .code())
                    .as(wrong.getValue())
                    .isEqualTo("BODY_INVALID");
        }
        assertThat(city.shop("POST", "/v1/deliveries", order.replace("\"lat\":52.533000", "\"lat\":48.1"))
                        .expect(422)
                        .code())
                .isEqualTo("TOO_FAR_APART");
        for (Map.Entry<String, String> wrong : Map.of(
                        "\"readyAt\":\"2026-03-05T12:00:00Z\"", "READY_TIME_INVALID",
                        "\"readyAt\":\"2026-03-02T09:00:00Z\"", "READY_TIME_INVALID",
                        "\"deadline\":\"2026-03-02T10:00:00Z\"", "DEADLINE_INVALID",
                        "\"readyAt\":\"2026-03-02T12:00:00Z\",\"deadline\":\"2026-03-02T11:30:00Z\"",
                                "DEADLINE_INVALID")
                .entrySet()) {
            assertThat(city.shop(
                                    "POST",
                                    "/v1/deliveries",
                                    order.replace("\"weightKg\"", wrong.getKey() + ",\"weightKg\""))
                            .expect(422)
                            .code())
                    .as(wrong.getKey())
                    .isEqualTo(wrong.getValue());
        }
        assertThat(city.zones.live(Streets.ZONE).waiting()).isEmpty();
    }

    @Test
    void theSameReferenceTwice() {
        String order = Streets.order("order-1", 52.525, 13.40);
        String id = city.shop("POST", "/v1/deliveries", order).expect(201).text("/deliveryId");
        Streets.Answer again = city.shop("POST", "/v1/deliveries", order).expect(409);
        assertThat(again.code()).isEqualTo("DELIVERY_EXISTS");
        assertThat(again.text("/deliveryId")).isEqualTo(id);
        assertThat(city.shop("POST", "/v1/deliveries", Streets.order("order-1", 52.53, 13.41))
                        .expect(409)
                        .code())
                .isEqualTo("REFERENCE_REUSED");
        String key = UUID.randomUUID().toString();
        String other = Streets.order("order-2", 52.525, 13.40);
        String first = city.call("POST", "/v1/deliveries", other, "shop", "", key, Map.of())
                .expect(201)
                .raw();
        assertThat(city.call("POST", "/v1/deliveries", other, "shop", "", key, Map.of())
                        .expect(201)
                        .raw())
                .isEqualTo(first);
        assertThat(city.zones.live(Streets.ZONE).waiting()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"weights\":{\"lateness\":-1}}",
                "{\"weights\":{\"kindness\":1}}",
                "{\"weights\":{\"travel\":\"much\"}}",
                "{\"offerSeconds\":1}",
                "{\"speedsKmh\":{\"BICYCLE\":0}}",
                "{\"speedsKmh\":{\"HORSE\":12}}",
                "{\"service\":{\"pickUpMinutes\":-2}}",
                "{\"roadFactor\":0.5}",
                "{\"payBaseMinor\":-5}",
                "[]"
            })
    void policies(String body) {
        assertThat(city.operations("PUT", "/v1/dispatch/policies/bad-1", body)
                        .expect(422)
                        .code())
                .isEqualTo("POLICY_INVALID");
    }

    @Test
    void aPolicyNeverChangesAndAZoneNamesOneThatIsThere() {
        city.operations("PUT", "/v1/dispatch/policies/fast-1", "{\"offerSeconds\":20}")
                .expect(200);
        city.operations("PUT", "/v1/dispatch/policies/fast-1", "{\"offerSeconds\":20}")
                .expect(200);
        assertThat(city.operations("PUT", "/v1/dispatch/policies/fast-1", "{\"offerSeconds\":30}")
                        .expect(409)
                        .code())
                .isEqualTo("POLICY_EXISTS");
        String zone =
                "{\"name\":\"N\",\"timeZone\":\"Europe/Berlin\",\"bounds\":{\"south\":50,\"west\":8,\"north\":51,\"east\":9},\"policyVersion\":\"%s\"}";
        assertThat(city.operations("PUT", "/v1/dispatch/zones/north", zone.formatted("slow-1"))
                        .expect(422)
                        .code())
                .isEqualTo("POLICY_UNKNOWN");
        city.operations("PUT", "/v1/dispatch/zones/north", zone.formatted("fast-1"))
                .expect(200);
        assertThat(city.operations("GET", "/v1/dispatch/zones/north", null)
                        .expect(200)
                        .text("/policyVersion"))
                .isEqualTo("fast-1");
        assertThat(city.operations("GET", "/v1/dispatch/policies", null)
                        .expect(200)
                        .body()
                        .path("policies"))
                .hasSize(2);
        assertThat(city.operations("GET", "/v1/dispatch/zones", null)
                        .expect(200)
                        .body()
                        .path("zones"))
                .hasSize(2);
        assertThat(city.operations(
                                "PUT",
                                "/v1/dispatch/zones/south",
                                zone.formatted("fast-1").replace("\"south\":50", "\"south\":52"))
                        .expect(400)
                        .code())
                .isEqualTo("BODY_INVALID");
    }

    @Test
    void couriersActForThemselvesOnly() {
        String shift = "{\"vehicle\":\"CAR\",\"lat\":52.525,\"lon\":13.40}";
        assertThat(city.call("PUT", "/v1/couriers/anna/shift", shift, "ben", "couriers", "key-000001", Map.of())
                        .expect(403)
                        .code())
                .isEqualTo("NOT_YOU");
        assertThat(city.call("PUT", "/v1/couriers/anna/shift", shift, "anna", "", "key-000001", Map.of())
                        .expect(403)
                        .code())
                .isEqualTo("GROUP_REQUIRED");
        city.call("PUT", "/v1/couriers/anna/shift", shift, "chief", "operations", "key-000001", Map.of())
                .expect(200);
        assertThat(city.call("GET", "/v1/dispatch/zones/mitte", null, "anna", "couriers", "key-000001", Map.of())
                        .expect(403)
                        .code())
                .isEqualTo("GROUP_REQUIRED");
        assertThat(city.courier("zoe", "PUT", "/shift", "{\"vehicle\":\"CAR\",\"lat\":40.7,\"lon\":-74}")
                        .expect(422)
                        .code())
                .isEqualTo("OUT_OF_AREA");
        assertThat(city.courier("zoe", "PUT", "/shift", shift.replace("}", ",\"zones\":[\"moon\"]}"))
                        .expect(422)
                        .code())
                .isEqualTo("ZONE_UNKNOWN");
        assertThat(city.courier("zoe", "PUT", "/shift", shift.replace("}", ",\"until\":\"2026-03-02T10:00:00Z\"}"))
                        .expect(422)
                        .code())
                .isEqualTo("SHIFT_END_INVALID");
        assertThat(city.courier("zoe", "PUT", "/shift", shift.replace("}", ",\"maxWeightKg\":-3}"))
                        .expect(400)
                        .code())
                .isEqualTo("BODY_INVALID");
    }

    @Test
    void stepsOutOfOrderAndClocksThatAreWrong() {
        city.onShift("anna", 52.525, 13.40);
        String id = city.submit("order-1");
        city.tick();
        assertThat(city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", null)
                        .expect(404)
                        .code())
                .isEqualTo("NOT_ON_YOUR_TRIP");
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                .expect(200);
        assertThat(city.courier("anna", "POST", "/deliveries/" + id + "/delivered", null)
                        .expect(409)
                        .code())
                .isEqualTo("STEP_NOT_POSSIBLE");
        assertThat(city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", "{\"at\":\"2026-03-02T12:00:00Z\"}")
                        .expect(422)
                        .code())
                .isEqualTo("CLOCK_SKEW");
        city.clock.advance(Duration.ofMinutes(10));
        city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", "{\"at\":\"2026-03-02T11:07:00Z\"}")
                .expect(200);
        assertThat(city.delivery(id).at("/timeline/3/at").asText()).isEqualTo("2026-03-02T11:07:00Z");
        assertThat(city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", null)
                        .expect(409)
                        .code())
                .isEqualTo("STEP_NOT_POSSIBLE");
        assertThat(city.courier("anna", "POST", "/deliveries/" + id + "/failed", "{}")
                        .expect(400)
                        .code())
                .isEqualTo("BODY_INVALID");
        city.courier("anna", "POST", "/deliveries/" + id + "/delivered", "{\"at\":\"2026-03-02T11:05:00Z\"}")
                .expect(200);
        assertThat(city.delivery(id).at("/timeline/4/at").asText())
                .as("not before it was picked up")
                .isEqualTo("2026-03-02T11:07:00Z");
        assertThat(city.shop("POST", "/v1/deliveries/" + id + "/cancel", "{\"reason\":\"x\"}")
                        .expect(409)
                        .code())
                .isEqualTo("DELIVERY_ENDED");
        assertThat(city.call("GET", "/v1/deliveries/" + id, null, "x", "", "k", Map.of("x-api-key", "shop-2"))
                        .expect(404)
                        .code())
                .isEqualTo("DELIVERY_NOT_FOUND");
    }
}
