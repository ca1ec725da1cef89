package dev.tandem.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no well-meaning client sends. */
class WireTest {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static Shop shop;

    @BeforeAll
    static void open() {
        FunctionInvoker counting = (function, event) -> {
            CALLS.incrementAndGet();
            return Shop.echo(function, event);
        };
        shop = new Shop(
                counting,
                options ->
                        options.withPatience(Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofMillis(300)));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static Wire wire() throws IOException {
        return new Wire(shop.gateway.port());
    }

    private static Wire.Answer one(String request) throws IOException {
        return Wire.one(shop.gateway.port(), request);
    }

    private static void assertProblem(Wire.Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).as(answer.head() + answer.body()).isEqualTo(status);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.problem().path("code").asText()).isEqualTo(code);
        assertThat(answer.head())
                .contains("x-amzn-RequestId: "
                        + answer.problem().path("requestId").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/items/%2e%2e|400|MALFORMED_PATH",
                "/v1/items/../items|400|MALFORMED_PATH",
                "/v1/items/%2E/x|400|MALFORMED_PATH",
                "/../../etc/passwd|400|MALFORMED_PATH",
                "/v1/items/%00|400|MALFORMED_PATH",
                "/v1/items/a%00b|400|MALFORMED_PATH",
                "/v1/items/%zz|400|MALFORMED_PATH",
                "/v1/items/%|400|MALFORMED_PATH",
                "/v1/items/%4|400|MALFORMED_PATH",
                "/v1/items/%C3%28|400|MALFORMED_PATH",
                "/v1/items/%ff|400|MALFORMED_PATH",
                "/v1/items/%0d%0aX: 1|400|MALFORMED_REQUEST",
                "/v1/items/%0d%0aX:1|400|MALFORMED_PATH",
                "/v1/items/..%2f..%2fetc|400|VALIDATION_FAILED",
                "/v1/items/A%2FB|400|VALIDATION_FAILED",
                "/v1/items/<script>|400|VALIDATION_FAILED",
                "/v1/items/{sku}|400|VALIDATION_FAILED",
                "/v1/items/a^b`x\\|400|VALIDATION_FAILED",
                "/v1/items/A#x|400|MALFORMED_REQUEST",
                "//v1/items|404|ROUTE_NOT_FOUND",
                "/v1/items//|404|ROUTE_NOT_FOUND",
                "/v1%2Fitems|404|ROUTE_NOT_FOUND",
                "/v1/items;x=1|404|ROUTE_NOT_FOUND",
                "http://other/v1/nothing|404|ROUTE_NOT_FOUND",
                "*|404|ROUTE_NOT_FOUND",
                "v1/items|400|MALFORMED_REQUEST",
                "ftp://x/v1/items|400|MALFORMED_REQUEST",
                "/v1/items?limit=%|400|MALFORMED_QUERY",
                "/v1/items?%ff=1|400|MALFORMED_QUERY",
                "/v1/items?x=%00|400|MALFORMED_QUERY",
                "/v1/items?limit={1}|400|VALIDATION_FAILED"
            })
    void pathTricksEndIn4xxProblems(String target, int status, String code) throws Exception {
        assertProblem(one("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"), status, code);
    }

    @Test
    void rawUtf8InAPathIsReadAsUtf8() throws Exception {
        byte[] request = "GET /v1/items/A/notes/é?x=€ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        Wire.Answer answer = Wire.exchange(shop.gateway.port(), request).getFirst();
        assertThat(answer.status()).isEqualTo(200);
        var event = Shop.JSON.readTree(answer.body()).path("event");
        assertThat(event.path("path").asText()).isEqualTo("/v1/items/A/notes/%C3%A9");
        assertThat(event.at("/pathParameters/noteId").asText()).isEqualTo("é");
        assertThat(event.at("/queryStringParameters/x").asText()).isEqualTo("€");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
                "\r\n\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nSpace : x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n",
                "G\0T / HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\0\0\n\n",
                "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n"
            })
    void whatIsNoRequestIs400(String bytes) throws Exception {
        assertProblem(one(bytes), 400, "MALFORMED_REQUEST");
    }

    @Test
    void longLinesAndManyHeadersAreRefused() throws Exception {
        assertProblem(one("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414, "URI_TOO_LONG");
        String large = "GET / HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(70_000) + "\r\n\r\n";
        assertProblem(one(large), 431, "HEADERS_TOO_LARGE");
        assertProblem(one("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(300) + "\r\n"), 431, "HEADERS_TOO_LARGE");
    }

    @Test
    void slowHeadersAndSlowBodiesAreCutOff() throws Exception {
        try (Wire slow = wire().send("GET / HT")) {
            assertProblem(slow.next(), 408, "REQUEST_TIMEOUT");
            slow.finish();
            assertThat(slow.isClosed()).isTrue();
        }
        try (Wire slow = wire().send("POST /v1/items/query HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")) {
            assertProblem(slow.next(), 408, "REQUEST_TIMEOUT");
        }
    }

    private static String chunked(String body) {
        return "POST /v1/items/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + body;
    }

    @Test
    void chunkedBodiesAreRead() throws Exception {
        String body = "3;ext=\"1\"\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nTrailer: x\r\n\r\n";
        List<Wire.Answer> answers = Wire.exchange(
                shop.gateway.port(),
                (chunked(body) + "GET / HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(answers).extracting(Wire.Answer::status).containsExactly(200, 200);
        assertThat(Shop.JSON
                        .readTree(answers.getFirst().body())
                        .at("/event/body")
                        .asText())
                .isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "-1\r\n",
                "\r\n",
                "2\r\n{}x\r\n0\r\n\r\n",
                "0x2\r\n{}\r\n",
                "11111111111111111\r\n",
                ";\r\n"
            })
    void brokenChunksAre400(String body) throws Exception {
        int before = CALLS.get();
        assertProblem(one(chunked(body)), 400, "MALFORMED_CHUNKS");
        assertThat(CALLS.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5\r\n{}", "2\r\n{}\r\n", "2\r\n{}\r\n0\r\n"})
    void aBodyThatEndsEarlyIs400AndCallsNobody(String body) throws Exception {
        int before = CALLS.get();
        assertProblem(one(chunked(body)), 400, "INCOMPLETE_BODY");
        assertProblem(
                one("POST /v1/items/query HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{}"),
                400,
                "INCOMPLETE_BODY");
        assertThat(CALLS.get()).isEqualTo(before);
    }

    @Test
    void hugeBodiesAre413WithoutBeingRead() throws Exception {
        String head = "POST /v1/items/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ";
        for (String length : List.of("10485761", "999999999999", "99999999999999999999999999")) {
            assertProblem(one(head + length + "\r\n\r\n{"), 413, "PAYLOAD_TOO_LARGE");
        }
        assertProblem(one(chunked("FFFFFFFFFFFFFFFF\r\n{")), 413, "PAYLOAD_TOO_LARGE");
        assertProblem(one(chunked("7FFFFFFF\r\n{")), 413, "PAYLOAD_TOO_LARGE");
        try (Wire patient = wire().send(head + "20000000\r\nExpect: 100-continue\r\n\r\n")) {
            assertProblem(patient.next(), 413, "PAYLOAD_TOO_LARGE");
        }
    }

    @Test
    void aClientThatKeepsSendingStillReadsThe413() throws Exception {
        var response =
                shop.send("POST", "/v1/items/query", "x".repeat(11 * 1024 * 1024), "Content-Type", "application/json");
        RoutingTest.assertProblem(response, 413, "PAYLOAD_TOO_LARGE");
        byte[] chunk = ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Wire wire = wire().send(chunked(""))) {
            for (int i = 0; i < 12; i++) {
                wire.send(chunk);
            }
            assertProblem(wire.next(), 413, "PAYLOAD_TOO_LARGE");
        }
    }

    @Test
    void continueIsSentOnlyWhenTheBodyIsWanted() throws Exception {
        String head = "POST /v1/items/query HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
        try (Wire wire = wire().send(head)) {
            assertThat(wire.next().status()).isEqualTo(100);
            assertThat(wire.send("{}").next().status()).isEqualTo(200);
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").next().status())
                    .isEqualTo(200);
        }
        try (Wire wire = wire().send(head.replace("/v1/items/query", "/v1/partner-drops"))) {
            assertProblem(wire.next(), 403, "API_KEY_REQUIRED");
            wire.finish();
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void unreadBodiesDoNotLeakIntoTheNextRequest() throws Exception {
        String smuggled = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        String first =
                "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: " + smuggled.length() + "\r\n\r\n" + smuggled;
        List<Wire.Answer> answers = Wire.exchange(
                shop.gateway.port(),
                (first + "GET /v1/items HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(answers).extracting(Wire.Answer::status).containsExactly(404, 200);
    }

    @Test
    void aClientThatClosesReadsItsAnswerThoughItsBodyWasNotWanted() throws Exception {
        String request = "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n"
                + "x".repeat(200_000);
        for (int i = 0; i < 50; i++) {
            assertProblem(one(request), 404, "ROUTE_NOT_FOUND");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        var requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            requests.append("GET /v1/items/A/notes/").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        List<Wire.Answer> answers =
                Wire.exchange(shop.gateway.port(), requests.toString().getBytes(StandardCharsets.UTF_8));
        List<String> notes = new ArrayList<>();
        for (Wire.Answer answer : answers) {
            notes.add(Shop.JSON
                    .readTree(answer.body())
                    .at("/event/pathParameters/noteId")
                    .asText());
        }
        assertThat(notes).hasSize(100).startsWith("0", "1").endsWith("98", "99");
    }

    @Test
    void oldAndClosingClientsAreServed() throws Exception {
        try (Wire wire = wire().send("GET / HTTP/1.0\r\n\r\n")) {
            assertThat(wire.next().status()).isEqualTo(200);
            assertThat(wire.isClosed()).isTrue();
        }
        try (Wire wire = wire().send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            assertThat(wire.next().head()).contains("Connection: close");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void headerNamesKeepTheirCapitals() throws Exception {
        Wire.Answer answer = one(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: 1\r\nx-lower: 2\r\nX-LOWER: 3\r\n\r\n");
        var headers = Shop.JSON.readTree(answer.body()).at("/event/multiValueHeaders");
        assertThat(headers.has("Connection")).isFalse();
        assertThat(headers.path("Idempotency-Key").toString()).isEqualTo("[\"1\"]");
        assertThat(headers.path("x-lower").toString()).isEqualTo("[\"2\",\"3\"]");
    }

    @Test
    void answersToHeadHaveALengthAndNoBody() throws Exception {
        String request = "HEAD /v1/any HTTP/1.1\r\nHost: x\r\n\r\n";
        try (Wire wire = wire().send(request.replace("/v1/any", "/v1/nothing")).finish()) {
            assertThatThrownBy(() -> {
                        Wire.Answer answer = wire.next();
                        throw new IOException(
                                answer.status() + " " + answer.body().length());
                    })
                    .hasMessage("404 0");
        }
    }

    @Test
    void aPortInUseIsToldInOneLine() {
        assertThatThrownBy(() -> Gateway.start(
                        GatewayOptions.of(Shop.contract(), Shop::echo).withPort(shop.gateway.port())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + shop.gateway.port());
    }
}
