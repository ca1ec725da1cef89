package dev.tandem.system;

import static dev.tandem.system.RunningTandem.await;
import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A delivery from the shop to the door through the public doors: queues, ticks and positions as deployed. */
@ExtendWith(RunningTandem.Extension.class)
class DispatchTest {
    private static final String COURIER = "courier-anna";

    private static HttpRequest.Builder courier(RunningTandem tandem, String path) {
        return tandem.request("/v1/couriers/" + COURIER + path)
                .header("Authorization", "Bearer " + tandem.cloud().token(COURIER, List.of("couriers")))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key());
    }

    private static HttpRequest.Builder shop(RunningTandem tandem, String path) {
        return tandem.request(path)
                .header("x-api-key", tandem.connection().partnerKey())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key());
    }

    private static JsonNode ok(RunningTandem tandem, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = tandem.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return json(answer);
    }

    @Test
    void aDeliveryComesToTheDoor(RunningTandem tandem) throws Exception {
        ok(tandem, tandem.staff("/v1/dispatch/zones/system-test").PUT(BodyPublishers.ofString("""
                {"name":"System test","timeZone":"Europe/Berlin","tickSeconds":1,
                 "bounds":{"south":48.10,"west":11.50,"north":48.18,"east":11.65}}""")));
        ok(tandem, courier(tandem, "/shift").PUT(BodyPublishers.ofString("""
                {"vehicle":"EBIKE","lat":48.140,"lon":11.575}""")));
        try (SqsClient sqs = tandem.sqs()) {
            String queue = sqs.getQueueUrl(request -> request.queueName("CourierPositionQueue"))
                    .queueUrl();
            sqs.sendMessage(request -> request.queueUrl(queue).messageBody("""
                    {"positions":[{"courierId":"courier-anna","lat":48.1405,"lon":11.5755}]}"""));
        }
        String id = ok(tandem, shop(tandem, "/v1/deliveries").POST(BodyPublishers.ofString("""
                {"reference":"system-1","pickUp":{"lat":48.142,"lon":11.577,"place":"shop"},
                 "dropOff":{"lat":48.150,"lon":11.580,"address":"Somewhere 1"}}""")))
                .path("deliveryId")
                .asText();
        // As every minute.
        tandem.cloud().fireSchedule("SweepDispatchSchedule");
        JsonNode offered = await(
                "an offer",
                () -> ok(tandem, courier(tandem, "/offers").GET()),
                shown -> shown.path("offers").size() == 1);
        String offer = offered.at("/offers/0/offerId").asText();
        ok(tandem, courier(tandem, "/offers/" + offer + "/accept").POST(BodyPublishers.noBody()));
        JsonNode assigned = ok(tandem, shop(tandem, "/v1/deliveries/" + id).GET());
        assertThat(assigned.path("state").asText()).isEqualTo("ASSIGNED");
        assertThat(assigned.path("courierId").asText()).isEqualTo(COURIER);
        assertThat(assigned.at("/estimate/latestAt").asText())
                .isGreaterThan(assigned.at("/estimate/expectedAt").asText());
        ok(tandem, courier(tandem, "/deliveries/" + id + "/picked-up").POST(BodyPublishers.ofString("{}")));
        ok(tandem, courier(tandem, "/deliveries/" + id + "/delivered").POST(BodyPublishers.ofString("{}")));
        assertThat(ok(tandem, shop(tandem, "/v1/deliveries/" + id).GET())
                        .path("state")
                        .asText())
                .isEqualTo("DELIVERED");
        JsonNode zone =
                ok(tandem, tandem.staff("/v1/dispatch/zones/system-test").GET());
        assertThat(zone.path("delivered").asInt()).isOne();
        ok(tandem, courier(tandem, "/shift").DELETE());
        HttpResponse<String> stranger = tandem.send(tandem.shopper("/v1/couriers/" + COURIER + "/offers"));
        assertThat(stranger.statusCode()).isEqualTo(403);
        HttpResponse<String> picture = tandem.send(tandem.staff("/v1/dispatch/zones/system-test/snapshot.svg"));
        assertThat(picture.body()).startsWith("<svg ").endsWith("</svg>");
        assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
    }
}
