package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReservationLifeTest {
    private static int count;
    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop("Life" + count++).open();
        shop.stock("CAM", "A", 10);
        shop.stock("CRO", "B", 10);
    }

    @Test
    void releaseFreesOnceAndAnswersTheSameAgain() {
        String id = hold("ann", 4).text("reservationId");
        assertThat(shop.release("bob", Shop.newKey(), id).status()).isEqualTo(404);
        Shop.Answer released = shop.release("ann", Shop.newKey(), id);
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.text("status")).isEqualTo("RELEASED");
        Shop.Answer again = shop.release("ann", Shop.newKey(), id);
        assertThat(again.body()).isEqualTo(released.body());
        assertThat(shop.balance("CAM", "A").available()).isEqualTo(10);
        assertThat(shop.sums("CAM", "A")).isEqualTo(new Shop.Sums(10, 0, 0));
        assertThat(shop.stock.expiredHolds("A", shop.clock.instant().plus(Duration.ofDays(40))))
                .isEmpty();
    }

    @Test
    void pickupNeedsStaffAndTheCode() {
        Shop.Answer made = hold("ann", 4);
        String id = made.text("reservationId");
        Shop.Answer shopper = Shop.call(
                shop.confirm,
                Shop.request("POST", "/x")
                        .path("reservationId", id)
                        .user("ann")
                        .key(Shop.newKey())
                        .body(code(made)));
        assertThat(shopper.code()).isEqualTo("GROUP_REQUIRED");
        assertThat(shop.confirm(Shop.newKey(), id, "{}").code()).isEqualTo("PICKUP_CODE_REQUIRED");

        String key = Shop.newKey();
        Shop.Answer handed = shop.confirm(key, id, code(made));
        assertThat(handed.status()).as(handed.body().toString()).isEqualTo(200);
        assertThat(handed.text("status")).isEqualTo("PICKED_UP");
        assertThat(handed.body().has("pickupCode")).isFalse();
        assertThat(shop.confirm(key, id, code(made)).body()).isEqualTo(handed.body());
        assertThat(shop.confirm(Shop.newKey(), id, code(made)).code()).isEqualTo("ALREADY_PICKED_UP");
        assertThat(shop.sums("CAM", "A")).isEqualTo(new Shop.Sums(6, 0, 0));
        assertThat(shop.balance("CAM", "A").available()).isEqualTo(6);
        assertThat(shop.release("ann", Shop.newKey(), id).text("status")).isEqualTo("PICKED_UP");
    }

    @Test
    void fiveWrongCodesLockAlsoTheRightOne() throws Exception {
        Shop.Answer made = hold("ann", 1);
        String id = made.text("reservationId");
        String wrong = made.text("pickupCode").equals("000000") ? "000001" : "000000";
        List<Future<Shop.Answer>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 20; i++) {
                tries.add(threads.submit(() -> shop.confirm(Shop.newKey(), id, "{\"pickupCode\": \"" + wrong + "\"}")));
            }
        }
        int refused = 0;
        for (Future<Shop.Answer> attempt : tries) {
            assertThat(attempt.get().code()).isIn("PICKUP_CODE_WRONG", "PICKUP_CODE_LOCKED");
            refused += attempt.get().code().equals("PICKUP_CODE_WRONG") ? 1 : 0;
        }
        assertThat(refused).isEqualTo(ReservationDesk.MOST_WRONG_CODES);
        Shop.Answer right = shop.confirm(Shop.newKey(), id, code(made));
        assertThat(right.status()).isEqualTo(423);
        assertThat(shop.release("ann", Shop.newKey(), id).text("status")).isEqualTo("RELEASED");
    }

    @Test
    void tooLateIsGone() {
        Shop.Answer made = hold("ann", 4);
        shop.clock.advance(Duration.ofMinutes(15));
        Shop.Answer late = shop.confirm(Shop.newKey(), made.text("reservationId"), code(made));
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.code()).isEqualTo("RESERVATION_EXPIRED");
        Shop.Answer released = shop.release("ann", Shop.newKey(), made.text("reservationId"));
        assertThat(released.text("status")).isEqualTo("EXPIRED");
        assertThat(shop.balance("CAM", "A").available()).isEqualTo(10);
    }

    @Test
    void parcelsAreHandedOverOneByOne() {
        Shop.Answer made = shop.reserve("ann", Shop.newKey(), """
                {"location": "auto", "near": %s, "fulfilment": "delivery",
                 "lines": [{"sku": "A", "quantity": 2}, {"sku": "B", "quantity": 3}]}""".formatted(Shop.LONDON));
        String id = made.text("reservationId");
        assertThat(shop.confirm(Shop.newKey(), id, "{}").code()).isEqualTo("LOCATION_REQUIRED");
        assertThat(shop.confirm(Shop.newKey(), id, "{\"location\": \"WH-RDG\"}").code())
                .isEqualTo("NOTHING_HELD_HERE");
        assertThat(shop.confirm(Shop.newKey(), id, "{\"location\": \"CAM\"}").text("status"))
                .isEqualTo("ACTIVE");
        assertThat(shop.confirm(Shop.newKey(), id, "{\"location\": \"CAM\"}").code())
                .isEqualTo("ALREADY_PICKED_UP");
        assertThat(shop.sums("CAM", "A")).isEqualTo(new Shop.Sums(8, 0, 0));
        assertThat(shop.sums("CRO", "B")).isEqualTo(new Shop.Sums(10, 3, 0));
        shop.clock.advance(Duration.ofHours(1));
        shop.sweep();
        assertThat(shop.sums("CAM", "A")).as("what left stays away").isEqualTo(new Shop.Sums(8, 0, 0));
        assertThat(shop.sums("CRO", "B")).isEqualTo(new Shop.Sums(10, 0, 0));
    }

    @Test
    void theSweepEndsWhatIsDueOnceAlsoWhenItRunsTwiceAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            hold("ann", 1);
        }
        shop.clock.advance(Duration.ofMinutes(14));
        Shop.Answer fresh = shop.reserve(
                "ann", Shop.newKey(), "{\"location\": \"CRO\", \"lines\": [{\"sku\": \"B\", \"quantity\": 1}]}");
        shop.clock.advance(Duration.ofMinutes(1));
        int expired = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<JsonNode>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(threads.submit(shop::sweep));
            }
            for (Future<JsonNode> run : runs) {
                expired += run.get().path("expired").asInt();
                assertThat(run.get().path("failed").asInt()).isZero();
                assertThat(run.get().path("complete").asBoolean()).isTrue();
            }
        }
        assertThat(expired).isEqualTo(10);
        assertThat(shop.sums("CAM", "A")).isEqualTo(new Shop.Sums(10, 0, 0));
        assertThat(shop.balance("CAM", "A").available()).isEqualTo(10);
        assertThat(shop.get("ann", fresh.text("reservationId")).text("status")).isEqualTo("ACTIVE");
        assertThat(shop.sweep().path("expired").asInt()).isZero();
    }

    private Shop.Answer hold(String owner, int quantity) {
        Shop.Answer made = shop.reserve(
                owner,
                Shop.newKey(),
                "{\"location\": \"CAM\", \"lines\": [{\"sku\": \"A\", \"quantity\": " + quantity + "}]}");
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made;
    }

    private static String code(Shop.Answer made) {
        return "{\"pickupCode\": \"" + made.text("pickupCode") + "\"}";
    }
}
