package dev.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.demo.Connection;
import dev.tandem.demo.LoadInteractions;
import dev.tandem.local.cloud.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * {@code GET /v1/recommendations} through the API, warm: the sessions come in through the public door, the models are built by the
 * workflow, the state of the asked session is read from DynamoDB with each call. Beside the time of the client stand the function's
 * own figures from its {@code Server-Timing} header ({@code function}: all it did, {@code compute}: less what it waited for AWS) and, as
 * the baseline of the same run, a call that the gateway answers alone.
 */
final class RecommendBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TIMING = Pattern.compile("function;dur=([0-9.]+), aws;dur=([0-9.]+)");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String HEAD = "SessionId\tItemId\tTime";

    private final String command;

    RecommendBench(String command) {
        this.command = command;
    }

    private record Measured(Latencies client, Latencies function, Latencies compute, int others) {
        Measured() {
            this(new Latencies(), new Latencies(), new Latencies(), 0);
        }
    }

    void run(Arguments arguments) throws IOException, InterruptedException {
        int seconds = arguments.number("--seconds", 10);
        int clients = arguments.number("--clients", 8);
        int events = arguments.number("--events", 20_000);
        Path work = Files.createTempDirectory("tandem-bench");
        Path file = work.resolve("sessions.txt");
        List<String> lines = arguments.text("--data").isPresent()
                ? newest(Path.of(arguments.text("--data").get()), events)
                : generated(events);
        Files.write(file, lines);
        String data = arguments
                        .text("--data")
                        .map(path -> Path.of(path).getFileName().toString())
                        .orElse("generated") + ", " + (lines.size() - 1) + " events";
        List<String> sessions = lines.stream()
                .skip(1)
                .map(line -> "views-" + line.substring(0, line.indexOf('\t')))
                .distinct()
                .toList();
        Progress.say("booting the embedded cloud");
        try (EmbeddedCloud cloud = Clouds.ephemeral();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            Connection connection = Connection.ofPort(cloud.apiUrl().getPort());
            new LoadInteractions(connection, System.err)
                    .run(file, false, LocalDate.of(1900, 1, 1), LocalDate.of(2999, 12, 31));
            awaitQueues(cloud.clients().sqs());
            build(http, connection);
            measure(http, connection, "gateway-only", data, List.of(), 404, seconds, clients);
            measure(http, connection, "tandem", data, sessions, 200, seconds, clients);
        }
    }

    private static List<String> newest(Path file, int events) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEAD)) {
            throw new IOException(file + " does not begin with the line SessionId, ItemId, Time, tab separated");
        }
        lines.removeFirst();
        lines.sort(java.util.Comparator.comparingDouble(line -> Double.parseDouble(line.split("\t")[2])));
        List<String> newest = new ArrayList<>(lines.subList(Math.max(0, lines.size() - events), lines.size()));
        newest.addFirst(HEAD);
        return newest;
    }

    /** Sessions of 2 to 12 views over 2,000 items in neighbourhoods of ten; seeded. */
    private static List<String> generated(int events) {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of(HEAD));
        for (int session = 0; lines.size() <= events; session++) {
            int place = (int) (2_000 * Math.pow(random.nextDouble(), 2));
            int length = 2 + random.nextInt(11);
            for (int i = 0; i < length; i++) {
                lines.add(session + "\tI-" + (place + random.nextInt(10)) + "\t"
                        + (1_780_000_000L + session * 60L + i * 5L));
            }
        }
        return lines;
    }

    private static void awaitQueues(SqsClient sqs) throws IOException, InterruptedException {
        Progress.say("waiting for the queues to be worked off");
        long end = System.nanoTime() + PATIENCE.toNanos();
        int calm = 0;
        while (calm < 3) {
            if (System.nanoTime() > end) {
                throw new IOException("the queues were not worked off in " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(500);
            long left = 0;
            for (String queue : sqs.listQueues().queueUrls()) {
                if (queue.contains("Behaviour") && !queue.contains("DeadLetter")) {
                    var attributes = sqs.getQueueAttributes(request -> request.queueUrl(queue)
                                    .attributeNames(
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                            .attributes();
                    left += attributes.values().stream()
                            .mapToLong(Long::parseLong)
                            .sum();
                }
            }
            calm = left == 0 ? calm + 1 : 0;
        }
    }

    private static void build(HttpClient http, Connection connection) throws IOException, InterruptedException {
        Progress.say("building the models");
        URI models = URI.create(connection.api() + "/v1/recommendations/models");
        HttpResponse<String> started = http.send(
                HttpRequest.newBuilder(models)
                        .header("Authorization", "Bearer " + connection.staffToken())
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (started.statusCode() != 202) {
            throw new IOException("the build was answered " + started.statusCode() + ": " + started.body());
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        URI asked = URI.create(connection.api() + "/v1/recommendations?limit=20&sessionId=nobody");
        // The function looks for new models once a minute, more often while it has none.
        while (JSON.readTree(http.send(HttpRequest.newBuilder(asked).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("items")
                .isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException("no model was in use after " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(1000);
        }
        JsonNode inUse =
                JSON.readTree(http.send(HttpRequest.newBuilder(models).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        Progress.say("models in use: " + inUse.path("parts").findValuesAsText("part"));
    }

    private void measure(
            HttpClient http,
            Connection connection,
            String method,
            String data,
            List<String> sessions,
            int expected,
            int seconds,
            int clients)
            throws IOException, InterruptedException {
        Progress.say(method + ": warming up");
        load(http, connection, sessions, expected, 10, clients);
        for (int together : new int[] {1, clients}) {
            Progress.say(method + ": " + together + " clients, " + seconds + " s");
            Measured measured = load(http, connection, sessions, expected, seconds, together);
            String protocol = together + (together == 1 ? " client, warm" : " clients, warm");
            new BenchLine("recommend", method, data, protocol, measured.client().count())
                    .metrics(Map.of("otherAnswers", measured.others()))
                    .latencies(measured.client())
                    .throughput(measured.client().count() / (double) seconds)
                    .print(command);
            if (measured.function().count() > 0) {
                new BenchLine(
                                "recommend",
                                method + "-function",
                                data,
                                protocol,
                                measured.function().count())
                        .latencies(measured.function())
                        .print(command);
                new BenchLine(
                                "recommend",
                                method + "-compute",
                                data,
                                protocol,
                                measured.compute().count())
                        .latencies(measured.compute())
                        .print(command);
            }
        }
    }

    private static Measured load(
            HttpClient http, Connection connection, List<String> sessions, int expected, int seconds, int clients)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Measured>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                Random random = new Random(client);
                running.add(threads.submit(() -> one(http, connection, sessions, expected, end, random)));
            }
            Measured all = new Measured();
            int others = 0;
            for (Future<Measured> client : running) {
                all.client().addAll(client.get().client());
                all.function().addAll(client.get().function());
                all.compute().addAll(client.get().compute());
                others += client.get().others();
            }
            return new Measured(all.client(), all.function(), all.compute(), others);
        } catch (ExecutionException e) {
            throw new IOException("a call failed: " + e.getCause(), e);
        }
    }

    private static Measured one(
            HttpClient http, Connection connection, List<String> sessions, int expected, long end, Random random)
            throws IOException, InterruptedException {
        Measured measured = new Measured();
        int others = 0;
        while (System.nanoTime() < end) {
            String path = sessions.isEmpty()
                    ? "/v1/nothing-here"
                    : "/v1/recommendations?limit=20&sessionId=" + sessions.get(random.nextInt(sessions.size()));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(connection.api() + path)).build();
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            measured.client().add(System.nanoTime() - start);
            others += answer.statusCode() == expected ? 0 : 1;
            Matcher timing =
                    TIMING.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
            if (timing.matches()) {
                double function = Double.parseDouble(timing.group(1));
                measured.function().add(Math.round(function * 1e6));
                measured.compute().add(Math.round((function - Double.parseDouble(timing.group(2))) * 1e6));
            }
        }
        return new Measured(measured.client(), measured.function(), measured.compute(), others);
    }
}
