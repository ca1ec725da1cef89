package dev.tandem.system;

import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is sent, the answer is a problem document with a stable code, and never a 5xx. */
@ExtendWith(RunningTandem.Extension.class)
class BadRequestsTest {
    private static final String LINE = "{\"sku\":\"BABY-0001\",\"quantity\":1}";

    @Test
    void reservationBodiesThatAreWrong(RunningTandem tandem) throws Exception {
        for (String body : List.of(
                "",
                "{",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"lines\":[],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":\"1\"}],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":0}],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":-1}],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":1.5}],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":1e99}],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[{\"sku\":\"../..\",\"quantity\":1}],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "{\"lines\":[" + LINE + "],\"location\":\"MAINZ\",\"fulfilment\":\"teleport\"}",
                "{\"lines\":[" + LINE + "],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\",\"holdFor\":\"PT1S\"}",
                "{\"lines\":[" + LINE + "],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\",\"holdFor\":\"P31D\"}",
                "{\"lines\":[" + LINE
                        + "],\"location\":\"auto\",\"fulfilment\":\"delivery\",\"near\":{\"lat\":91,\"lon\":8}}",
                "{\"lines\":[" + LINE + "],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\",\"surprise\":1}",
                "{\"lines\":[" + (LINE + ",").repeat(40) + LINE
                        + "],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}",
                "[".repeat(100_000))) {
            HttpResponse<String> answer = tandem.reserve(key(), body);
            assertProblem(answer, body.substring(0, Math.min(120, body.length())));
        }
    }

    @Test
    void routesAndParametersThatAreWrong(RunningTandem tandem) throws Exception {
        for (String path : List.of(
                "/",
                "/v1",
                "/v1/nothing",
                "/v1/stock/",
                "/v1/stock/NO-SUCH-SKU",
                "/v1/stock/A%2FB",
                "/v1/stock/..%2F..%2Fetc",
                "/v1/stock/%00",
                "/v1/stock/BABY-0001?lat=abc&lon=8",
                "/v1/stock/BABY-0001?lat=91&lon=8",
                "/v1/stock/BABY-0001?lat=50",
                "/v1/stock/BABY-0001?limit=0",
                "/v1/stock/BABY-0001?limit=99999999999999",
                "/v1/stock/BABY-0001?radiusKm=-1&lat=50&lon=8",
                "/v1/stock/BABY-0001?fulfilment=owl",
                "/v1/stock/" + "x".repeat(5000))) {
            assertProblem(tandem.send(tandem.request(path)), path);
        }
        assertProblem(tandem.send(tandem.request("/v1/stock/BABY-0001").DELETE()), "DELETE on a lookup");
        assertProblem(
                tandem.send(tandem.request("/v1/stock/BABY-0001").method("BREW", HttpRequest.BodyPublishers.noBody())),
                "unknown method");
    }

    @Test
    void callersWhoMayNot(RunningTandem tandem) throws Exception {
        String body = "{\"lines\":[" + LINE + "],\"location\":\"MAINZ\",\"fulfilment\":\"delivery\"}";
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
        HttpResponse<String> nobody = tandem.send(tandem.request("/v1/reservations")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .POST(publisher));
        assertThat(nobody.statusCode()).isEqualTo(401);
        HttpResponse<String> forged = tandem.send(tandem.request("/v1/reservations")
                .header("Authorization", "Bearer " + tandem.connection().shopperToken() + "x")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(forged.statusCode()).isEqualTo(401);
        HttpResponse<String> shopper = tandem.send(
                tandem.shopper("/v1/stock/BABY-0001/movements?location=MAINZ").GET());
        assertThat(shopper.statusCode()).isEqualTo(403);
        HttpResponse<String> keyless =
                tandem.send(tandem.shopper("/v1/reservations").POST(HttpRequest.BodyPublishers.ofString(body)));
        assertProblem(keyless, "no idempotency key");
        HttpResponse<String> partnerless = tandem.send(tandem.request("/v1/partner-drops/abcdefgh12345678"));
        assertThat(partnerless.statusCode()).isIn(401, 403);
    }

    @Test
    void bytesThatAreHardlyHttp(RunningTandem tandem) throws Exception {
        for (String bytes : List.of(
                "GET /v1/stock/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET //v1//stock//BABY-0001 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/stock/BABY-0001%GG HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/stock/caf\u00e9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /v1/stock/query HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}",
                "POST /v1/stock/query HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\nConnection: close\r\n\r\n",
                "\u0001\u0002\u0003\r\n\r\n")) {
            String answer = raw(tandem, bytes);
            assertThat(answer).as(bytes).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 4"));
        }
        assertThat(tandem.send(tandem.request("/v1/stock/BABY-0001")).statusCode())
                .isEqualTo(200);
    }

    private static String raw(RunningTandem tandem, String bytes) throws IOException {
        URI api = URI.create(tandem.connection().api());
        try (Socket socket = new Socket(api.getHost(), api.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, String what) throws Exception {
        assertThat(answer.statusCode()).as(what + " -> " + answer.body()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(what)
                .startsWith("application/problem+json");
        JsonNode problem = RunningTandem.json(answer);
        assertThat(problem.path("code").asText()).as(what).matches("[A-Z][A-Z0-9_]+");
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(answer.body()).doesNotContain("Exception", "dev.tandem", "com.fasterxml");
    }
}
