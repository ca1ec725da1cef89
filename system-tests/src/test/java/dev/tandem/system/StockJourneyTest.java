package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a dropped file to a picked-up order, as a shopper, a partner and the staff see it. */
@ExtendWith(RunningTandem.Extension.class)
class StockJourneyTest {
    private static String stock(int sequence, String location, String sku, int quantity) {
        return "mode,sequence,location,sku,quantity,floor,aisle,bay,shelf\ndelta," + sequence + "," + location + ","
                + sku + "," + quantity + ",1,B,4,2\n";
    }

    @Test
    void aDroppedFileIsSeenReservedPickedUpAndAccountedFor(RunningTandem tandem) throws Exception {
        JsonNode report = tandem.drop("stock/journey.csv", stock(1001, "MAINZ", "JOURNEY-1", 5));
        assertThat(report.path("status").asText()).isEqualTo("APPLIED");

        JsonNode seen = tandem.position("JOURNEY-1", "MAINZ");
        assertThat(seen.path("availableToPromise").asInt()).isEqualTo(5);
        assertThat(seen.path("place").path("aisle").asText()).isEqualTo("B");

        String body =
                "{\"lines\":[{\"sku\":\"JOURNEY-1\",\"quantity\":2}],\"location\":\"auto\",\"near\":{\"lat\":50.0,\"lon\":8.27},"
                        + "\"fulfilment\":\"pickup\",\"holdFor\":\"PT30M\"}";
        String key = key();
        HttpResponse<String> reserved = tandem.reserve(key, body);
        assertThat(reserved.statusCode()).as(reserved.body()).isEqualTo(201);
        JsonNode reservation = json(reserved);
        String id = reservation.path("reservationId").asText();
        assertThat(reservation.path("parcels").get(0).path("location").asText()).isEqualTo("MAINZ");
        assertThat(tandem.position("JOURNEY-1", "MAINZ")
                        .path("availableToPromise")
                        .asInt())
                .isEqualTo(3);

        HttpResponse<String> repeated = tandem.reserve(key, body);
        assertThat(repeated.body()).isEqualTo(reserved.body());
        assertThat(tandem.position("JOURNEY-1", "MAINZ")
                        .path("availableToPromise")
                        .asInt())
                .isEqualTo(3);

        HttpResponse<String> wrong =
                confirm(tandem, id, key(), "000000".equals(code(reservation)) ? "111111" : "000000");
        assertThat(wrong.statusCode()).isEqualTo(403);
        HttpResponse<String> confirmed = confirm(tandem, id, key(), code(reservation));
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
        assertThat(json(confirmed).path("status").asText()).isEqualTo("PICKED_UP");

        assertThat(tandem.position("JOURNEY-1", "MAINZ").path("onHand").asInt()).isEqualTo(3);
        assertThat(tandem.ledger("JOURNEY-1", "MAINZ")).containsExactly(3, 0);
    }

    private static String code(JsonNode reservation) {
        return reservation.path("pickupCode").asText();
    }

    private static HttpResponse<String> confirm(RunningTandem tandem, String id, String key, String code)
            throws Exception {
        return tandem.send(tandem.staff("/v1/reservations/" + id + "/confirm-pickup")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"pickupCode\":\"" + code + "\"}")));
    }

    @Test
    void aReleasedReservationGivesItsStockBack(RunningTandem tandem) throws Exception {
        tandem.drop("stock/release.csv", stock(1002, "HANAU", "RELEASE-1", 4));
        HttpResponse<String> reserved = tandem.reserve(
                key(),
                "{\"lines\":[{\"sku\":\"RELEASE-1\",\"quantity\":4}],\"location\":\"HANAU\",\"fulfilment\":\"delivery\"}");
        assertThat(reserved.statusCode()).as(reserved.body()).isEqualTo(201);
        String path = "/v1/reservations/" + json(reserved).path("reservationId").asText();
        HttpResponse<String> full = tandem.reserve(
                key(),
                "{\"lines\":[{\"sku\":\"RELEASE-1\",\"quantity\":1}],\"location\":\"HANAU\",\"fulfilment\":\"delivery\"}");
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(json(full).path("code").asText()).isEqualTo("INSUFFICIENT_STOCK");

        HttpResponse<String> released = tandem.send(
                tandem.shopper(path).header("Idempotency-Key", key()).DELETE());
        assertThat(released.statusCode()).as(released.body()).isBetween(200, 204);
        assertThat(tandem.position("RELEASE-1", "HANAU")
                        .path("availableToPromise")
                        .asInt())
                .isEqualTo(4);
        assertThat(tandem.ledger("RELEASE-1", "HANAU")).containsExactly(4, 0);
    }

    @Test
    void theSameFileTwiceChangesNothing(RunningTandem tandem) throws Exception {
        String file = stock(1003, "GIESSEN", "TWICE-1", 7);
        assertThat(tandem.drop("stock/twice.csv", file).path("status").asText()).isEqualTo("APPLIED");
        assertThat(tandem.drop("stock/twice-again.csv", file).path("status").asText())
                .isEqualTo("ALREADY_APPLIED");
        assertThat(tandem.position("TWICE-1", "GIESSEN").path("onHand").asInt()).isEqualTo(7);
    }

    @Test
    void salesMoveStockAndReturnsBringItBack(RunningTandem tandem) throws Exception {
        tandem.drop("stock/sold.csv", stock(1004, "DARMSTADT", "SOLD-1", 10));
        JsonNode report = tandem.drop("sales/sold.csv", """
                saleId,saleLine,location,sku,quantity,soldAt
                T-1,1,DARMSTADT,SOLD-1,3,2026-03-01T10:00:00Z
                T-1,2,DARMSTADT,SOLD-1,2,2026-03-01T10:00:00Z
                T-2,1,DARMSTADT,SOLD-1,-1,2026-03-02T10:00:00Z
                T-3,1,DARMSTADT,SOLD-1,0,2026-03-02T10:00:00Z
                T-4,1,NOWHERE,SOLD-1,1,2026-03-02T10:00:00Z
                """);
        assertThat(report.path("applied").asInt()).isEqualTo(3);
        assertThat(report.path("status").asText()).isEqualTo("PARTLY_APPLIED");
        assertThat(tandem.position("SOLD-1", "DARMSTADT").path("onHand").asInt())
                .isEqualTo(6);
        assertThat(tandem.ledger("SOLD-1", "DARMSTADT")[0]).isEqualTo(6);
    }

    @Test
    void anUnchangedAnswerIsNotSentTwice(RunningTandem tandem) throws Exception {
        HttpResponse<String> first = tandem.send(tandem.request("/v1/stock/BABY-0006?lat=50.1&lon=8.6"));
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = tandem.send(
                tandem.request("/v1/stock/BABY-0006?lat=50.1&lon=8.6").header("If-None-Match", tag));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void nearestLocationsComeFirst(RunningTandem tandem) throws Exception {
        JsonNode answer = json(tandem.send(tandem.request("/v1/stock/HOME-0002?lat=50.0&lon=8.27&limit=10")));
        double last = 0;
        for (JsonNode location : answer.path("locations")) {
            assertThat(location.path("distanceKm").asDouble()).isGreaterThanOrEqualTo(last);
            last = location.path("distanceKm").asDouble();
        }
        assertThat(answer.path("locations").size()).isGreaterThan(3);
    }
}
