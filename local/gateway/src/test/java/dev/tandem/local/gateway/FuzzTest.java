package dev.tandem.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, the answer is never a 5xx, an error is always a problem document, and nothing hangs. */
class FuzzTest {
    private static final long SEED = 20260101;
    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 64;
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "X");
    private static final List<String> SEGMENTS = List.of(
            "v1",
            "items",
            "query",
            "A-1",
            "notes",
            "files",
            "any",
            "loose",
            "upload",
            "partner-drops",
            "mine",
            "maybe",
            "..",
            ".",
            "",
            "%2F",
            "%2e%2e",
            "%00",
            "%",
            "%zz",
            "%C3%A9",
            "%ff",
            "é",
            "<x>",
            "{sku}",
            "a b",
            "a\tb",
            "\\",
            "~",
            ";a=b");
    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?limit=1",
            "?limit=x",
            "?limit=1&limit=2",
            "?lat=1e999",
            "?tag=ab",
            "?near=1,2",
            "?=",
            "?&&",
            "?a=%",
            "?%00",
            "??",
            "?limit",
            "?a[]=1",
            "?inStock=true#x");
    private static final List<String> HEADERS = List.of(
            "Content-Type: application/json",
            "Content-Type: text/csv",
            "Content-Type: image/png",
            "Content-Type: ",
            "x-api-key: partner-key-1",
            "x-api-key: no",
            "Authorization: Bearer a.b.c",
            "Authorization: ",
            "Idempotency-Key: 12345678",
            "X-Correlation-Id: ok",
            "X-Correlation-Id: <>",
            "Expect: 100-continue",
            "Connection: close",
            "Transfer-Encoding: chunked",
            "Content-Length: 5",
            "Accept: */*",
            "X: é",
            "bad",
            ": x");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"sku\":\"A\",\"lines\":[{\"quantity\":1}]}",
            "{\"sku\":1e999}",
            "{",
            "\"",
            "[[[[[[[[",
            "0\r\n\r\n",
            "2\r\n{}\r\n0\r\n\r\n",
            "ffffffff\r\n",
            "zz\r\n",
            "\u0000\u0001",
            "{\"lines\":[{\"quantity\":-0}]}");

    @Test
    void tenThousandBrokenRequests() throws Exception {
        var counts = new TreeMap<Integer, Integer>();
        try (var shop = new Shop()) {
            String token = shop.token("staff");
            List<byte[]> requests = new ArrayList<>();
            var random = new Random(SEED);
            for (int i = 0; i < REQUESTS; i++) {
                requests.add(request(random, token));
            }
            Queue<byte[]> queue = new ConcurrentLinkedQueue<>(requests);
            List<Future<List<Integer>>> clients = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(client(shop.gateway.port(), queue)));
                }
            }
            for (Future<List<Integer>> client : clients) {
                client.get().forEach(status -> counts.merge(status, 1, Integer::sum));
            }
            assertThat(shop.get("/v1/items").statusCode()).isEqualTo(200);
        }
        // The mix must reach the functions and every layer that refuses, else it proves nothing.
        assertThat(counts.keySet()).contains(200, 400, 401, 404, 405, 415);
    }

    private static Callable<List<Integer>> client(int port, Queue<byte[]> queue) {
        return () -> {
            List<Integer> statuses = new ArrayList<>();
            for (byte[] request = queue.poll(); request != null; request = queue.poll()) {
                for (Wire.Answer answer : Wire.exchange(port, request)) {
                    String what =
                            new String(request, StandardCharsets.ISO_8859_1) + "\n->\n" + answer.head() + answer.body();
                    assertThat(answer.status()).as(what).isLessThan(500);
                    if (answer.status() >= 400 && !answer.body().isEmpty()) {
                        assertThat(answer.isProblem()).as(what).isTrue();
                        assertThat(answer.problem().path("code").asText())
                                .as(what)
                                .matches("[A-Z_]+");
                    }
                    statuses.add(answer.status());
                }
            }
            return statuses;
        };
    }

    private static byte[] request(Random random, String token) {
        var text = new StringBuilder(pick(random, METHODS)).append(' ');
        int depth = 1 + random.nextInt(5);
        if (random.nextInt(3) == 0) {
            text.append("/v1/items");
            depth = random.nextInt(2);
        }
        for (int i = 0; i < depth; i++) {
            text.append('/').append(i == 0 && random.nextBoolean() && depth > 1 ? "v1" : pick(random, SEGMENTS));
        }
        text.append(random.nextInt(3) == 0 ? pick(random, QUERIES) : "").append(" HTTP/1.1\r\nHost: x\r\n");
        if (random.nextInt(3) == 0) {
            text.append("Authorization: ").append(token).append("\r\n");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(pick(random, HEADERS)).append("\r\n");
        }
        String body = pick(random, BODIES);
        if (random.nextInt(3) > 0) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        text.append("\r\n").append(body);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(4) == 0 ? damage(random, bytes) : bytes;
    }

    /** Changes, drops or repeats a few bytes. */
    private static byte[] damage(Random random, byte[] bytes) {
        var out = new ByteArrayOutputStream();
        for (byte b : bytes) {
            switch (random.nextInt(60)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> {}
                case 2 -> {
                    out.write(b);
                    out.write(b);
                }
                default -> out.write(b);
            }
        }
        return out.toByteArray();
    }

    private static String pick(Random random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
