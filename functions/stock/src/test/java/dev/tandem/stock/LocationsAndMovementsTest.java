package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocationsAndMovementsTest {
    private static int count;
    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop("Places" + count++).open();
    }

    @Test
    void aLocationIsPutAndListed() {
        String body = """
                {"name": "Leeds", "kind": "STORE", "lat": 53.8, "lon": -1.55, "timeZone": "Europe/London",
                 "openingHours": {"monday": [{"from": "14:00", "to": "24:00"}, {"from": "09:00", "to": "12:00"}]},
                 "exceptions": [{"date": "2026-12-25", "periods": []}], "fulfilment": ["pickup"], "region": "North"}""";
        Shop.Answer put = put("LDS-1", body, "staff");
        assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
        assertThat(put.text("preparation")).isEqualTo("PT1H");
        assertThat(put.body().path("lowStockThreshold").asInt()).isEqualTo(5);
        assertThat(put.body()
                        .path("openingHours")
                        .path("monday")
                        .path(0)
                        .path("from")
                        .asText())
                .isEqualTo("09:00");
        Shop.Answer listed = Shop.call(
                shop.listLocations,
                Shop.request("GET", "/v1/locations")
                        .query("lat", "53.8")
                        .query("lon", "-1.55")
                        .query("kind", "STORE"));
        assertThat(listed.body().path("locations").findValuesAsText("locationId"))
                .containsExactly("LDS-1", "CAM", "CRO");
        ObjectNode expected = (ObjectNode) put.body().deepCopy();
        assertThat(listed.body().path("locations").path(0)).isEqualTo(expected.put("distanceKm", 0.0));
    }

    @Test
    void onlyStaffAndOnlySense() {
        String good = """
                {"name": "L", "kind": "STORE", "lat": 53.8, "lon": -1.55, "timeZone": "Europe/London", "fulfilment": []}""";
        assertThat(put("L1", good, "shopper").code()).isEqualTo("GROUP_REQUIRED");
        assertThat(put("auto", good, "staff").status()).isEqualTo(400);
        assertThat(put("a b", good, "staff").status()).isEqualTo(400);
        for (String[] change : new String[][] {
            {"Europe/London", "Moon/Crater"},
            {"53.8", "153.8"},
            {"\"STORE\"", "\"KIOSK\""},
            {"\"fulfilment\": []", "\"fulfilment\": [\"drone\"]"},
            {"\"fulfilment\": []", "\"fulfilment\": [null]"},
            {"\"name\": \"L\",", ""},
            {"\"fulfilment\": []", "\"fulfilment\": [], \"preparation\": \"PT-1H\""},
            {"\"fulfilment\": []", "\"fulfilment\": [], \"openingHours\": {\"funday\": []}"},
            {
                "\"fulfilment\": []",
                "\"fulfilment\": [], \"openingHours\": {\"monday\": [{\"from\": \"18:00\", \"to\": \"09:00\"}]}"
            },
            {"\"fulfilment\": []", "\"fulfilment\": [], \"openingHours\": {\"monday\": [null]}"}
        }) {
            Shop.Answer answer = put("L1", good.replace(change[0], change[1]), "staff");
            assertThat(answer.status()).as(change[1] + " " + answer.body()).isEqualTo(400);
        }
        assertThat(put("L1", good, "shopper,staff").status()).isEqualTo(200);
    }

    @Test
    void theLedgerIsPagedNewestFirst() {
        for (int i = 1; i <= 5; i++) {
            shop.clock.advance(java.time.Duration.ofSeconds(1));
            shop.stock("CAM", "A", i);
        }
        List<Integer> deltas = new ArrayList<>();
        String next = null;
        do {
            Shop.Request request = Shop.request("GET", "/v1/stock/A/movements")
                    .path("sku", "A")
                    .query("location", "CAM")
                    .query("limit", "2")
                    .user("clerk")
                    .groups("staff");
            Shop.Answer page = Shop.call(shop.listMovements, next == null ? request : request.query("next", next));
            assertThat(page.status()).isEqualTo(200);
            page.body()
                    .path("movements")
                    .forEach(movement -> deltas.add(movement.path("onHandDelta").asInt()));
            next = page.body().path("next").asText(null);
        } while (next != null);
        assertThat(deltas).containsExactly(5, 4, 3, 2, 1);
        Shop.Request bad = Shop.request("GET", "/v1/stock/A/movements")
                .path("sku", "A")
                .query("location", "CAM")
                .query("next", "bm8")
                .user("clerk")
                .groups("staff");
        assertThat(Shop.call(shop.listMovements, bad).status()).isEqualTo(400);
    }

    @Test
    void movementsOfOtherDomainsCountOnceAndPoisonIsSetAside() {
        String sale = message("m1", "CAM", "\"onHandDelta\": 7", "TRANSFER");
        JsonNode answer = deliver(
                sale,
                "not json",
                sale,
                message("m2", "MOON", "\"onHandDelta\": 7", "TRANSFER"),
                message("m3", "CAM", "\"buffer\": 2", "BUFFER"),
                message("m4", "CAM", "\"onHandDelta\": 7", "RESERVED"),
                "null",
                message("m5", "CAM", "\"onHandDelta\": -1", "WRITE_OFF"));
        assertThat(answer.path("batchItemFailures").size()).isZero();
        assertThat(shop.deadLetters).hasSize(4);
        assertThat(shop.deadLetters.get(1)).startsWith("UNKNOWN_LOCATION");
        deliver(message("m3", "CAM", "\"buffer\": 2", "BUFFER"), message("m6", "CAM", "\"buffer\": 1", "BUFFER"));
        assertThat(shop.sums("CAM", "A")).isEqualTo(new Shop.Sums(6, 0, 1));
        assertThat(shop.balance("CAM", "A").available()).isEqualTo(5);
    }

    private JsonNode deliver(String... bodies) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        for (int i = 0; i < bodies.length; i++) {
            records.addObject().put("messageId", "message-" + i).put("body", bodies[i]);
        }
        return Json.tree(Shop.invoke(shop.applyMovement, Json.writeBytes(event)));
    }

    private static String message(String id, String location, String change, String cause) {
        return """
                {"movementId": "%s", "location": "%s", "sku": "A", %s, "cause": "%s", "reference": "T-1",
                 "correlationId": "c-1", "at": "2026-03-02T08:00:00Z"}""".formatted(id, location, change, cause);
    }

    private Shop.Answer put(String id, String body, String groups) {
        return Shop.call(
                shop.putLocation,
                Shop.request("PUT", "/v1/locations/" + id)
                        .path("locationId", id)
                        .user("clerk")
                        .groups(groups)
                        .key(Shop.newKey())
                        .body(body));
    }
}
