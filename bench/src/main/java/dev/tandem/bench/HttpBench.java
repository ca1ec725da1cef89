package dev.tandem.bench;

import dev.tandem.demo.Connection;
import dev.tandem.demo.DemoLoader;
import dev.tandem.demo.DemoShop;
import dev.tandem.local.cloud.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lookup and reserve through the gateway, warm, on the demo shop. The baseline of the same run is the gateway alone: a route that
 * it answers itself (404), so that the ratio shows what function and table add.
 */
final class HttpBench {
    private static final String DATA = "demo shop, 300 SKUs, 15 locations";

    private final String command;

    HttpBench(String command) {
        this.command = command;
    }

    /** One kind of call; the random number picks the SKU. */
    private interface Call {
        HttpRequest request(Random random);
    }

    void run(Arguments arguments) throws IOException, InterruptedException {
        int seconds = arguments.number("--seconds", 10);
        int clients = arguments.number("--clients", 8);
        Progress.say("booting the embedded cloud");
        try (EmbeddedCloud cloud = Clouds.ephemeral();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            Connection connection = Connection.ofPort(cloud.apiUrl().getPort());
            Progress.say(DemoLoader.load(connection));
            List<String> skus = DemoShop.skus();
            Call gateway = random -> get(connection, "/v1/nothing-here");
            Call lookup = random -> get(
                    connection, "/v1/stock/" + skus.get(random.nextInt(skus.size())) + "?lat=50.11&lon=8.68&limit=5");
            Call reserve = random -> reservation(connection, skus.get(random.nextInt(skus.size())));
            measure(http, "gateway-only", gateway, 404, seconds, clients);
            measure(http, "tandem", lookup, 200, seconds, clients);
            measure(http, "tandem-reserve", reserve, 201, seconds, clients);
        }
    }

    private void measure(HttpClient http, String method, Call call, int expected, int seconds, int clients)
            throws IOException, InterruptedException {
        Progress.say(method + ": warming up");
        load(http, call, expected, 5, clients);
        Progress.say(method + ": one client, " + seconds + " s");
        Result alone = load(http, call, expected, seconds, 1);
        print(method, "1 client, warm", alone);
        Progress.say(method + ": " + clients + " clients, " + seconds + " s");
        Result together = load(http, call, expected, seconds, clients);
        print(method, clients + " clients, warm", together);
    }

    private void print(String method, String protocol, Result result) {
        new BenchLine("http", method, DATA, protocol, result.latencies().count())
                .metrics(Map.of("otherAnswers", result.otherAnswers()))
                .latencies(result.latencies())
                .throughput(result.latencies().count() / result.seconds())
                .print(command);
    }

    private record Result(Latencies latencies, double seconds, long otherAnswers) {}

    private static Result load(HttpClient http, Call call, int expected, int seconds, int clients)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Result>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                Random random = new Random(client);
                running.add(threads.submit(() -> one(http, call, expected, end, random)));
            }
            Latencies all = new Latencies();
            long other = 0;
            for (Future<Result> client : running) {
                all.addAll(client.get().latencies());
                other += client.get().otherAnswers();
            }
            return new Result(all, (System.nanoTime() - start) / 1e9, other);
        } catch (ExecutionException e) {
            throw new IOException("a call failed: " + e.getCause(), e);
        }
    }

    private static Result one(HttpClient http, Call call, int expected, long end, Random random)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        long other = 0;
        while (System.nanoTime() < end) {
            HttpRequest request = call.request(random);
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            latencies.add(System.nanoTime() - start);
            if (answer.statusCode() != expected) {
                other++;
            }
        }
        return new Result(latencies, 0, other);
    }

    private static HttpRequest get(Connection connection, String path) {
        return HttpRequest.newBuilder(URI.create(connection.api() + path)).build();
    }

    private static HttpRequest reservation(Connection connection, String sku) {
        String body = String.format(
                Locale.ROOT,
                "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1}],\"location\":\"auto\",\"near\":{\"lat\":50.11,\"lon\":8.68},"
                        + "\"fulfilment\":\"delivery\",\"holdFor\":\"PT15M\"}",
                sku);
        return HttpRequest.newBuilder(URI.create(connection.api() + "/v1/reservations"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + connection.shopperToken())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
