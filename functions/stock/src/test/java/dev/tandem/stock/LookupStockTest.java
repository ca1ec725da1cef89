package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupStockTest {
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop("Lookup").open();
        shop.stock("CAM", "A", 3);
        shop.stock("CRO", "A", 40);
        shop.stock("WH-RDG", "A", 500);
        shop.stock("CAM", "B", 0);
    }

    @Test
    void nearestFirstWithBandReadyTimeAndAge() {
        shop.clock.advance(Duration.ofSeconds(41));
        Shop.Answer answer = shop.lookup("A", "lat", "51.5074", "lon", "-0.1278");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode places = answer.body().path("locations");
        assertThat(places.findValuesAsText("location")).containsExactly("CAM", "CRO", "WH-RDG");
        assertThat(places.findValuesAsText("band")).containsExactly("LOW", "IN", "IN");
        assertThat(places.path(0).path("distanceKm").asDouble()).isBetween(3.5, 3.8);
        assertThat(places.path(0).path("readyForPickupAt").asText()).isEqualTo("2026-03-02T10:05:00Z");
        assertThat(places.path(0).path("ageSeconds").asInt()).isEqualTo(41);
        assertThat(places.path(2).has("readyForPickupAt")).isFalse();
        assertThat(answer.body().path("availableToPromise").asInt()).isEqualTo(543);
        assertThat(answer.headers().path("Cache-Control").asText()).contains("max-age");
    }

    @Test
    void filtersByDistanceFulfilmentAndLimit() {
        String[] london = {"lat", "51.5074", "lon", "-0.1278"};
        assertThat(shop.lookup("A", "lat", "51.5074", "lon", "-0.1278", "radiusKm", "20")
                        .body()
                        .path("locations")
                        .findValuesAsText("location"))
                .containsExactly("CAM", "CRO");
        assertThat(shop.lookup("A", "fulfilment", "pickup")
                        .body()
                        .path("locations")
                        .findValuesAsText("location"))
                .as("without a place the most comes first")
                .containsExactly("CRO", "CAM");
        assertThat(shop.lookup("A", london[0], london[1], london[2], london[3], "limit", "1")
                        .body()
                        .path("locations")
                        .size())
                .isEqualTo(1);
        assertThat(shop.lookup("A", "lat", "0", "lon", "0", "radiusKm", "1")
                        .body()
                        .path("band")
                        .asText())
                .isEqualTo("OUT");
    }

    @Test
    void anETagHoldsUntilSomethingChanges() {
        shop.stock("CAM", "E", 9);
        String tag = shop.lookup("E").headers().path("ETag").asText();
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        Shop.Request again = Shop.request("GET", "/v1/stock/E").path("sku", "E").header("If-None-Match", tag);
        Shop.Answer unchanged = Shop.call(shop.lookup, again);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.headers().path("ETag").asText()).isEqualTo(tag);
        shop.stock("CAM", "E", 1);
        assertThat(Shop.call(shop.lookup, again).status()).isEqualTo(200);
    }

    @Test
    void inboundIsPromisedFromItsDay() {
        Posting posting = Posting.of(
                        new Movement("i", "CAM", "I", 2, 0, 5, Cause.FEED_SNAPSHOT, null, "c", shop.clock.instant(), 1))
                .withPlace(new ShelfPlace("1", "B", "07", "3"))
                .withInbound(List.of(
                        new Inbound(10, LocalDate.of(2026, 3, 9)),
                        new Inbound(1, LocalDate.of(2026, 3, 5)),
                        new Inbound(99, LocalDate.of(2026, 3, 1))));
        shop.dynamoDb.transactWriteItems(
                request -> request.transactItems(shop.ledger.post(posting, shop.clock.instant())));
        JsonNode place = shop.lookup("I").body().path("locations").path(0);
        assertThat(place.path("availableToPromise").asInt()).isZero();
        assertThat(place.path("inbound").toString())
                .isEqualTo("[{\"quantity\":1,\"expectedOn\":\"2026-03-05\",\"availableToPromise\":0},"
                        + "{\"quantity\":10,\"expectedOn\":\"2026-03-09\",\"availableToPromise\":8}]");
        assertThat(place.path("place").path("bay").asText()).isEqualTo("07");
    }

    @ParameterizedTest
    @CsvSource({
        "lat,91,lon,0",
        "lat,x,lon,0",
        "lat,NaN,lon,0",
        "lat,1,limit,5",
        "radiusKm,5,limit,5",
        "limit,0,fulfilment,pickup",
        "limit,201,fulfilment,pickup",
        "limit,5,fulfilment,drone"
    })
    void badParametersAreTheCallersFault(String first, String a, String second, String b) {
        Shop.Answer answer = shop.lookup("A", first, a, second, b);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("PARAMETER_INVALID");
    }

    @Test
    void unknownSkuIsNotFoundAndAStrangeOneIsRefused() {
        assertThat(shop.lookup("NEVER").code()).isEqualTo("SKU_NOT_FOUND");
        assertThat(shop.lookup("..").status()).isEqualTo(400);
        assertThat(shop.lookup("A#B").status()).isEqualTo(400);
        assertThat(shop.lookup("B").text("band")).isEqualTo("OUT");
    }

    @Test
    void primingRunsOnAnEmptyShopToo() {
        Shop empty = new Shop("Empty");
        Samples.answer(empty.stock, new Locations(empty.locations::all, empty.clock));
        Samples.request();
        assertThat(empty.lookup("PRIMING").status())
                .as("and leaves nothing behind")
                .isEqualTo(404);
    }

    @Test
    void manyAtOnceInTheOrderAsked() {
        Shop.Answer answer =
                Shop.call(shop.query, Shop.request("POST", "/v1/stock/query").body("""
                {"skus": ["B", "NEVER", "A", "B"], "near": %s, "limit": 1}""".formatted(Shop.LONDON)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("items").findValuesAsText("sku")).containsExactly("B", "A");
        assertThat(answer.body().path("unknown").toString()).isEqualTo("[\"NEVER\"]");
        assertThat(answer.body().path("items").path(1).path("locations").size()).isEqualTo(1);
        for (String bad :
                List.of("{}", "{\"skus\": []}", "{\"skus\": [null]}", "null", "{\"skus\": [\"A\"], \"radiusKm\": 3}")) {
            assertThat(Shop.call(
                                    shop.query,
                                    Shop.request("POST", "/v1/stock/query").body(bad))
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }
}
