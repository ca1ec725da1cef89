package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Products and stock of two places from their files to a filtered list: what one domain writes, the other reads. */
@ExtendWith(RunningTandem.Extension.class)
class FilteredRecommendationTest {
    private static final List<String> SKUS = List.of("FILT-N", "FILT-S", "FILT-BOTH", "FILT-OUT", "FILT-OLD");

    @Test
    void nearAPlaceIsWhatThatPlaceHas(RunningTandem tandem) throws Exception {
        open(tandem, "FILT-NORTH", 55);
        open(tandem, "FILT-SOUTH", 40);
        tandem.drop("stock/filter.csv", """
                mode,sequence,location,sku,quantity
                snapshot,1,FILT-NORTH,FILT-N,2
                snapshot,1,FILT-NORTH,FILT-BOTH,2
                snapshot,1,FILT-NORTH,FILT-OUT,0
                snapshot,1,FILT-NORTH,FILT-OLD,2
                snapshot,1,FILT-SOUTH,FILT-S,2
                snapshot,1,FILT-SOUTH,FILT-BOTH,2
                """);
        StringBuilder products = new StringBuilder("sku,name,category,price,currency,discontinued,updatedAt\n");
        for (int i = 0; i < SKUS.size(); i++) {
            products.append("%s,Name %s,Filters,%d.50,EUR,%s,2026-01-01T00:00:00Z\n"
                    .formatted(
                            SKUS.get(i), SKUS.get(i), 10 * (i + 1), SKUS.get(i).equals("FILT-OLD")));
        }
        JsonNode report = tandem.drop("products/filter.csv", products.toString());
        assertThat(report.path("applied").asInt()).as(report.toString()).isEqualTo(SKUS.size());
        invoke(tandem, "ExportCatalogue", "export-catalogue");
        invoke(tandem, "ExportAvailability", "export-availability");
        look(tandem);
        learn(tandem);

        JsonNode north = RunningTandem.await(
                "what the north has",
                () -> ask(tandem, "near=55.001,3&withinMeters=5000&category=Filters"),
                answer -> answer.path("items").size() == 2);
        assertThat(north.path("items").findValuesAsText("sku")).contains("FILT-N", "FILT-BOTH");
        assertThat(north.at("/items/0/name").asText()).startsWith("Name FILT-");
        assertThat(north.at("/items/0/category").asText()).isEqualTo("Filters");
        assertThat(north.at("/availability/applied").asBoolean()).isTrue();
        assertThat(north.at("/availability/stale").asBoolean()).isFalse();

        assertThat(skus(ask(tandem, "locationId=FILT-SOUTH&category=Filters")))
                .containsExactlyInAnyOrder("FILT-S", "FILT-BOTH");
        assertThat(skus(ask(tandem, "category=Filters"))).containsExactlyInAnyOrder("FILT-N", "FILT-S", "FILT-BOTH");
        assertThat(skus(ask(tandem, "category=Filters&category=Nothing&inStock=false")))
                .containsExactlyInAnyOrder("FILT-N", "FILT-S", "FILT-BOTH", "FILT-OUT");
        assertThat(skus(ask(tandem, "category=Filters&minPrice=1050&maxPrice=2050&currency=EUR")))
                .containsExactlyInAnyOrder("FILT-N", "FILT-S");
    }

    @Test
    void filtersThatMakeNoSenseAreRefused(RunningTandem tandem) throws Exception {
        for (String query : List.of(
                "near=55",
                "near=91,3",
                "near=55,3&withinMeters=1",
                "near=55,3&locationId=FRA-ZEIL",
                "withinMeters=500",
                "locationId=FRA-ZEIL&inStock=false",
                "inStock=maybe",
                "minPrice=-1",
                "minPrice=5&maxPrice=4",
                "currency=EUR",
                "minPrice=5&currency=euro")) {
            HttpResponse<String> answer = tandem.send(tandem.request("/v1/recommendations?" + query));
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
        }
    }

    private static void open(RunningTandem tandem, String id, int lat) throws Exception {
        HttpResponse<String> answer = tandem.send(tandem.staff("/v1/locations/" + id)
                .header("Idempotency-Key", key())
                .PUT(HttpRequest.BodyPublishers.ofString("""
                        {"name": "Far away", "kind": "STORE", "lat": %d, "lon": 3, "timeZone": "UTC", "fulfilment": ["pickup"]}""".formatted(lat))));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    private static void invoke(RunningTandem tandem, String function, String sample) throws Exception {
        var result = tandem.cloud()
                .lambda()
                .invoke(function, Files.readAllBytes(RunningTandem.root().resolve("events/" + sample + ".json")));
        assertThat(result.functionError())
                .as(new String(result.payload(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    /** Shoppers look at all of them, so that a model knows them. */
    private static void look(RunningTandem tandem) throws Exception {
        ArrayNode events = RunningTandem.JSON.createArrayNode();
        for (int session = 0; session < 20; session++) {
            for (int i = 0; i < SKUS.size(); i++) {
                events.addObject()
                        .put("eventId", "e-" + i)
                        .put("sessionId", "filter-" + session)
                        .put("consent", true)
                        .put("at", Instant.now().minusSeconds(600 - i).toString())
                        .put("kind", "view")
                        .put("sku", SKUS.get(i));
            }
        }
        HttpResponse<String> answer = tandem.send(tandem.request("/v1/behaviour-events")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"events\":" + events + "}")));
        assertThat(json(answer).path("accepted").asInt()).as(answer.body()).isEqualTo(100);
    }

    /** Has models built once the events are in the log. */
    private static void learn(RunningTandem tandem) throws Exception {
        RunningTandem.await(
                "the looks in the log", () -> RecommendationTest.log(tandem), log -> log.contains("FILT-OLD"));
        String build = json(tandem.send(tandem.staff("/v1/recommendations/models")
                        .header("Idempotency-Key", key())
                        .POST(HttpRequest.BodyPublishers.noBody())))
                .path("build")
                .asText();
        RunningTandem.await(
                "the build " + build,
                () -> json(tandem.send(tandem.request("/v1/recommendations/models")))
                        .path("builds")
                        .findValuesAsText("build"),
                builds -> builds.contains(build));
    }

    private static JsonNode ask(RunningTandem tandem, String query) throws Exception {
        HttpResponse<String> answer = tandem.send(tandem.request("/v1/recommendations?limit=50&" + query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static List<String> skus(JsonNode answer) {
        return answer.path("items")
                .valueStream()
                .map(item -> item.path("sku").asText())
                .toList();
    }
}
