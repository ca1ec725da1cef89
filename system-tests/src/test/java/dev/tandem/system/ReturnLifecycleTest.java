package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole journeys from approval to goods on sale and money paid, with the clock of the workflow moved. */
@ExtendWith(RunningTandem.Extension.class)
class ReturnLifecycleTest {
    private static final String GRADED = "{\"lines\":[{\"lineId\":\"1\",\"condition\":\"as-new\"}]}";

    @Test
    void aCollectedReturnIsBackOnSaleWithinSeventyTwoHours(RunningTandem tandem) throws Exception {
        ReturnSteps steps = new ReturnSteps(tandem);
        HttpResponse<String> centre = tandem.send(tandem.staff("/v1/sorting-centres/WIESBADEN")
                .header("Idempotency-Key", key())
                .PUT(BodyPublishers.ofString("""
                    {"location":"WIESBADEN","position":{"latitude":50.08,"longitude":8.24},"dailyCapacity":100,
                     "refurbishes":["wear"]}\
                    """)));
        assertThat(centre.statusCode()).as(centre.body()).isEqualTo(200);
        String id = steps.approved("COURIER-RETURN-1", "courier");
        JsonNode offered = steps.post(
                false, "/v1/returns/" + id + "/collection", "{\"position\":{\"latitude\":50.0,\"longitude\":8.27}}");
        steps.awaitWait(id, "slot");
        steps.post(
                false,
                "/v1/returns/" + id + "/slot",
                "{\"slotId\":\"" + offered.at("/slots/0/slotId").asText() + "\"}");
        steps.awaitWait(id, "collection");
        tandem.cloud().clock().advance(Duration.ofHours(20));
        steps.post(true, "/v1/returns/" + id + "/scans", "{\"kind\":\"collected\"}");
        steps.awaitWait(id, "receipt");
        tandem.cloud().clock().advance(Duration.ofHours(30));
        steps.post(true, "/v1/returns/" + id + "/scans", "{\"kind\":\"received\"}");
        steps.awaitWait(id, "grading");
        tandem.cloud().clock().advance(Duration.ofHours(20));
        steps.post(true, "/v1/returns/" + id + "/grading", GRADED);
        steps.awaitState(id, "/lifecycle/stage", "DISPOSED");
        steps.awaitStock("COURIER-RETURN-1", "WIESBADEN");

        JsonNode end = steps.shown(id);
        assertThat(end.path("state").asText()).isEqualTo("SETTLED");
        assertThat(end.at("/lifecycle/centreId").asText()).isEqualTo("WIESBADEN");
        assertThat(end.at("/lifecycle/clock/inTime").asBoolean()).isTrue();
        assertThat(end.at("/lifecycle/clock/minutes").asDouble()).isBetween(50 * 60.0, 51 * 60.0);
        assertThat(steps.messages("RefundQueue", id, 1)).hasSize(1);

        String day = end.at("/lifecycle/clock/startedAt").asText().substring(0, 10);
        JsonNode figures = json(tandem.send(tandem.staff("/v1/returns/metrics?from=" + day + "&to=" + day)));
        assertThat(figures.at("/channels/courier/shareInTime").asDouble())
                .as(figures.toString())
                .isEqualTo(1);
        tandem.cloud().fireSchedule("WriteReturnInsightsSchedule");
        RunningTandem.await(
                "the insights",
                () -> tandem.send(tandem.request("/v1/products/COURIER-RETURN-1/return-insights"))
                        .body(),
                body -> body.contains("\"TOO_SMALL\":1"));
    }

    @Test
    void goodsHandedInAtAStoreAreWrittenOffInTime(RunningTandem tandem) throws Exception {
        ReturnSteps steps = new ReturnSteps(tandem);
        String id = steps.approved("STORE-RETURN-1", "store");
        steps.post(true, "/v1/returns/" + id + "/scans", "{\"kind\":\"store\",\"location\":\"WIESBADEN\"}");
        steps.awaitWait(id, "write-off");
        tandem.cloud().clock().advance(Duration.ofMinutes(9));
        steps.post(true, "/v1/returns/" + id + "/grading", GRADED);
        steps.awaitState(id, "/state", "SETTLED");
        steps.awaitStock("STORE-RETURN-1", "WIESBADEN");
        assertThat(steps.shown(id).at("/lifecycle/clock/inTime").asBoolean()).isTrue();
        assertThat(steps.messages("RefundQueue", id, 1)).hasSize(1);
    }

    @Test
    void aClockThatRunsOutEscalatesAndTheShopperIsPaidAllTheSame(RunningTandem tandem) throws Exception {
        ReturnSteps steps = new ReturnSteps(tandem);
        String id = steps.approved("STORE-RETURN-2", "store");
        steps.post(true, "/v1/returns/" + id + "/scans", "{\"kind\":\"store\",\"location\":\"WIESBADEN\"}");
        steps.awaitWait(id, "write-off");
        tandem.cloud().clock().advance(Duration.ofMinutes(16));
        steps.awaitState(id, "/state", "SETTLED");
        assertThat(steps.messages("ReturnEscalationQueue", id, 1)).hasSize(1);
        steps.awaitWait(id, "write-off");
        assertThat(steps.shown(id).at("/lifecycle/escalations")).hasSize(1);
        steps.post(true, "/v1/returns/" + id + "/grading", GRADED);
        steps.awaitState(id, "/lifecycle/stage", "DISPOSED");
        steps.awaitStock("STORE-RETURN-2", "WIESBADEN");
        assertThat(steps.shown(id).at("/lifecycle/clock/inTime").asBoolean()).isFalse();
        assertThat(steps.messages("RefundQueue", id, 1)).as("paid once").hasSize(1);
    }
}
