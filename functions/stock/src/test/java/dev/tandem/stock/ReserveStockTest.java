package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReserveStockTest {
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop("Reserve").open();
    }

    @Test
    void holdsStockAndShowsItToItsOwnerOnly() {
        shop.stock("CAM", "R1", 5);
        Shop.Answer made = shop.reserve("ann", Shop.newKey(), one("CAM", "R1", 2));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("status")).isEqualTo("ACTIVE");
        assertThat(made.text("pickupCode")).matches("[0-9]{6}");
        assertThat(Shop.instant(made.body().path("expiresAt")))
                .isEqualTo(shop.clock.instant().plus(Duration.ofMinutes(15)));
        assertThat(made.body().path("parcels").path(0).path("readyAt").asText()).isEqualTo("2026-03-02T10:00:00Z");
        assertThat(made.headers().path("Location").asText())
                .isEqualTo("/v1/reservations/" + made.text("reservationId"));
        assertThat(shop.balance("CAM", "R1").reserved()).isEqualTo(2);

        Shop.Answer seen = shop.get("ann", made.text("reservationId"));
        assertThat(seen.body()).isEqualTo(made.body());
        assertThat(shop.get("bob", made.text("reservationId")).code()).isEqualTo("RESERVATION_NOT_FOUND");
        assertThat(shop.get("ann", "nonsense").status()).isEqualTo(404);
        Shop.Answer staff = Shop.call(
                shop.getReservation,
                Shop.request("GET", "/x")
                        .path("reservationId", made.text("reservationId"))
                        .user("clerk")
                        .groups("staff"));
        assertThat(staff.status()).isEqualTo(200);
        assertThat(staff.body().has("pickupCode")).isFalse();
    }

    @Test
    void allLinesOrNone() {
        shop.stock("CAM", "R2A", 5);
        shop.stock("CAM", "R2B", 1);
        Shop.Answer refused = shop.reserve("ann", Shop.newKey(), """
                {"location": "CAM", "lines": [{"sku": "R2A", "quantity": 2}, {"sku": "R2B", "quantity": 2},
                 {"sku": "R2C", "quantity": 1}]}""");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_STOCK");
        assertThat(refused.body().path("lines").toString())
                .isEqualTo(
                        "[{\"sku\":\"R2A\",\"requested\":2,\"available\":5},{\"sku\":\"R2B\",\"requested\":2,\"available\":1},"
                                + "{\"sku\":\"R2C\",\"requested\":1,\"available\":0}]");
        assertThat(shop.balance("CAM", "R2A").reserved()).isZero();
        assertThat(shop.balance("CAM", "R2B").reserved()).isZero();
    }

    @Test
    void thirtyLinesFitIntoOneTransaction() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            shop.stock("CAM", "R30-" + i, 3);
            lines.add("{\"sku\": \"R30-" + i + "\", \"quantity\": 3}");
        }
        Shop.Answer made = shop.reserve(
                "ann", Shop.newKey(), "{\"location\": \"CAM\", \"lines\": [" + String.join(",", lines) + "]}");
        assertThat(made.status()).isEqualTo(201);
        Shop.Answer released = shop.release("ann", Shop.newKey(), made.text("reservationId"));
        assertThat(released.text("status")).isEqualTo("RELEASED");
        assertThat(shop.balance("CAM", "R30-29").reserved()).isZero();
    }

    @Test
    void autoTakesTheNearestThatHasItAll() {
        shop.stock("CAM", "R3A", 5);
        shop.stock("CRO", "R3A", 5);
        shop.stock("CRO", "R3B", 5);
        shop.stock("WH-RDG", "R3A", 99);
        shop.stock("WH-RDG", "R3B", 99);
        Shop.Answer made = shop.reserve("ann", Shop.newKey(), auto("pickup", "R3A", 1, "R3B", 1));
        assertThat(made.body().path("parcels").findValuesAsText("location")).containsExactly("CRO");
        Shop.Answer refused = shop.reserve("ann", Shop.newKey(), auto("pickup", "R3A", 6, "R3B", 1));
        assertThat(refused.code()).as("the warehouse hands nothing out").isEqualTo("INSUFFICIENT_STOCK");
        Shop.Answer delivered = shop.reserve("ann", Shop.newKey(), auto("delivery", "R3A", 100, "R3B", 1));
        assertThat(delivered.body().path("parcels").findValuesAsText("location"))
                .containsExactly("CAM", "WH-RDG");
        assertThat(delivered.body().has("pickupCode")).isFalse();
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndHoldsNothingMore() {
        shop.stock("CAM", "R4", 5);
        String key = Shop.newKey();
        Shop.Answer first = shop.reserve("ann", key, one("CAM", "R4", 5));
        Shop.Answer again = shop.reserve("ann", key, one("CAM", "R4", 5));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().path("Idempotency-Replayed").asText()).isEqualTo("true");
        assertThat(shop.reserve("ann", key, one("CAM", "R4", 4)).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");

        String late = Shop.newKey();
        Shop.Answer refused = shop.reserve("bob", late, one("CAM", "R4", 1));
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_STOCK");
        shop.stock("CAM", "R4", 5);
        Shop.Answer same = shop.reserve("bob", late, one("CAM", "R4", 1));
        assertThat(same.code()).as("a refusal stands under its key").isEqualTo("INSUFFICIENT_STOCK");
        assertThat(same.body().path("lines")).isEqualTo(refused.body().path("lines"));
        assertThat(shop.reserve("bob", Shop.newKey(), one("CAM", "R4", 1)).status())
                .isEqualTo(201);
        assertThat(shop.reserve("cyd", null, one("CAM", "R4", 1)).code()).isEqualTo("IDEMPOTENCY_KEY_REQUIRED");
    }

    @Test
    void anExpiredHoldNeverBlocks() {
        Shop later = new Shop("ReserveLater").open();
        later.stock("CRO", "R5", 3);
        Shop.Answer first = later.reserve("ann", Shop.newKey(), one("CRO", "R5", 3));
        assertThat(later.reserve("bob", Shop.newKey(), one("CRO", "R5", 1)).status())
                .isEqualTo(409);
        later.clock.advance(Duration.ofMinutes(15));
        JsonNode seen = later.lookup("R5").body().path("locations").path(0);
        assertThat(seen.path("availableToPromise").asInt()).isEqualTo(3);
        assertThat(seen.path("reserved").asInt()).isZero();
        assertThat(later.get("ann", first.text("reservationId")).text("status")).isEqualTo("EXPIRED");

        assertThat(later.reserve("bob", Shop.newKey(), one("CRO", "R5", 3)).status())
                .isEqualTo(201);
        assertThat(later.movements.page("CRO", "R5", 10, null).movements())
                .extracting(Movement::cause)
                .containsExactlyInAnyOrder(Cause.CORRECTION, Cause.RESERVED, Cause.EXPIRED, Cause.RESERVED);
        assertThat(later.sums("CRO", "R5")).isEqualTo(new Shop.Sums(3, 3, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"location\": \"CAM\"}",
                "{\"location\": \"CAM\", \"lines\": []}",
                "{\"location\": \"CAM\", \"lines\": [null]}",
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A\"}]}",
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A\", \"quantity\": 0}]}",
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1.5}]}",
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A\", \"quantity\": \"1\"}]}",
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A#B\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1}], \"extra\": 1}",
                "{\"location\": \"auto\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"holdFor\": \"PT59S\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"holdFor\": \"P31D\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"holdFor\": \"soon\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"near\": {\"lat\": 91, \"lon\": 0}, \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"near\": {\"lat\": 1}, \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}",
                "{\"location\": \"CAM\", \"fulfilment\": \"teleport\", \"lines\": [{\"sku\": \"A\", \"quantity\": 1}]}"
            })
    void badBodiesAreTheCallersFault(String body) {
        Shop.Answer answer = shop.reserve("ann", Shop.newKey(), body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("BODY_INVALID");
        assertThat(answer.text("detail")).doesNotContain("dev.tandem", "com.fasterxml", "Exception");
    }

    @Test
    void unknownPlacesAndMissingTokens() {
        assertThat(shop.reserve("ann", Shop.newKey(), one("MOON", "R1", 1)).code())
                .isEqualTo("UNKNOWN_LOCATION");
        assertThat(shop.reserve("ann", Shop.newKey(), one("WH-RDG", "R1", 1)).code())
                .isEqualTo("FULFILMENT_NOT_OFFERED");
        Shop.Answer anonymous = Shop.call(
                shop.reserve,
                Shop.request("POST", "/v1/reservations").key(Shop.newKey()).body(one("CAM", "R1", 1)));
        assertThat(anonymous.code()).isEqualTo("TOKEN_MISSING");
    }

    /** 200 at once want 100 pieces; every second one sends its request twice at the same time. */
    @Test
    void twoHundredAtOnceGetExactlyTheHundredThatAreThere() throws Exception {
        shop.stock("CAM", "HOT", 100);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Shop.Answer>> answers = new ArrayList<>();
        List<String> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(300)) {
            for (int client = 0; client < 200; client++) {
                String owner = "client-" + client;
                String key = Shop.newKey();
                for (int copy = 0; copy <= client % 2; copy++) {
                    clients.add(owner);
                    answers.add(threads.submit(() -> {
                        start.await();
                        return shop.reserve(owner, key, one("CAM", "HOT", 1));
                    }));
                }
            }
            start.countDown();
        }
        List<String> winners = new ArrayList<>();
        List<String> reservations = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Shop.Answer answer = answers.get(i).get();
            assertThat(answer.status()).as(answer.body().toString()).isIn(201, 409);
            if (answer.status() == 201) {
                winners.add(clients.get(i));
                reservations.add(answer.text("reservationId"));
            }
        }
        assertThat(winners.stream().distinct()).hasSize(100);
        assertThat(reservations.stream().distinct()).hasSize(100);
        Balance balance = shop.balance("CAM", "HOT");
        assertThat(balance.reserved()).isEqualTo(100);
        assertThat(balance.available()).isZero();
        assertThat(shop.sums("CAM", "HOT")).isEqualTo(new Shop.Sums(100, 100, 0));
        Map<Cause, Long> causes = shop.movements.page("CAM", "HOT", 200, null).movements().stream()
                .collect(Collectors.groupingBy(Movement::cause, Collectors.counting()));
        assertThat(causes).containsEntry(Cause.RESERVED, 100L);
    }

    private static String one(String location, String sku, int quantity) {
        return "{\"location\": \"%s\", \"lines\": [{\"sku\": \"%s\", \"quantity\": %d}]}"
                .formatted(location, sku, quantity);
    }

    private static String auto(String fulfilment, String first, int pieces, String second, int more) {
        return """
                {"location": "auto", "near": %s, "fulfilment": "%s",
                 "lines": [{"sku": "%s", "quantity": %d}, {"sku": "%s", "quantity": %d}]}""".formatted(Shop.LONDON, fulfilment, first, pieces, second, more);
    }
}
