package dev.tandem.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a planner does: has forecasts refreshed, follows the refresh, reads forecasts. */
public final class ForecastDoor implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> GOING_ON = List.of("REQUESTED", "RUNNING");

    private final Connection connection;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public ForecastDoor(Connection connection) {
        this.connection = connection;
    }

    /**
     * Has what changed refreshed, and waits for the end. Where another refresh is running, waits for that and asks again.
     *
     * @return how the refresh ended
     * @throws IOException when it is refused or takes too long
     */
    public JsonNode refresh(Duration patience) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        JsonNode refresh = start();
        while (Instant.now().isBefore(end)) {
            refresh = read("/v1/forecast-refreshes/" + refresh.path("refreshId").asText());
            String status = refresh.path("status").asText();
            if (status.equals("SUPERSEDED")) {
                Thread.sleep(500);
                refresh = start();
            } else if (!GOING_ON.contains(status)) {
                return refresh;
            }
            Thread.sleep(100);
        }
        throw new IOException("The refresh has not ended after " + patience.toSeconds() + " s: " + refresh);
    }

    /**
     * Has all forecasts exported, and waits for the end.
     *
     * @return the export, with links when it is done
     * @throws IOException when it is refused or takes too long
     */
    public JsonNode export(Duration patience) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        JsonNode export = answer(request("/v1/forecast-exports")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.noBody()));
        while (GOING_ON.contains(export.path("status").asText())) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("The export has not ended after " + patience.toSeconds() + " s: " + export);
            }
            Thread.sleep(100);
            export = read("/v1/forecast-exports/" + export.path("exportId").asText());
        }
        return export;
    }

    private JsonNode start() throws IOException, InterruptedException {
        return answer(request("/v1/forecast-refreshes")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Reads a resource of the API as staff. */
    public JsonNode read(String path) throws IOException, InterruptedException {
        return answer(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(connection.api() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + connection.staffToken());
    }

    private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
