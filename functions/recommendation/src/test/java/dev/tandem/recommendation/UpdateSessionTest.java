package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestClock;
import dev.tandem.commons.TestContext;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** Messages in, session states in DynamoDB and log files out. */
class UpdateSessionTest {
    private static final String TABLE = "UpdateSessionTest";
    private static int tests;

    private final MemoryFiles files = new MemoryFiles();
    private final TestClock clock = new TestClock(Instant.now());
    private final List<String> dead = Collections.synchronizedList(new ArrayList<>());
    /** The table is one for all tests; what each of them calls its sessions is its own. */
    private final String own = "t" + tests++ + "-";

    private SessionTable table = new SessionTable(DynamoInMemory.client(), TABLE, clock);

    @BeforeEach
    void createTable() {
        DynamoInMemory.create(TABLE, false, null);
    }

    private static String message(List<BehaviourEvent> events, Map<String, Instant> withdrawn) {
        return Json.write(new BehaviourBatch(events, withdrawn));
    }

    private List<String> handle(String... bodies) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        for (int i = 0; i < bodies.length; i++) {
            records.addObject().put("messageId", "m" + i).put("body", bodies[i]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new UpdateSessionHandler(table, files, (message, code, reason) -> dead.add(code), clock)
                    .handleRequest(new ByteArrayInputStream(Json.writeBytes(event)), out, new TestContext());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        JsonNode failures = Json.tree(out.toByteArray()).path("batchItemFailures");
        return failures.valueStream()
                .map(failure -> failure.path("itemIdentifier").asText())
                .toList();
    }

    private BehaviourEvent did(int number, String session, Kind kind, String sku) {
        return Visits.event(
                "e" + number, own + session, clock.instant().minusSeconds(1000 - number), kind, sku, null, null);
    }

    private SessionState state(String session) {
        String key = StateKeys.session(own + session);
        return table.read(List.of(key)).getOrDefault(key, SessionState.EMPTY);
    }

    private boolean stored(String key) {
        return DynamoInMemory.client()
                .getItem(request -> request.tableName(TABLE).key(Map.of("pk", AttributeValue.fromS(key))))
                .hasItem();
    }

    @Test
    void theMessagesOfACallGiveOneWriteASessionAndOneFileOfTheLog() {
        List<String> put = Collections.synchronizedList(new ArrayList<>());
        table = new SessionTable(
                new Watched() {
                    @Override
                    public PutItemResponse putItem(PutItemRequest request) {
                        put.add(request.item().get("pk").s());
                        return super.putItem(request);
                    }
                },
                TABLE,
                clock);
        assertThat(handle(
                        message(List.of(did(1, "a", Kind.VIEW, "I1"), did(2, "b", Kind.VIEW, "I2")), Map.of()),
                        message(List.of(did(3, "a", Kind.VIEW, "I3")), Map.of()),
                        "{\"no\":1}"))
                .isEmpty();
        assertThat(dead).containsExactly("MESSAGE_INVALID");
        assertThat(state("a").items()).containsExactly("I1", "I3");
        assertThat(state("b").items()).containsExactly("I2");
        assertThat(put).filteredOn(key -> key.startsWith("SESSION#")).hasSize(2);
        assertThat(files.list(BehaviourLog.PREFIX)).hasSize(1);
    }

    @Test
    void aSessionThatCannotBeWrittenFailsItsMessagesOnlyAndIsMadeUpForByTheNextDelivery() {
        Map<String, Boolean> broken = new ConcurrentHashMap<>(Map.of(StateKeys.session(own + "bad"), true));
        table = new SessionTable(
                new Watched() {
                    @Override
                    public PutItemResponse putItem(PutItemRequest request) {
                        if (broken.containsKey(request.item().get("pk").s())) {
                            throw new IllegalStateException("not now");
                        }
                        return super.putItem(request);
                    }
                },
                TABLE,
                clock);
        String good = message(List.of(did(1, "good", Kind.VIEW, "I1")), Map.of());
        String bad = message(List.of(did(2, "bad", Kind.VIEW, "I2"), did(3, "good", Kind.VIEW, "I3")), Map.of());
        assertThat(handle(good, bad)).containsExactly("m1");
        assertThat(state("good").items()).containsExactly("I1", "I3");
        broken.clear();
        assertThat(handle(bad)).isEmpty();
        assertThat(state("bad").items()).containsExactly("I2");
        assertThat(BehaviourLog.read(files).data().events())
                .as("told by their ids")
                .isEqualTo(3);
    }

    @Test
    void whenTheLogCannotBeWrittenEverythingComesAgain() {
        MemoryFiles full = new MemoryFiles() {
            @Override
            public void write(String key, String contentType, byte[] content) {
                throw new IllegalStateException("full");
            }
        };
        ObjectNode event = Json.object();
        event.putArray("Records")
                .addObject()
                .put("messageId", "m0")
                .put("body", message(List.of(did(1, "a", Kind.VIEW, "I1")), Map.of()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new UpdateSessionHandler(table, full, (message, code, reason) -> {}, clock)
                    .handleRequest(new ByteArrayInputStream(Json.writeBytes(event)), out, new TestContext());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assertThat(Json.tree(out.toByteArray()).path("batchItemFailures")).hasSize(1);
    }

    @Test
    void anyGroupingOrderAndRepetitionByManyWritersGivesTheSameStatesAndTheSameLog() throws Exception {
        Random random = new Random(7);
        List<BehaviourEvent> events = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            events.add(
                    did(i, "s" + random.nextInt(6), Kind.values()[random.nextInt(Kind.values().length)], "I" + i % 9));
        }
        events.replaceAll(event -> event.kind() == Kind.DWELL
                ? Visits.event(event.eventId(), event.sessionId(), event.at(), Kind.DWELL, event.sku(), 900L, null)
                : event);
        List<BehaviourEvent> delivered = new ArrayList<>(events);
        delivered.addAll(events.subList(40, 120));
        Collections.shuffle(delivered, random);
        int writers = 4;
        CountDownLatch begin = new CountDownLatch(1);
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            List<BehaviourEvent> part = delivered.subList(w * 80, (w + 1) * 80);
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int from = 0; from < part.size(); from += 20) {
                    failures.addAll(handle(
                            message(part.subList(from, from + 7), Map.of()),
                            message(part.subList(from + 7, from + 20), Map.of())));
                }
            }));
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        for (int s = 0; s < 6; s++) {
            String session = own + "s" + s;
            assertThat(state("s" + s))
                    .isEqualTo(SessionState.of(events.stream()
                            .filter(event -> event.sessionId().equals(session))
                            .toList()));
        }
        assertThat(BehaviourLog.read(files).data().events()).isEqualTo(240);
        assertThat(BehaviourLog.read(files).data().sessions()).hasSize(6);
    }

    @Test
    void whoWithdrawsIsForgottenAndWhatComesLateOfBeforeIsNotTakenUp() {
        handle(message(List.of(did(1, "a", Kind.VIEW, "I1"), did(2, "b", Kind.VIEW, "I2")), Map.of()));
        Instant withdrawn = clock.instant();
        assertThat(handle(message(List.of(), Map.of(own + "a", withdrawn)))).isEmpty();
        assertThat(state("a")).isEqualTo(SessionState.EMPTY);
        assertThat(state("b").items()).containsExactly("I2");
        handle(message(List.of(did(3, "a", Kind.VIEW, "I3")), Map.of()));
        assertThat(state("a")).as("it happened before the withdrawal").isEqualTo(SessionState.EMPTY);
        clock.advance(Duration.ofMinutes(30));
        handle(message(List.of(did(4, "a", Kind.VIEW, "I4")), Map.of()));
        assertThat(state("a").items()).as("and agreed again").containsExactly("I4");
        handle(message(List.of(), Map.of(own + "a", withdrawn)));
        assertThat(state("a").items()).as("the withdrawal comes again").containsExactly("I4");
    }

    @Test
    void ofASessionThatNeverAgreedNotEvenItsWithdrawalIsKept() {
        handle(message(List.of(), Map.of(own + "stranger", clock.instant())));
        assertThat(stored(StateKeys.session(own + "stranger"))).isFalse();
    }

    @Test
    void theLogDoesNotTellWhoItWasAndIsTheSameForTheSameEvents() {
        BehaviourEvent searched = new BehaviourEvent(
                own + "secret-event",
                own + "secret-session",
                own + "secret-user",
                clock.instant(),
                Kind.SEARCH,
                null,
                null,
                null,
                null,
                null,
                null,
                "secret words",
                "home",
                "secret-recommendation");
        BehaviourEvent viewed = new BehaviourEvent(
                own + "secret-event-2",
                own + "secret-session",
                own + "secret-user",
                clock.instant(),
                Kind.VIEW,
                "I1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        handle(message(List.of(searched, viewed), Map.of()));
        handle(message(List.of(searched, viewed), Map.of()));
        assertThat(files.byKey).hasSize(1);
        String line = new String(files.byKey.values().iterator().next(), StandardCharsets.UTF_8);
        assertThat(line).doesNotContain("secret");
        List<TrainingData.Event> events =
                BehaviourLog.read(files).data().sessions().getFirst().events();
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().userId())
                .isEqualTo(events.getLast().userId())
                .isNotEmpty();
    }

    @Test
    void theKeyOfAMonthIsOneForAllWritersUntilItIsGone() {
        java.time.YearMonth month = java.time.YearMonth.of(2011, 1 + tests % 12);
        byte[] key = table.of(month);
        assertThat(new SessionTable(DynamoInMemory.client(), TABLE, clock).of(month))
                .isEqualTo(key);
        clock.advance(SessionTable.LOG_KEY_KEPT.plusDays(1));
        assertThat(table.of(month)).isNotEqualTo(key);
    }

    @Test
    void whoAsksForItIsForgotten() {
        BehaviourEvent bought = new BehaviourEvent(
                "e1",
                own + "a",
                own + "u",
                clock.instant().minusSeconds(5),
                Kind.PURCHASE,
                "I1",
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        handle(message(List.of(bought), Map.of()));
        String user = StateKeys.user(own + "u");
        assertThat(table.read(List.of(user)).get(user).purchased()).containsExactly("I1");
        assertThat(table.apply(List.of(new SessionChanges.Change(user, SessionState.EMPTY, clock.millis()))))
                .isEmpty();
        assertThat(table.read(List.of(user)).get(user)).isEqualTo(SessionState.EMPTY);
        handle(message(List.of(bought), Map.of()));
        assertThat(table.read(List.of(user)).get(user)).isEqualTo(SessionState.EMPTY);
    }

    /** The table's client, to look over its shoulder. */
    private static class Watched implements DynamoDbClient {
        private final DynamoDbClient real = DynamoInMemory.client();

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            return real.putItem(request);
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            return real.getItem(request);
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            return real.batchGetItem(request);
        }

        @Override
        public String serviceName() {
            return real.serviceName();
        }

        @Override
        public void close() {}
    }
}
