package dev.tandem.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campus through its API: hub - library - lab in a row, 400 m apart; a locker for one parcel at the library. */
class CampusJourneyTest {
    private static final String CAMPUS = "/v1/campuses/north";
    private final Streets city = new Streets();

    @BeforeEach
    void draw() {
        city.operations("PUT", CAMPUS, """
                {"hub":"hub",
                 "fence":[{"lat":50.0,"lon":8.0},{"lat":50.0,"lon":8.02},{"lat":50.01,"lon":8.02},{"lat":50.01,"lon":8.0}],
                 "stops":[{"stopId":"hub","lat":50.002,"lon":8.002,"lockerCompartments":0},
                          {"stopId":"library","lat":50.002,"lon":8.006,"lockerCompartments":1},
                          {"stopId":"lab","lat":50.002,"lon":8.010,"lockerCompartments":0}],
                 "paths":[{"from":"hub","to":"library","meters":400,"limitMetersPerMinute":100,"oneWay":false},
                          {"from":"library","to":"lab","meters":400,"limitMetersPerMinute":250,"oneWay":false},
                          {"from":"hub","to":"lab","meters":1600,"limitMetersPerMinute":250,"oneWay":false}],
                 "vehicles":[{"vehicleId":"v1","payloadKg":20,"compartments":4,"metersPerMinute":200,"rangeMeters":10000,
                              "chargeMetersPerMinute":500}]}""").expect(200);
    }

    private JsonNode order(String stop, boolean locker) {
        return city.shop("POST", CAMPUS + "/orders", """
                        {"stopId":"%s","kg":2,"locker":%s}""".formatted(stop, locker))
                .expect(201)
                .body();
    }

    private String state(String orderId) {
        return city.shop("GET", CAMPUS + "/orders/" + orderId, null).expect(200).text("/state");
    }

    private Streets.Answer report(String kind, String more) {
        return report(kind, more, city.clock.instant());
    }

    private Streets.Answer report(String kind, String more, Instant at) {
        return city.shop("POST", CAMPUS + "/vehicle-reports", """
                {"vehicleId":"v1","report":"%s","at":"%s","lat":50.002,"lon":8.004%s}""".formatted(kind, at, more));
    }

    private Streets.Answer handOver(String orderId, String code) {
        return city.shop("POST", CAMPUS + "/hand-overs", """
                {"orderId":"%s","code":"%s"}""".formatted(orderId, code));
    }

    private void bring(String orderId, String stop) {
        report("LOADED", ",\"orderIds\":[\"" + orderId + "\"]").expect(200);
        report("DEPARTED", ",\"stopId\":\"" + stop + "\"").expect(200);
        city.clock.advance(Duration.ofMinutes(5));
        report("ARRIVED", ",\"stopId\":\"" + stop + "\",\"rangeMeters\":9000").expect(200);
    }

    private static String other(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    @Test
    void anOrderIsLoadedDrivenAndHandedOverAgainstItsCode() {
        JsonNode order = order("library", false);
        String id = order.path("orderId").asText();
        JsonNode load = report("POSITION", "").expect(200).body();
        assertThat(load.path("kind").asText()).isEqualTo("LOAD");
        assertThat(load.path("orderIds").get(0).asText()).isEqualTo(id);

        JsonNode drive =
                report("LOADED", ",\"orderIds\":[\"" + id + "\"]").expect(200).body();
        assertThat(drive.path("kind").asText()).isEqualTo("DRIVE");
        assertThat(drive.at("/way/0/to").asText()).isEqualTo("library");
        assertThat(drive.at("/way/0/metersPerMinute").asDouble())
                .as("the path's limit")
                .isEqualTo(100);
        assertThat(handOver(id, order.path("code").asText()).expect(409).code()).isEqualTo("NOT_THERE_YET");

        report("DEPARTED", ",\"stopId\":\"library\"").expect(200);
        city.clock.advance(Duration.ofMinutes(4));
        assertThat(report("ARRIVED", ",\"stopId\":\"library\"").expect(200).text("/kind"))
                .isEqualTo("HAND_OVER");
        assertThat(handOver(id, other(order.path("code").asText())).expect(403).code())
                .isEqualTo("CODE_WRONG");
        handOver(id, order.path("code").asText()).expect(200);
        assertThat(state(id)).as("ended, and still to be looked up").isEqualTo("DELIVERED");
        JsonNode home = report("POSITION", "").expect(200).body();
        assertThat(home.path("kind").asText()).isEqualTo("DRIVE");
        assertThat(home.path("stopId").asText()).isEqualTo("hub");
    }

    @Test
    void fiveWrongCodesLockTheHandOver() {
        JsonNode order = order("library", false);
        String id = order.path("orderId").asText();
        bring(id, "library");
        for (int i = 0; i < 5; i++) {
            handOver(id, other(order.path("code").asText())).expect(403);
        }
        assertThat(handOver(id, order.path("code").asText()).expect(423).code()).isEqualTo("CODE_LOCKED");
    }

    @Test
    void aLockerTakesWhatItHasRoomForAndGivesItAgainstTheCode() {
        JsonNode first = order("library", true);
        JsonNode second = order("library", true);
        String id = first.path("orderId").asText();
        JsonNode plan = city.operations("GET", CAMPUS, null).expect(200).body();
        assertThat(plan.path("unplanned").properties())
                .as("one of the two does not fit")
                .singleElement()
                .satisfies(left -> assertThat(left.getValue().asText()).isEqualTo("LOCKER_FULL"));

        bring(id, "library");
        report("LEFT_IN_LOCKER", ",\"orderIds\":[\"" + id + "\"]").expect(200);
        assertThat(state(id)).isEqualTo("IN_LOCKER");
        handOver(id, first.path("code").asText()).expect(200);
        assertThat(city.operations("GET", CAMPUS, null).expect(200).body().path("unplanned"))
                .as("room for " + second.path("orderId").asText())
                .isEmpty();
        assertThat(city.shop("POST", CAMPUS + "/orders", "{\"stopId\":\"lab\",\"kg\":1,\"locker\":true}")
                        .expect(422)
                        .code())
                .isEqualTo("NO_LOCKER");
    }

    @Test
    void whoIsNotThereIsTriedOnceMoreAndThenTheOrderFails() {
        String id = order("lab", false).path("orderId").asText();
        for (int attempt = 1; attempt <= 2; attempt++) {
            bring(id, "lab");
            assertThat(report("NOT_TAKEN", ",\"orderIds\":[\"" + id + "\"]")
                            .expect(200)
                            .text("/stopId"))
                    .isEqualTo("hub");
            city.clock.advance(Duration.ofMinutes(8));
            report("ARRIVED", ",\"stopId\":\"hub\"").expect(200);
            city.clock.advance(Duration.ofMinutes(31));
        }
        assertThat(state(id)).isEqualTo("FAILED");
    }

    @Test
    void aVehicleOutsideTheFenceIsStoppedUntilItIsBackInside() {
        String id = order("library", false).path("orderId").asText();
        Streets.Answer stopped = city.shop("POST", CAMPUS + "/vehicle-reports", """
                {"vehicleId":"v1","report":"POSITION","at":"%s","lat":50.02,"lon":8.004}""".formatted(city.clock.instant()));
        assertThat(stopped.expect(200).text("/kind")).isEqualTo("STOP");
        assertThat(city.operations("GET", CAMPUS, null)
                        .body()
                        .at("/unplanned/" + id)
                        .asText())
                .isEqualTo("NO_VEHICLE_IN_SERVICE");
        city.clock.advance(Duration.ofMinutes(1));
        assertThat(report("IN_SERVICE", "").expect(200).text("/kind")).isEqualTo("LOAD");
    }

    @Test
    void aClosedPathIsDrivenAroundAndOpensByItself() {
        String id = order("library", false).path("orderId").asText();
        city.operations("POST", CAMPUS + "/closures", """
                        {"from":"library","to":"hub","until":"%s"}""".formatted(
                                city.clock.instant().plusSeconds(1800)))
                .expect(200);
        JsonNode drive =
                report("LOADED", ",\"orderIds\":[\"" + id + "\"]").expect(200).body();
        assertThat(drive.path("way").findValuesAsText("to")).containsExactly("lab", "library");
        city.clock.advance(Duration.ofMinutes(31));
        assertThat(report("POSITION", "").expect(200).body().path("way").findValuesAsText("to"))
                .containsExactly("library");
        assertThat(city.operations("POST", CAMPUS + "/closures", """
                        {"from":"hub","to":"nowhere","until":"2026-03-02T12:00:00Z"}""")
                        .expect(422)
                        .code())
                .isEqualTo("PATH_UNKNOWN");
    }

    @Test
    void reportsFromTheFutureOrThePastAndOfStrangersAreRefused() {
        assertThat(report("POSITION", "", city.clock.instant().plusSeconds(120))
                        .expect(422)
                        .code())
                .isEqualTo("REPORT_FROM_THE_FUTURE");
        report("POSITION", "").expect(200);
        assertThat(report("POSITION", "", city.clock.instant().minusSeconds(60))
                        .expect(409)
                        .code())
                .isEqualTo("REPORT_OUTDATED");
        assertThat(report("LOADED", ",\"orderIds\":[\"01JZ0W6V3Q8Y4T5N2K7M9P1R3S\"]")
                        .expect(422)
                        .code())
                .isEqualTo("ORDER_UNKNOWN");
        assertThat(city.shop("GET", "/v1/campuses/south/orders/01JZ0W6V3Q8Y4T5N2K7M9P1R3S", null)
                        .expect(404)
                        .code())
                .isEqualTo("CAMPUS_NOT_FOUND");
    }

    @Test
    void aRepeatHasOneEffectAndACancelledOrderIsOver() {
        String key = UUID.randomUUID().toString();
        String body = "{\"stopId\":\"lab\",\"kg\":1,\"locker\":false}";
        Streets.Answer first = city.call("POST", CAMPUS + "/orders", body, "shop", "", key, Map.of())
                .expect(201);
        Streets.Answer again = city.call("POST", CAMPUS + "/orders", body, "shop", "", key, Map.of())
                .expect(201);
        assertThat(again.raw()).isEqualTo(first.raw());
        assertThat(city.operations("GET", CAMPUS, null).body().path("orders")).hasSize(1);
        String id = first.text("/orderId");
        city.shop("DELETE", CAMPUS + "/orders/" + id, null).expect(200);
        assertThat(state(id)).isEqualTo("CANCELLED");
        assertThat(city.shop("DELETE", CAMPUS + "/orders/" + id, null)
                        .expect(409)
                        .code())
                .isEqualTo("ORDER_NOT_WAITING");
    }

    /** Each event makes a new version of one situation; none may be lost when they come together. */
    @Test
    void ordersThatComeTogetherAreAllThere() throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> order("lab", false).path("orderId").asText());
        }
        List<String> ids = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<String> call : threads.invokeAll(calls)) {
                ids.add(call.get());
            }
        }
        assertThat(city.operations("GET", CAMPUS, null).body().path("orders").findValuesAsText("orderId"))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aCampusInUseKeepsItsStops() {
        order("lab", false);
        assertThat(city.operations("PUT", CAMPUS, """
                        {"hub":"hub","fence":[{"lat":50.0,"lon":8.0},{"lat":50.0,"lon":8.02},{"lat":50.01,"lon":8.02}],
                         "stops":[{"stopId":"hub","lat":50.002,"lon":8.01,"lockerCompartments":0}],"paths":[],"vehicles":[]}""").expect(409).code()).isEqualTo("CAMPUS_IN_USE");
    }
}
