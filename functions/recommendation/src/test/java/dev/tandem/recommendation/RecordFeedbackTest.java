package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestClock;
import dev.tandem.recommendation.bandit.Counts;
import dev.tandem.recommendation.bandit.IntentBand;
import dev.tandem.recommendation.bandit.Outcome;
import dev.tandem.recommendation.bandit.RecommendationId;
import dev.tandem.recommendation.bandit.Segment;
import dev.tandem.recommendation.bandit.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes how often in which order from how many sides: each answer counts once, with the most that became of it. */
class RecordFeedbackTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-02");
    private static final Segment SEGMENT = new Segment("home", IntentBand.UNKNOWN);
    private static final Weights WEIGHTS = Weights.of(List.of(), TODAY);
    private static final Map<Kind, Outcome> OUTCOMES = Map.of(
            Kind.IMPRESSION, Outcome.IGNORED,
            Kind.VIEW, Outcome.CLICKED,
            Kind.CLICK, Outcome.CLICKED,
            Kind.ADD_TO_CART, Outcome.ADDED_TO_CART,
            Kind.PURCHASE, Outcome.PURCHASED);
    private static final AtomicInteger TABLES = new AtomicInteger();

    private BanditTable table;
    private byte[] key;
    private final MemoryFiles files = new MemoryFiles();
    private final List<String> deadLetters = Collections.synchronizedList(new ArrayList<>());
    private AttributionKeyTable keys;

    @BeforeEach
    void freshTables() {
        int number = TABLES.incrementAndGet();
        table = new BanditTable(LocalTables.client(), LocalTables.create("Bandit" + number, "pk", "sk"));
        keys = new AttributionKeyTable(LocalTables.client(), LocalTables.create("Key" + number, "pk"));
        key = keys.readOrMake();
    }

    private RecordFeedbackHandler handler(DataFiles log) {
        return new RecordFeedbackHandler(
                table, keys, log, (message, code, reason) -> deadLetters.add(code), new TestClock(NOW));
    }

    private String answer(String session, Random random, Instant issued) {
        return RecommendationId.of(
                        SEGMENT, WEIGHTS.draw(random.nextDouble()), issued, random.nextLong(), List.of("A", "B"))
                .write(key, session);
    }

    private static BehaviourEvent event(String session, Kind kind, String sku, String recommendationId) {
        return new BehaviourEvent(
                "e-1", session, null, NOW, kind, sku, null, null, null, null, null, null, null, recommendationId);
    }

    /** Handles messages of one event each as one batch; returns the ids of those to be delivered again. */
    private static List<String> handle(RecordFeedbackHandler handler, List<String> bodies) {
        ObjectNode batch = Json.object();
        ArrayNode records = batch.putArray("Records");
        for (String body : bodies) {
            records.addObject().put("messageId", "m-" + records.size()).put("body", body);
        }
        Context nobody = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getReturnType() == int.class
                        ? (Object) 1000
                        : method.getReturnType() == String.class ? "-" : null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(Json.writeBytes(batch)), out, nobody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.tree(out.toByteArray())
                .path("batchItemFailures")
                .valueStream()
                .map(failure -> failure.path("itemIdentifier").asText())
                .toList();
    }

    private static String body(BehaviourEvent... events) {
        return Json.write(new BehaviourBatch(List.of(events)));
    }

    private Counts counted() {
        return table.read(SEGMENT, TODAY.minusDays(40)).stream()
                .map(Counts.Bucket::counts)
                .reduce(Counts.NONE, Counts::plus);
    }

    private static Counts expected(Iterable<Outcome> outcomes) {
        Counts sum = Counts.NONE;
        for (Outcome outcome : outcomes) {
            sum = sum.plus(new Counts(
                    1,
                    outcome.reaches(Outcome.CLICKED) ? 1 : 0,
                    outcome.reaches(Outcome.ADDED_TO_CART) ? 1 : 0,
                    outcome.reaches(Outcome.PURCHASED) ? 1 : 0));
        }
        return sum;
    }

    /** Random lives of answers, some known by their click only; each event comes up to three times, all in any order. */
    private List<String> lives(Random random, int answers, Map<String, Outcome> most) {
        List<Kind> kinds = List.copyOf(new TreeMap<>(OUTCOMES).keySet());
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            String session = "s-" + random.nextInt(4);
            String id = answer(session, random, NOW.minus(Duration.ofHours(random.nextInt(72))));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                Kind kind = kinds.get(random.nextInt(kinds.size()));
                most.merge(id, OUTCOMES.get(kind), (a, b) -> a.reaches(b) ? a : b);
                bodies.addAll(Collections.nCopies(
                        1 + random.nextInt(3), body(event(session, kind, random.nextBoolean() ? "A" : "B", id))));
            }
        }
        Collections.shuffle(bodies, random);
        return bodies;
    }

    @Test
    void repeatsAndOrderMakeNoDifference() {
        for (int seed = 1; seed <= 2; seed++) {
            freshTables();
            Map<String, Outcome> most = new TreeMap<>();
            List<String> bodies = lives(new Random(seed), 25, most);
            assertThat(handle(handler(files), bodies)).isEmpty();
            assertThat(counted()).as("seed " + seed).isEqualTo(expected(most.values()));
        }
    }

    @Test
    void writersAtOnceLoseNothingAndCountNothingTwice() throws Exception {
        Map<String, Outcome> most = new TreeMap<>();
        List<String> bodies = lives(new Random(17), 30, most);
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                List<String> own = new ArrayList<>(bodies.subList(bodies.size() * i / 8, bodies.size() * (i + 1) / 8));
                // What another writer has too.
                own.addAll(bodies.subList(0, 10));
                tasks.add(() -> {
                    RecordFeedbackHandler handler = handler(files);
                    List<String> left = own;
                    // The queue delivers again what failed.
                    for (int delivery = 0; delivery < 5 && !left.isEmpty(); delivery++) {
                        List<String> now = left;
                        left = handle(handler, now).stream()
                                .map(id -> now.get(Integer.parseInt(id.substring(2)) - 1))
                                .toList();
                    }
                    return left;
                });
            }
            for (Future<List<String>> done : writers.invokeAll(tasks)) {
                assertThat(done.get()).isEmpty();
            }
        }
        assertThat(counted()).isEqualTo(expected(most.values()));
    }

    @Test
    void aCrashBetweenCountAndLogIsMadeGoodByTheNextDelivery() {
        AtomicInteger writes = new AtomicInteger();
        DataFiles failing = new MemoryFiles() {
            @Override
            public void write(String name, String contentType, byte[] content) {
                if (writes.incrementAndGet() == 1) {
                    throw new IllegalStateException("gone");
                }
                files.write(name, contentType, content);
            }
        };
        String id = answer("s-1", new Random(1), NOW);
        String body = body(event("s-1", Kind.IMPRESSION, "A", id), event("s-1", Kind.CLICK, "A", id));
        RecordFeedbackHandler handler = handler(failing);
        assertThat(handle(handler, List.of(body))).containsExactly("m-1");
        assertThat(counted()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(handle(handler, List.of(body))).isEmpty();
        assertThat(counted()).as("not counted again").isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(log()).hasSize(1).allMatch(line -> line.contains(id) && line.contains("\"outcome\":\"CLICKED\""));
        handle(handler, List.of(body));
        assertThat(log()).as("the same lines again are the same file").hasSize(1);
    }

    private List<String> log() {
        return files.list(ExposureLog.PREFIX).stream()
                .flatMap(name -> new String(files.read(name).orElseThrow(), StandardCharsets.UTF_8).lines())
                .toList();
    }

    @Test
    void whatIsNoFeedbackToAnAnswerOfOursChangesNothing() {
        Random random = new Random(2);
        String id = answer("s-1", random, NOW);
        String old = answer("s-1", random, NOW.minus(Duration.ofDays(8)));
        RecordFeedbackHandler handler = handler(files);
        assertThat(handle(
                        handler,
                        List.of(
                                body(event("s-2", Kind.CLICK, "A", id)),
                                body(event("s-1", Kind.CLICK, "A", old)),
                                body(event("s-1", Kind.CLICK, "NOT-SHOWN", id)),
                                body(event("s-1", Kind.CLICK, "A", "made-up")),
                                body(event("s-1", Kind.DWELL, "A", id)),
                                body(event("s-1", Kind.VIEW, "A", null)))))
                .isEmpty();
        assertThat(counted()).isEqualTo(Counts.NONE);
        assertThat(files.byKey).isEmpty();
        assertThat(deadLetters).isEmpty();
        assertThat(handle(handler, List.of("{", "null", body(event("s-1", Kind.IMPRESSION, "A", id)))))
                .isEmpty();
        assertThat(deadLetters).containsExactly("MESSAGE_INVALID", "MESSAGE_INVALID");
        assertThat(counted()).as("the neighbour of a bad message").isEqualTo(new Counts(1, 0, 0, 0));
    }

    @Test
    void whoeverMakesTheKeyFirstMakesItForAll() throws Exception {
        AttributionKeyTable fresh = new AttributionKeyTable(
                LocalTables.client(), LocalTables.create("FreshKey" + TABLES.incrementAndGet(), "pk"));
        assertThat(fresh.read()).isEmpty();
        try (ExecutorService makers = Executors.newFixedThreadPool(8)) {
            List<byte[]> made = new ArrayList<>();
            for (Future<byte[]> one : makers.invokeAll(Collections.nCopies(8, (Callable<byte[]>) fresh::readOrMake))) {
                made.add(one.get());
            }
            assertThat(made).allMatch(one -> java.util.Arrays.equals(one, made.getFirst()));
        }
    }
}
