package dev.tandem.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Calls of the API as a careful client makes them: a call that fails on the other side is repeated with the same key. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 40;

    private final HttpClient http;
    private final String root;
    private final AtomicLong repeats = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();

    public Api(HttpClient http, String root) {
        this.http = http;
        this.root = root;
    }

    /** What was answered; the body is null where there was none. */
    public record Answer(int status, @Nullable JsonNode body, String tag) {
        JsonNode json() {
            if (body == null) {
                throw new IllegalStateException("No body with " + status);
            }
            return body;
        }
    }

    /** How often a call had to be made again. */
    public long repeats() {
        return repeats.get();
    }

    public long calls() {
        return calls.get();
    }

    /** Gives the first answer that is not one of a fault of the other side. */
    public Answer call(String method, String path, @Nullable String body, Map<String, String> headers)
            throws InterruptedException {
        String key = UUID.randomUUID().toString();
        for (int attempt = 0; ; attempt++) {
            calls.incrementAndGet();
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
                headers.forEach(request::header);
                HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() < 500 || attempt >= ATTEMPTS) {
                    return new Answer(
                            answer.statusCode(),
                            answer.body().length == 0 ? null : JSON.readTree(answer.body()),
                            answer.headers().firstValue("ETag").orElse(""));
                }
            } catch (IOException e) {
                if (attempt >= ATTEMPTS) {
                    throw new UncheckedIOException(e);
                }
            }
            repeats.incrementAndGet();
            Thread.sleep(Math.min(2_000, 100L << Math.min(attempt, 5)));
        }
    }
}
