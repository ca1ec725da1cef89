package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.dispatch.policy.RoadFactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What dispatch learns of streets and weather, and what a day teaches when it is dispatched again. */
class LearningTest {
    private final Streets city = new Streets();

    private void drop(String name, String content) {
        String key = "partner-drops/weather/" + name;
        city.drops.drop(key, content.getBytes(StandardCharsets.UTF_8));
        assertThat(city.messages(
                        "ImportWeather",
                        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"eventTime\":\"t\",\"s3\":{\"object\":{\"key\":\""
                                + key + "\",\"sequencer\":\"1\"}}}]}"))
                .isZero();
    }

    private JsonNode zone() {
        return city.operations("GET", "/v1/dispatch/zones/mitte", null)
                .expect(200)
                .body();
    }

    @Test
    void theLatestWeatherSlowsWays() {
        city.onShift("anna", 52.51, 13.38);
        city.submit("order-1");
        city.tick();
        String dry = city.offers("anna").at("/offers/0/stops/1/plannedAt").asText();
        city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/decline", "{\"reason\":\"x\"}")
                .expect(200);
        drop("a.csv", """
            zone,at,precipitationMm,windKmh,temperatureC
            mitte,2026-03-02T10:59:00Z,9,45,8
            mitte,2026-03-02T09:00:00Z,0,0,8
            moon,2026-03-02T10:59:00Z,0,0,-100
            mitte,2026-03-02T18:00:00Z,0,0,8
            mitte,2026-03-02T10:58:00Z,-4,0,8
            """);
        assertThat(city.drops.report("partner-drops/weather/a.csv").rejected())
                .isEqualTo(Map.of("UNKNOWN_ZONE", 1L, "FROM_FUTURE", 1L, "OUT_OF_RANGE", 1L));
        assertThat(zone().at("/weather/precipitationMillimetersPerHour").asDouble())
                .isEqualTo(9);
        city.onShift("ben", 52.51, 13.38);
        city.tick();
        assertThat(city.offers("ben").at("/offers/0/stops/1/plannedAt").asText())
                .isGreaterThan(dry);
        city.clock.advance(Duration.ofHours(4));
        assertThat(zone().at("/weather/precipitationMillimetersPerHour").asDouble())
                .as("long ago")
                .isZero();
    }

    private static String weather(String zone, String at, double precipitationMm) {
        return "{\"zone\":\"" + zone + "\",\"at\":\"" + at + "\",\"precipitationMm\":" + precipitationMm + "}";
    }

    @Test
    void weatherComesByMessageInAnyOrderAndTwice() {
        String rain = weather("mitte", "2026-03-02T10:59:00Z", 9);
        assertThat(city.messages("IngestWeather", rain, weather("mitte", "2026-03-02T10:00:00Z", 0), rain))
                .isZero();
        assertThat(zone().at("/weather/precipitationMillimetersPerHour").asDouble())
                .as("the latest moment stands")
                .isEqualTo(9);
        assertThat(city.messages(
                        "IngestWeather",
                        weather("moon", "2026-03-02T10:59:00Z", 0),
                        weather("mitte", "2026-03-02T18:00:00Z", 0),
                        weather("mitte", "2026-03-02T11:00:00Z", -1),
                        "rain"))
                .isZero();
        assertThat(city.deadLetters)
                .containsExactly("UNKNOWN_ZONE", "FROM_FUTURE", "MESSAGE_INVALID", "MESSAGE_INVALID");
        assertThat(zone().at("/weather/precipitationMillimetersPerHour").asDouble())
                .isEqualTo(9);
    }

    private JsonNode replayed(String day) {
        city.operations(
                        "POST",
                        "/v1/dispatch/replay",
                        "{\"zone\":\"mitte\",\"day\":\"" + day + "\",\"policyVersion\":\"patient-1\"}")
                .expect(202);
        city.messages("ReplayDispatch", city.replays.getLast());
        return city.operations("GET", "/v1/dispatch/replays/" + city.replays.getLast(), null)
                .expect(200)
                .body();
    }

    @Test
    void aDayIsDispatchedAgainInItsWeather() {
        city.operations("PUT", "/v1/dispatch/policies/patient-1", "{\"weights\":{\"travel\":1}}")
                .expect(200);
        city.onShift("anna", 52.525, 13.40);
        city.submit("order-1");
        double fair = replayed("2026-03-02").at("/against/clickToDoorMean").asDouble();
        // Told late, and of the hour before: what counts is when it was so.
        city.clock.advance(Duration.ofMinutes(20));
        city.messages("IngestWeather", weather("mitte", "2026-03-02T10:50:00Z", 9));
        double wet = replayed("2026-03-02").at("/against/clickToDoorMean").asDouble();
        assertThat(wet).isGreaterThan(fair + 0.5);
        city.messages("IngestWeather", weather("mitte", "2026-03-02T10:55:00Z", 0));
        assertThat(replayed("2026-03-02").at("/against/clickToDoorMean").asDouble())
                .isEqualTo(fair);
    }

    @Test
    void weatherOfTheEveningHoldsPastMidnight() {
        city.operations("PUT", "/v1/dispatch/policies/patient-1", "{\"weights\":{\"travel\":1}}")
                .expect(200);
        city.clock.advance(Duration.ofHours(13).plusMinutes(5));
        city.onShift("anna", 52.525, 13.40);
        city.submit("order-1");
        double fair = replayed("2026-03-03").at("/against/clickToDoorMean").asDouble();
        city.messages("IngestWeather", weather("mitte", "2026-03-02T23:30:00Z", 9));
        assertThat(replayed("2026-03-03").at("/against/clickToDoorMean").asDouble())
                .isGreaterThan(fair + 0.5);
    }

    @Test
    void legsTeachTheRoadFactorOfTheirHour() {
        double before = zone().path("roadFactor").asDouble();
        city.onShift("anna", 52.525, 13.40);
        for (int i = 0; i < 12; i++) {
            String id = city.submit("order-" + i);
            city.courier("anna", "PUT", "/position", "{\"lat\":52.525,\"lon\":13.40}")
                    .expect(200);
            city.tick();
            city.courier("anna", "POST", "/offers/" + city.offer("anna") + "/accept", null)
                    .expect(200);
            city.courier("anna", "POST", "/deliveries/" + id + "/picked-up", null)
                    .expect(200);
            // 1.1 km as the crow flies: 4.5 minutes at 15 km/h, and 4 of hand-overs. Here it takes twice as long.
            city.clock.advance(Duration.ofSeconds(780));
            city.courier("anna", "POST", "/deliveries/" + id + "/delivered", null)
                    .expect(200);
            city.clock.advance(Duration.ofHours(24).minusSeconds(780));
            city.onShift("anna", 52.525, 13.40);
        }
        double after = zone().path("roadFactor").asDouble();
        assertThat(after).isGreaterThan(before + 0.1).isLessThan(2.1);
        city.clock.advance(Duration.ofHours(6));
        assertThat(zone().path("roadFactor").asDouble()).as("another hour").isEqualTo(before);
    }

    @Test
    void aLearntFactorIsDrawnToThePolicysAndForgets() {
        Random random = new Random(5);
        RoadFactor learnt = RoadFactor.UNKNOWN;
        assertThat(learnt.factor(1.3)).isEqualTo(1.3, org.assertj.core.api.Assertions.within(1e-9));
        for (int i = 0; i < 2000; i++) {
            learnt = learnt.with(1.6 * Math.exp(0.2 * random.nextGaussian()));
        }
        assertThat(learnt.factor(1.3)).isBetween(1.5, 1.65);
        assertThat(learnt.spread()).isBetween(0.17, 0.24);
        for (int i = 0; i < 2000; i++) {
            learnt = learnt.with(2.0);
        }
        assertThat(learnt.factor(1.3)).as("the old is forgotten").isBetween(1.9, 2.0);
        assertThat(learnt.with(0).factor(1.3)).as("a wrong report moves little").isGreaterThan(1.85);
    }

    @Test
    void aDayIsDispatchedAgainByAnotherPolicy() {
        city.onShift("anna", 52.525, 13.40);
        city.onShift("ben", 52.52, 13.41);
        for (int i = 0; i < 6; i++) {
            String id = city.submit("order-" + i);
            city.courier("anna", "PUT", "/position", "{\"lat\":52.525,\"lon\":13.40}");
            city.courier("ben", "PUT", "/position", "{\"lat\":52.52,\"lon\":13.41}");
            city.tick();
            String courier = city.offer("anna").isEmpty() ? "ben" : "anna";
            city.courier(courier, "POST", "/offers/" + city.offer(courier) + "/accept", null)
                    .expect(200);
            city.clock.advance(Duration.ofMinutes(6));
            city.courier(courier, "POST", "/deliveries/" + id + "/picked-up", null)
                    .expect(200);
            city.clock.advance(Duration.ofMinutes(9));
            city.courier(courier, "POST", "/deliveries/" + id + "/delivered", null)
                    .expect(200);
        }
        city.courier("anna", "PUT", "/position", "{\"lat\":52.525,\"lon\":13.40}");
        city.courier("ben", "PUT", "/position", "{\"lat\":52.52,\"lon\":13.41}");
        String refused = city.submit("order-y");
        city.tick();
        String first = city.offer("anna").isEmpty() ? "ben" : "anna";
        city.clock.advance(Duration.ofSeconds(7));
        city.courier(first, "POST", "/offers/" + city.offer(first) + "/decline", "{\"reason\":\"x\"}")
                .expect(200);
        city.tick();
        city.clock.advance(Duration.ofSeconds(41));
        city.tick();
        // Ended by the shop, while it is asked for: no answer of a courier.
        city.shop("POST", "/v1/deliveries/" + refused + "/cancel", "{\"reason\":\"x\"}")
                .expect(200);
        String cancelled = city.submit("order-x");
        city.shop("POST", "/v1/deliveries/" + cancelled + "/cancel", "{\"reason\":\"x\"}")
                .expect(200);
        city.operations("PUT", "/v1/dispatch/policies/patient-1", "{\"weights\":{\"travel\":1}}")
                .expect(200);
        Streets.Answer asked = city.operations(
                        "POST",
                        "/v1/dispatch/replay",
                        "{\"zone\":\"mitte\",\"day\":\"2026-03-02\",\"policyVersion\":\"patient-1\"}")
                .expect(202);
        String path = asked.headers().get("Location");
        assertThat(city.operations("GET", path, null).expect(200).text("/state"))
                .isEqualTo("RUNNING");
        assertThat(city.replays).hasSize(1);
        assertThat(city.messages("ReplayDispatch", city.replays.getFirst(), city.replays.getFirst(), "nothing"))
                .isZero();
        assertThat(city.deadLetters).containsExactly("UNKNOWN_REPLAY");
        JsonNode done = city.operations("GET", path, null).expect(200).body();
        assertThat(done.path("state").asText()).isEqualTo("DONE");
        assertThat(done.path("couriers").asInt()).isEqualTo(2);
        assertThat(done.at("/recorded/deliveries").asInt())
                .as("without the cancelled")
                .isEqualTo(6);
        assertThat(done.at("/recorded/clickToDoorMean").asDouble()).isEqualTo(15);
        assertThat(done.at("/recorded/offers").asInt()).isEqualTo(8);
        assertThat(done.at("/recorded/declined").asInt()).isOne();
        assertThat(done.at("/recorded/unanswered").asInt()).isOne();
        for (String policy : new String[] {"against", "tried"}) {
            JsonNode figures = done.path(policy);
            assertThat(figures.path("offers").asInt())
                    .isEqualTo(6
                            + figures.path("declined").asInt()
                            + figures.path("unanswered").asInt());
            assertThat(figures.path("delivered").asInt()).isEqualTo(6);
            assertThat(figures.path("clickToDoorMean").asDouble()).isBetween(8.0, 20.0);
            assertThat(figures.path("utilisation").asDouble()).isBetween(0.01, 1.0);
        }
        assertThat(city.operations(
                                "POST",
                                "/v1/dispatch/replay",
                                "{\"zone\":\"mitte\",\"day\":\"2026-03-09\",\"policyVersion\":\"patient-1\"}")
                        .expect(422)
                        .code())
                .isEqualTo("DAY_INVALID");
        city.operations(
                        "POST",
                        "/v1/dispatch/replay",
                        "{\"zone\":\"mitte\",\"day\":\"2026-02-01\",\"policyVersion\":\"patient-1\"}")
                .expect(202);
        city.messages("ReplayDispatch", city.replays.getLast());
        assertThat(Json.write(city.operations("GET", "/v1/dispatch/replays/" + city.replays.getLast(), null)
                        .expect(200)
                        .body()))
                .contains("Nothing is recorded");
    }
}
