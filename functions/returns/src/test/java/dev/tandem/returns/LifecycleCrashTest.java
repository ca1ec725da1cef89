package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import dev.tandem.returns.lifecycle.Outgoing;
import dev.tandem.returns.lifecycle.Postman;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A process that settles a return is killed at every single one of its calls to the outside, once before the call has its effect and once
 * after it, when only the answer is lost. Whatever it left behind, the next try ends with goods booked once and the shopper paid once.
 */
class LifecycleCrashTest {
    private static final String AS_NEW = "[{\"lineId\":\"1\",\"condition\":\"as-new\"}]";

    /** No exception that anything could catch and go on from. */
    private static final class ProcessDiedError extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Kills at the call with the number, counted over database and messages. */
    private static final class Killer {
        private final int at;
        private final boolean afterwards;
        private int calls;

        Killer(int at, boolean afterwards) {
            this.at = at;
            this.afterwards = afterwards;
        }

        private interface Call {
            Object run() throws ReflectiveOperationException;
        }

        private Object around(Call call) throws Throwable {
            calls++;
            if (calls == at && !afterwards) {
                throw new ProcessDiedError();
            }
            try {
                Object answer = call.run();
                if (calls == at) {
                    throw new ProcessDiedError();
                }
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        DynamoDbClient over(DynamoDbClient real) {
            return (DynamoDbClient) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DynamoDbClient.class},
                    (proxy, method, arguments) -> around(() -> method.invoke(real, arguments)));
        }

        Postman over(Postman real) {
            return (Postman) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Postman.class},
                    (proxy, method, arguments) -> around(() -> method.invoke(real, arguments)));
        }
    }

    private final Desk desk = new Desk();
    private int orders;

    private String handedIn(String choice) {
        String order = "O-" + ++orders;
        desk.order(order, Desk.order("wear/shirts", 3, 4990));
        String id = desk.approved(desk.open(order, 2, "TOO_SMALL", "store"));
        desk.shopper("ChooseCompensation", id, "{\"choice\":\"" + choice + "\"}");
        desk.staff("ScanReturn", id, "{\"kind\":\"store\",\"location\":\"WIESBADEN\"}");
        desk.task(
                "MoveReturn",
                "{\"returnId\":\"%s\",\"move\":\"SCAN\",\"at\":\"%s\"}".formatted(id, desk.clock.instant()));
        return id;
    }

    private String settlement(String id) {
        return "{\"returnId\":\"%s\",\"at\":\"%s\",\"fact\":{\"by\":\"staff:clerk\",\"grades\":%s}}"
                .formatted(id, desk.clock.instant(), AS_NEW);
    }

    /** Whether the process died of it. */
    private boolean dies(
            int at, boolean afterwards, BiFunction<DynamoDbClient, Postman, RequestStreamHandler> process, String event)
            throws IOException {
        Killer killer = new Killer(at, afterwards);
        // Made while nothing kills: the environment is read and nothing else.
        RequestStreamHandler handler = process.apply(killer.over(desk.dynamoDb), killer.over(desk.sent::add));
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayOutputStream(),
                    new TestContext());
            return false;
        } catch (ProcessDiedError e) {
            return true;
        }
    }

    private void relay() {
        desk.now = desk.now.plus(Duration.ofMinutes(1));
        desk.task("RelayReturnMessages", "{}");
    }

    /** As their receivers see them, who know a repeat by its id. */
    private List<Outgoing> sent(String id, Outgoing.To to) {
        return desk.sent.stream()
                .filter(message -> message.to() == to && message.body().contains(id))
                .distinct()
                .toList();
    }

    private void assertSettledOnce(String id, String choice) {
        JsonNode shown = desk.shopper("GetReturn", id, null).body();
        assertThat(shown.path("state").asText()).isEqualTo("SETTLED");
        assertThat(shown.at("/lifecycle/stage").asText()).isEqualTo("DISPOSED");
        assertThat(shown.at("/lifecycle/steps")).hasSize(3);
        assertThat(sent(id, Outgoing.To.STOCK))
                .singleElement()
                .satisfies(movement -> assertThat(
                                Json.tree(movement.body()).path("onHandDelta").asInt())
                        .isEqualTo(2));
        boolean money = choice.equals("refund");
        assertThat(sent(id, Outgoing.To.PAYMENT)).hasSize(money ? 1 : 0);
        assertThat(shown.has("couponCode")).isEqualTo(!money);
    }

    private void assertWhole(String id) {
        JsonNode shown = desk.shopper("GetReturn", id, null).body();
        assertThat(shown.at("/lifecycle/paid").asBoolean())
                .as("goods and money, or neither")
                .isEqualTo(shown.at("/lifecycle/stage").asText().equals("DISPOSED"));
        assertThat(shown.path("state").asText().equals("SETTLED"))
                .isEqualTo(shown.at("/lifecycle/paid").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({"refund,false", "refund,true", "coupon,false", "coupon,true"})
    void whereverItDiesTheNextTrySettlesOnce(String choice, boolean afterwards) throws IOException {
        int deaths = 0;
        while (true) {
            String id = handedIn(choice);
            boolean died = dies(
                    deaths + 1,
                    afterwards,
                    (dynamoDb, postman) ->
                            new SettleReturnHandler(desk.environment, dynamoDb, postman, desk.clock, Desk.NO_METRICS),
                    settlement(id));
            assertWhole(id);
            desk.task("SettleReturn", settlement(id));
            relay();
            assertSettledOnce(id, choice);
            if (!died) {
                break;
            }
            deaths++;
        }
        // Return, lifecycle, centres, transaction, and per message sending and remembering; a coupon has a key to read
        // as well.
        assertThat(deaths).isGreaterThanOrEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aRelayThatDiesLosesNothing(boolean afterwards) throws IOException {
        int deaths = 0;
        boolean died = true;
        while (died) {
            String id = handedIn("refund");
            desk.postmanIsDead = true;
            desk.task("SettleReturn", settlement(id));
            desk.postmanIsDead = false;
            desk.now = desk.now.plus(Duration.ofMinutes(1));
            died = dies(
                    deaths + 1,
                    afterwards,
                    (dynamoDb, postman) ->
                            new RelayReturnMessagesHandler(desk.environment, dynamoDb, postman, desk.clock),
                    "{}");
            relay();
            assertSettledOnce(id, "refund");
            deaths += died ? 1 : 0;
        }
        assertThat(deaths).as("one look, two messages, two remembrances").isEqualTo(5);
    }
}
