package dev.tandem.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Sends real behaviour through the public door, 100 events a call: sessions of views (tab separated {@code SessionId ItemId Time},
 * seconds of the epoch, as in Serenade's data) or the baskets of Online Retail's invoices as purchases. Event ids come from the file,
 * so that a second run changes nothing. Consent is set: both are published data sets without persons.
 */
public final class LoadInteractions {
    private static final int EVENTS_PER_CALL = 100;
    /** Calls under way at once: enough to keep the system busy, few enough to leave it time to answer others. */
    private static final int CALLS = 8;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the calls were answered, added up. */
    private final Map<String, Integer> refused = new TreeMap<>();

    private final URI door;
    private final PrintStream progress;
    private int calls;
    private int accepted;

    public LoadInteractions(Connection connection, PrintStream progress) {
        this.door = URI.create(connection.api() + "/v1/behaviour-events");
        this.progress = progress;
    }

    /** Sends the whole file and returns what came of it. */
    public ObjectNode run(Path file, boolean purchases, LocalDate from, LocalDate to)
            throws IOException, InterruptedException {
        List<ObjectNode> events = purchases ? purchases(file, from, to) : views(file, from, to);
        if (events.isEmpty()) {
            throw new IOException("The file has no event from " + from + " to " + to);
        }
        progress.println("Sending " + events.size() + " events of " + file.getFileName());
        Instant start = Instant.now();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Deque<CompletableFuture<HttpResponse<byte[]>>> underWay = new ArrayDeque<>();
            for (int at = 0; at < events.size(); at += EVENTS_PER_CALL) {
                if (underWay.size() == CALLS) {
                    add(underWay.removeFirst());
                }
                underWay.add(http.sendAsync(
                        request(events.subList(at, Math.min(events.size(), at + EVENTS_PER_CALL))),
                        HttpResponse.BodyHandlers.ofByteArray()));
            }
            while (!underWay.isEmpty()) {
                add(underWay.removeFirst());
            }
        }
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        ObjectNode sum = JSON.createObjectNode()
                .put("calls", calls)
                .put("events", events.size())
                .put("accepted", accepted);
        ObjectNode byReason = sum.putObject("refused");
        refused.forEach(byReason::put);
        return sum.put("seconds", seconds).put("eventsPerSecond", Math.round(events.size() / seconds));
    }

    private HttpRequest request(List<ObjectNode> events) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode array = body.putArray("events");
        events.forEach(array::add);
        return HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
    }

    private void add(CompletableFuture<HttpResponse<byte[]>> call) throws IOException {
        HttpResponse<byte[]> answer;
        try {
            answer = call.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new IOException("A call failed: " + e.getCause(), e);
        }
        if (answer.statusCode() != 202) {
            throw new IOException("A call was answered " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        JsonNode receipt = JSON.readTree(answer.body());
        calls++;
        accepted += receipt.path("accepted").asInt();
        receipt.path("refused").forEach(one -> refused.merge(one.path("code").asText(), 1, Integer::sum));
        if (calls % 200 == 0) {
            progress.println(calls + " calls, " + accepted + " events accepted");
        }
    }

    static List<ObjectNode> views(Path file, LocalDate from, LocalDate to) throws IOException {
        List<ObjectNode> events = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String head = lines.readLine();
            if (head == null || !head.strip().equals("SessionId\tItemId\tTime")) {
                throw new IOException("The file does not begin with the line SessionId, ItemId, Time, tab separated");
            }
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String[] cells = line.split("\t", -1);
                if (cells.length != 3) {
                    throw new IOException("Line " + number + " has not three columns");
                }
                Instant at = Instant.ofEpochMilli(Math.round(Double.parseDouble(cells[2]) * 1000));
                if (within(at, from, to)) {
                    events.add(event("line-" + number, "views-" + cells[0], at.toString(), "view", cells[1]));
                }
            }
        }
        return events;
    }

    /** An invoice is a session; cancellations are no behaviour of a shopper. */
    static List<ObjectNode> purchases(Path file, LocalDate from, LocalDate to) throws IOException {
        List<ObjectNode> events = new ArrayList<>();
        for (OnlineRetail.Line line : OnlineRetail.read(file, from, to)) {
            long quantity = Long.parseLong(line.quantity());
            if (quantity > 0) {
                events.add(event(
                                "line-" + String.format("%05d", line.number()),
                                "invoice-" + line.invoice(),
                                line.soldAt(),
                                "purchase",
                                line.sku())
                        .put("quantity", quantity));
            }
        }
        return events;
    }

    private static boolean within(Instant at, LocalDate from, LocalDate to) {
        LocalDate day = at.atOffset(java.time.ZoneOffset.UTC).toLocalDate();
        return !day.isBefore(from) && !day.isAfter(to);
    }

    private static ObjectNode event(String id, String session, String at, String kind, String sku) {
        return JSON.createObjectNode()
                .put("eventId", id)
                .put("sessionId", session)
                .put("consent", true)
                .put("at", at)
                .put("kind", kind)
                .put("sku", sku);
    }
}
