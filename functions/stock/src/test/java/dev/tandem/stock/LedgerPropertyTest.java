package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Random lives of stock, with a network that fails before or after a write reaches the table. Whatever happens, balance is the sum
 * of movements, available is what it must be, and nothing is reserved that no active reservation holds.
 */
class LedgerPropertyTest {
    private static final List<String> LOCATIONS = List.of("CAM", "CRO");
    private static final List<String> SKUS = List.of("A", "B", "C");

    @Test
    void balanceIsTheSumOfMovementsAtAllTimes() {
        // -Dproperty.runs=200 looks longer.
        for (long seed = 1; seed <= Long.getLong("property.runs", 2); seed++) {
            new Run(seed).live(80);
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final Shop shop;
        private final List<Shop.Answer> made = new ArrayList<>();
        private final List<String[]> unanswered = new ArrayList<>();
        private boolean failing;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.shop = new Shop("Property" + seed, flaky(LocalDynamo.client())).open();
        }

        void live(int steps) {
            for (String location : LOCATIONS) {
                SKUS.forEach(sku -> shop.stock(location, sku, 5 + random.nextInt(20)));
            }
            for (int step = 0; step < steps; step++) {
                failing = random.nextInt(3) == 0;
                step();
                failing = false;
                if (step % 10 == 9) {
                    check("step " + step);
                }
            }
            // Who got no answer asks again with the same key, and gets one.
            for (String[] lost : unanswered) {
                Shop.Answer answer = shop.reserve(lost[0], lost[1], lost[2]);
                assertThat(answer.status())
                        .as("seed %d: %s", seed, answer.body())
                        .isIn(201, 409);
            }
            check("repeats");
            shop.clock.advance(Duration.ofDays(31));
            shop.sweep();
            check("end");
            for (String location : LOCATIONS) {
                SKUS.forEach(sku -> assertThat(shop.balance(location, sku).reserved())
                        .as("seed %d, %s %s", seed, location, sku)
                        .isZero());
            }
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> reserve();
                case 4 ->
                    anyMade().ifPresent(answer -> shop.release("ann", Shop.newKey(), answer.text("reservationId")));
                case 5, 6 ->
                    anyMade()
                            .ifPresent(answer -> shop.confirm(
                                    Shop.newKey(),
                                    answer.text("reservationId"),
                                    random.nextInt(4) == 0
                                            ? "{\"pickupCode\": \"999999\"}"
                                            : "{\"pickupCode\": \"" + answer.text("pickupCode") + "\"}"));
                case 7 -> shop.clock.advance(Duration.ofSeconds(random.nextInt(600)));
                case 8 -> {
                    try {
                        shop.sweep();
                    } catch (RuntimeException e) {
                        // the schedule fires again
                    }
                }
                default -> apply();
            }
        }

        private java.util.Optional<Shop.Answer> anyMade() {
            return made.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(made.get(random.nextInt(made.size())));
        }

        private void reserve() {
            String location = random.nextBoolean() ? "auto" : LOCATIONS.get(random.nextInt(2));
            String body = """
                    {"location": "%s", "near": %s, "allowSplit": false, "holdFor": "PT%dM",
                     "lines": [{"sku": "%s", "quantity": %d}, {"sku": "%s", "quantity": %d}]}""".formatted(
                            location,
                            Shop.LONDON,
                            1 + random.nextInt(20),
                            sku(),
                            1 + random.nextInt(4),
                            sku(),
                            1 + random.nextInt(4));
            String key = Shop.newKey();
            Shop.Answer answer = shop.reserve("ann", key, body);
            if (answer.status() == 201) {
                made.add(answer);
            } else if (answer.status() >= 500) {
                unanswered.add(new String[] {"ann", key, body});
            }
        }

        private void apply() {
            ObjectNode event = Json.object();
            event.putArray("Records").addObject().put("messageId", "m").put("body", """
                    {"movementId": "%s", "location": "%s", "sku": "%s", "onHandDelta": %d, "buffer": %d,
                     "cause": "CORRECTION", "correlationId": "c", "at": "%s"}""".formatted(
                            Shop.newKey(),
                            LOCATIONS.get(random.nextInt(2)),
                            sku(),
                            random.nextInt(9) - 4,
                            random.nextInt(4),
                            shop.clock.instant()));
            byte[] batch = Json.writeBytes(event);
            while (Json.tree(Shop.invoke(shop.applyMovement, batch))
                            .path("batchItemFailures")
                            .size()
                    > 0) {
                failing = random.nextBoolean();
            }
        }

        private String sku() {
            return SKUS.get(random.nextInt(SKUS.size()));
        }

        private void check(String when) {
            for (String location : LOCATIONS) {
                for (String sku : SKUS) {
                    Balance balance = shop.balance(location, sku);
                    String where = "seed %d, %s, %s %s".formatted(seed, when, location, sku);
                    assertThat(new Shop.Sums(balance.onHand(), balance.reserved(), balance.buffer()))
                            .as(where)
                            .isEqualTo(shop.sums(location, sku));
                    assertThat(attribute(location, sku)).as(where).isEqualTo(balance.available());
                    // All holds, whenever they end: exactly what is reserved.
                    long held = shop
                            .stock
                            .expiredHolds(sku, shop.clock.instant().plus(Duration.ofDays(40)))
                            .stream()
                            .filter(hold -> hold.location().equals(location))
                            .mapToLong(Hold::quantity)
                            .sum();
                    assertThat(held).as(where).isEqualTo(balance.reserved());
                }
            }
        }

        private long attribute(String location, String sku) {
            return Long.parseLong(shop.dynamoDb
                    .getItem(request -> request.tableName(shop.tables.stock())
                            .consistentRead(true)
                            .key(StockTable.balanceKey(location, sku)))
                    .item()
                    .get("available")
                    .n());
        }

        /** A client whose writes get lost on the way there, or whose answers get lost on the way back. */
        private DynamoDbClient flaky(DynamoDbClient real) {
            return (DynamoDbClient) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> {
                        try {
                            if (method.isDefault()
                                    && method.getParameterCount() == 1
                                    && java.util.function.Consumer.class.equals(method.getParameterTypes()[0])) {
                                return java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, args);
                            }
                            boolean write = method.getName().equals("transactWriteItems") && failing;
                            if (write && random.nextInt(4) == 0) {
                                throw SdkClientException.create("lost on the way there");
                            }
                            Object answer = method.invoke(real, args);
                            if (write && random.nextInt(4) == 0) {
                                throw SdkClientException.create("lost on the way back");
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
