package dev.tandem.returns.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.commons.Json;
import dev.tandem.returns.photo.Photo;
import dev.tandem.returns.photo.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The client of production against a server that speaks Bedrock's Converse API. */
class BedrockOpinionTest {
    private static final String GOOD =
            "{\"condition\":\"WORN\",\"hasTags\":true,\"damaged\":false,\"correctProduct\":true,\"confidence\":0.9}";
    private static final SecondOpinion.Item ITEM =
            new SecondOpinion.Item("Linen \"shirt\"", "wear/shirts", "it is too small");
    private static final Photo PHOTO = Pictures.photo(Pictures.scene(1, 1600, 1200));
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Answer answer = json(200, said("tool_use", use("report", GOOD)));
    private volatile @Nullable HttpExchange asked;
    private volatile byte[] body = {};
    private HttpServer server;
    private BedrockOpinion opinion;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                body = exchange.getRequestBody().readAllBytes();
                asked = exchange;
                answer.to(exchange);
            }
        });
        server.start();
        opinion = new BedrockOpinion(
                BedrockOpinion.client(BedrockRuntimeClient.builder()
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))),
                "eu.amazon.nova-lite-v1:0");
    }

    @AfterEach
    void stop() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static Answer json(int status, String json) {
        return exchange -> {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static String said(String stopReason, String content) {
        return """
                {"output":{"message":{"role":"assistant","content":[%s]}},"stopReason":"%s",
                 "usage":{"inputTokens":900,"outputTokens":60,"totalTokens":960},"metrics":{"latencyMs":800}}""".formatted(content, stopReason);
    }

    private static String use(String tool, String input) {
        return "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"" + tool + "\",\"input\":" + input + "}}";
    }

    private Optional<Opinion> ask(Duration atMost) {
        return opinion.of(ITEM, List.of(PHOTO), List.of(PHOTO), atMost);
    }

    @Test
    void asksInTheWireFormAndReadsTheAnswer() throws IOException {
        assertThat(ask(AMPLE)).contains(new Opinion(Opinion.Condition.WORN, true, false, true, 0.9));

        HttpExchange exchange = java.util.Objects.requireNonNull(asked);
        assertThat(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath())
                .isEqualTo("POST /model/eu.amazon.nova-lite-v1%3A0/converse");
        assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=id/")
                .contains("/eu-central-1/bedrock/aws4_request");
        JsonNode request = Json.tree(body);
        assertThat(request.at("/toolConfig/toolChoice/tool/name").asText()).isEqualTo("report");
        assertThat(request.at("/toolConfig/tools/0/toolSpec/inputSchema/json")).isEqualTo(BedrockOpinion.schema());
        assertThat(request.at("/inferenceConfig/maxTokens").asInt()).isBetween(100, 1000);
        JsonNode content = request.at("/messages/0/content");
        assertThat(content.path(0).path("text").asText())
                .contains("\"Linen \\\"shirt\\\"\"", "wear/shirts", "too small");
        List<JsonNode> images = content.findParents("image").stream()
                .map(each -> each.path("image"))
                .toList();
        assertThat(images).hasSize(2);
        byte[] jpeg = images.getFirst().at("/source/bytes").binaryValue();
        assertThat(images.getFirst().path("format").asText()).isEqualTo("jpeg");
        BufferedImage sent = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(List.of(sent.getWidth(), sent.getHeight())).isEqualTo(List.of(1024, 768));
    }

    @Test
    void anythingButOneWholeAnswerIsNone() {
        List<String> answers = List.of(
                said("max_tokens", use("report", GOOD)),
                said("end_turn", "{\"text\":\"It looks fine.\"}"),
                said("end_turn", use("report", GOOD)),
                said("guardrail_intervened", "{\"text\":\"" + GOOD.replace("\"", "\\\"") + "\"}"),
                said("tool_use", "{\"text\":\"none\"}"),
                said("tool_use", use("report", GOOD) + "," + use("report", GOOD)),
                said("tool_use", use("refund", GOOD)),
                said("tool_use", use("report", "{}")),
                said("tool_use", use("report", "[]")),
                said("tool_use", use("report", "\"NEW\"")),
                said("tool_use", use("report", "null")),
                said("tool_use", use("report", GOOD.replace("0.9", "1.5"))),
                said("tool_use", use("report", GOOD.replace("0.9", "\"0.9\""))),
                said("tool_use", use("report", GOOD.replace("WORN", "BRAND NEW"))),
                said("tool_use", use("report", GOOD.replace("true", "\"true\""))),
                said("tool_use", use("report", GOOD.replace("}", ",\"reject\":true}"))),
                said("tool_use", use("report", GOOD.replace("\"damaged\":false,", ""))),
                said("tool_use", use("report", GOOD.replace("false", "{\"a\":[1]}"))),
                "{}",
                "{\"output\":{}}",
                "not JSON",
                "",
                said("tool_use", use("report", GOOD)).substring(0, 80));
        for (String json : answers) {
            answer = json(200, json);
            assertThat(ask(AMPLE)).as(json).isEmpty();
        }
        for (int status : new int[] {400, 403, 404, 424, 429, 500, 503}) {
            answer = json(status, "{\"message\":\"no\"}");
            requests.set(0);
            assertThat(ask(AMPLE)).as("status " + status).isEmpty();
            assertThat(requests).as("asked once").hasValue(1);
        }
        answer = json(200, said("tool_use", use("report", GOOD)));
        assertThat(ask(AMPLE)).as("and after all that a good one").isPresent();
    }

    @Test
    void anAnswerWithoutEndIsCut() {
        answer = json(
                200, said("tool_use", use("report", GOOD.replace("}", ",\"more\":\"" + "x".repeat(80_000) + "\"}"))));
        assertThat(ask(AMPLE)).isEmpty();
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (closing.getCount() > 0) {
                    out.write(" ".repeat(1000).getBytes(StandardCharsets.UTF_8));
                }
            }
        };
        assertThat(ask(AMPLE)).isEmpty();
    }

    @Test
    void whoDoesNotAnswerInTimeIsNotWaitedFor() {
        answer = exchange -> await();
        assertThat(ask(Duration.ofMillis(300))).as("silence").isEmpty();
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"output\"".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await();
        };
        assertThat(ask(Duration.ofMillis(300))).as("a beginning without an end").isEmpty();
        server.stop(0);
        assertThat(ask(AMPLE)).as("nobody there").isEmpty();
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
