package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** From behaviour to a recommendation, through the public doors. */
@ExtendWith(RunningTandem.Extension.class)
class RecommendationTest {
    private static final Instant BEGIN = Instant.now().minusSeconds(7200);

    private static ObjectNode event(String session, int number, String kind, String sku) {
        return RunningTandem.JSON
                .createObjectNode()
                .put("eventId", "e-" + number)
                .put("sessionId", session)
                .put("consent", true)
                .put("at", BEGIN.plusSeconds(number).toString())
                .put("kind", kind)
                .put("sku", sku);
    }

    private static JsonNode send(RunningTandem tandem, List<ObjectNode> events) throws Exception {
        ArrayNode array = RunningTandem.JSON.createArrayNode().addAll(events);
        HttpResponse<String> answer = tandem.send(tandem.request("/v1/behaviour-events")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"events\":" + array + "}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer);
    }

    private static Optional<String> traces(DynamoDbClient dynamoDb, String table, String session) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(Map.of("pk", AttributeValue.fromS("SESSION#" + session))))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(item.get("traces").s());
    }

    private static String sessionTable(DynamoDbClient dynamoDb) {
        return dynamoDb.listTables().tableNames().stream()
                .filter(name -> name.contains("SessionTable"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatShoppersDidIsLearntAndRecommendedWithItsReason(RunningTandem tandem) throws Exception {
        List<ObjectNode> events = new ArrayList<>();
        for (int session = 0; session < 50; session++) {
            events.add(event("learn-" + session, 1, "view", "PRAM-1"));
            events.add(event("learn-" + session, 2, "view", session % 10 == 0 ? "TOY-1" : "FOOTMUFF-1"));
        }
        assertThat(send(tandem, events).path("accepted").asInt()).isEqualTo(100);
        send(
                tandem,
                List.of(event("shopper-1", 10, "view", "PRAM-1"), event("shopper-1", 11, "size-chart-view", "PRAM-1")));
        try (DynamoDbClient dynamoDb = tandem.dynamoDb()) {
            String table = sessionTable(dynamoDb);
            RunningTandem.await(
                    "both calls to be worked on",
                    () -> traces(dynamoDb, table, "learn-49").isPresent()
                            && traces(dynamoDb, table, "shopper-1").isPresent(),
                    done -> done);
        }
        awaitLog(tandem, "\"size-chart-view\",\"sku\":\"PRAM-1\"");

        String key = key();
        JsonNode started = json(build(tandem, key));
        assertThat(json(build(tandem, key))).as("a repeat is the same build").isEqualTo(started);
        String name = started.path("build").asText();
        JsonNode build = RunningTandem.await(
                        "the build " + name, () -> find(models(tandem), name), found -> found.isPresent())
                .orElseThrow();
        assertThat(build.path("status").asText()).as(build.toString()).isEqualTo("PUBLISHED");

        String version = build.at("/parts/0/version").asText();
        assertThat(models(tandem).at("/parts/0/part").asText()).isEqualTo("next-item");
        JsonNode answer = RunningTandem.await(
                "the new model in use",
                () -> json(tandem.send(tandem.request("/v1/recommendations?sessionId=shopper-1&limit=3"))),
                found -> found.at("/models/next-item").asText().compareTo(version) >= 0);
        JsonNode first = answer.path("items").path(0);
        assertThat(first.path("sku").asText()).as(answer.toString()).isEqualTo("FOOTMUFF-1");
        assertThat(first.path("reason").path("text").asText()).isEqualTo("You looked at the size chart of PRAM-1");
        learnsWhatBecameOf(tandem, answer.path("recommendationId").asText());

        JsonNode stranger =
                json(tandem.send(tandem.request("/v1/recommendations?sessionId=never-seen&placement=home")));
        assertThat(stranger.path("items").size()).isPositive();
        assertThat(stranger.at("/items/0/reason/code").asText()).isEqualTo("POPULAR");
    }

    /** Shown twice and clicked, by the session that was answered; and claimed by another one. */
    private static void learnsWhatBecameOf(RunningTandem tandem, String recommendationId) throws Exception {
        send(
                tandem,
                List.of(
                        event("stranger", 20, "click", "FOOTMUFF-1")
                                .put("zone", "recommendation")
                                .put("recommendationId", recommendationId),
                        event("shopper-1", 21, "impression", "FOOTMUFF-1").put("recommendationId", recommendationId),
                        event("shopper-1", 22, "impression", "FOOTMUFF-1").put("recommendationId", recommendationId)));
        send(tandem, List.of(event("shopper-1", 23, "view", "FOOTMUFF-1").put("recommendationId", recommendationId)));
        JsonNode home = RunningTandem.await(
                        "the click to count",
                        () -> models(tandem)
                                .path("weights")
                                .valueStream()
                                .filter(one -> one.path("placement").asText().equals("home")
                                        && one.path("arms")
                                                .valueStream()
                                                .anyMatch(arm ->
                                                        arm.path("clicks").asDouble() > 0))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
        assertThat(home.path("arms")
                        .valueStream()
                        .mapToDouble(arm -> arm.path("exposures").asDouble())
                        .sum())
                .as(home.toString())
                .isEqualTo(1);
    }

    private static HttpResponse<String> build(RunningTandem tandem, String key) throws Exception {
        HttpResponse<String> answer = tandem.send(tandem.staff("/v1/recommendations/models")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer;
    }

    private static JsonNode models(RunningTandem tandem) throws Exception {
        return json(tandem.send(tandem.request("/v1/recommendations/models")));
    }

    private static Optional<JsonNode> find(JsonNode models, String build) {
        return models.path("builds")
                .valueStream()
                .filter(one -> one.path("build").asText().equals(build))
                .findFirst();
    }

    static String log(RunningTandem tandem) {
        try (var s3 = tandem.s3()) {
            String bucket = s3.listBuckets().buckets().stream()
                    .map(found -> found.name())
                    .filter(name -> name.toLowerCase(java.util.Locale.ROOT).contains("data"))
                    .findFirst()
                    .orElseThrow();
            StringBuilder all = new StringBuilder();
            for (S3Object object : s3.listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix("interactions/"))
                    .contents()) {
                try {
                    all.append(s3.getObjectAsBytes(
                                    request -> request.bucket(bucket).key(object.key()))
                            .asUtf8String());
                } catch (NoSuchKeyException e) {
                    // The local S3 lists a file while it is being written; the next look finds it.
                }
            }
            return all.toString();
        }
    }

    private static void awaitLog(RunningTandem tandem, String words) throws Exception {
        RunningTandem.await(words + " in the log", () -> log(tandem), text -> text.contains(words));
    }

    @Test
    void withoutConsentNothingOfThePersonIsStored(RunningTandem tandem) throws Exception {
        ObjectNode secret = event("private-1", 1, "view", "PRIVATE-1").put("consent", false);
        JsonNode receipt = send(
                tandem, List.of(secret, event("open-1", 1, "view", "OPEN-1"), event("open-1", 2, "wink", "OPEN-1")));
        assertThat(receipt.path("accepted").asInt()).isEqualTo(1);
        assertThat(receipt.path("withoutConsent").asInt()).isEqualTo(1);
        assertThat(receipt.at("/refused/0/index").asInt()).isEqualTo(2);
        assertThat(receipt.at("/refused/0/code").asText()).isEqualTo("KIND_UNKNOWN");
        awaitLog(tandem, "\"OPEN-1\"");
        assertThat(log(tandem))
                .doesNotContain("PRIVATE-1")
                .doesNotContain("private-1")
                .doesNotContain("open-1");
        try (DynamoDbClient dynamoDb = tandem.dynamoDb()) {
            String table = sessionTable(dynamoDb);
            assertThat(traces(dynamoDb, table, "private-1")).isEmpty();
            assertThat(traces(dynamoDb, table, "open-1").orElseThrow()).contains("OPEN-1");
            send(tandem, List.of(event("open-1", 3, "view", "OPEN-1").put("consent", false)));
            RunningTandem.await(
                    "the session that withdrew to be forgotten",
                    () -> traces(dynamoDb, table, "open-1").orElseThrow(),
                    String::isEmpty);
        }
        HttpResponse<String> answer =
                tandem.send(tandem.request("/v1/recommendations?sessionId=private-1&sku=PRAM-1&placement=product"));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void lateRepeatedAndShuffledEventsGiveTheSameState(RunningTandem tandem) throws Exception {
        List<String> kinds = List.of("view", "click", "dwell", "add-to-cart", "remove-from-cart", "size-chart-view");
        List<ObjectNode> inOrder = new ArrayList<>();
        List<ObjectNode> shuffled = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String kind = kinds.get(i % kinds.size());
            inOrder.add(event("order-1", i, kind, "SKU-" + i % 7)
                    .put("dwellMs", 100 * i)
                    .put("zone", "image"));
            shuffled.add(event("order-2", i, kind, "SKU-" + i % 7)
                    .put("dwellMs", 100 * i)
                    .put("zone", "image"));
        }
        send(tandem, inOrder);
        shuffled.addAll(List.copyOf(shuffled.subList(10, 50)));
        Collections.shuffle(shuffled, new Random(4));
        for (int from = 0; from < shuffled.size(); from += 10) {
            send(tandem, shuffled.subList(from, from + 10));
        }
        try (DynamoDbClient dynamoDb = tandem.dynamoDb()) {
            String table = sessionTable(dynamoDb);
            RunningTandem.await(
                    "both sessions to hold the same",
                    () -> List.of(traces(dynamoDb, table, "order-1"), traces(dynamoDb, table, "order-2")),
                    both -> both.getFirst().isPresent() && both.getFirst().equals(both.getLast()));
        }
    }

    @Test
    void wrongQuestionsAreRefused(RunningTandem tandem) throws Exception {
        for (String path : List.of(
                "/v1/recommendations?limit=0",
                "/v1/recommendations?limit=many",
                "/v1/recommendations?placement=moon",
                "/v1/recommendations?sku=..%2F..",
                "/v1/recommendations?sessionId=" + "x".repeat(65))) {
            assertThat(tandem.send(tandem.request(path)).statusCode()).as(path).isEqualTo(400);
        }
        for (String body : List.of(
                "{",
                "null",
                "{}",
                "{\"events\":[]}",
                "{\"events\":{}}",
                "{\"events\":[" + "{},".repeat(100) + "{}]}")) {
            HttpResponse<String> answer = tandem.send(tandem.request("/v1/behaviour-events")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
        }
        HttpResponse<String> shopper = tandem.send(tandem.shopper("/v1/recommendations/models")
                .header("Idempotency-Key", key())
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(shopper.statusCode()).isEqualTo(403);
    }
}
