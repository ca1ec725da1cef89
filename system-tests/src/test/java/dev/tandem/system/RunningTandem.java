package dev.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.demo.Connection;
import dev.tandem.demo.DemoLoader;
import dev.tandem.demo.PartnerDoor;
import dev.tandem.local.cloud.EmbeddedCloud;
import dev.tandem.local.cloud.Options;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The whole system with the demo shop in it, started once for all tests of the run, and what a client needs to use it. */
public final class RunningTandem implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Gives the one running system to tests that take it as a parameter. */
    public static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningTandem.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(RunningTandem.class, key -> start(), RunningTandem.class);
        }
    }

    private final EmbeddedCloud cloud;
    private final Connection connection;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningTandem(EmbeddedCloud cloud, Connection connection) {
        this.cloud = cloud;
        this.connection = connection;
    }

    static Path root() {
        return Path.of(System.getProperty("repositoryRoot"));
    }

    private static RunningTandem start() {
        try {
            EmbeddedCloud cloud = EmbeddedCloud.start(Options.ephemeral(root().resolve("samplesam.json")));
            Connection connection = Connection.ofPort(cloud.apiUrl().getPort());
            DemoLoader.load(connection);
            return new RunningTandem(cloud, connection);
        } catch (Exception e) {
            throw new IllegalStateException("The system did not start", e);
        }
    }

    EmbeddedCloud cloud() {
        return cloud;
    }

    Connection connection() {
        return connection;
    }

    /** Drops a partner file and waits for its report. */
    JsonNode drop(String name, byte[] content) throws Exception {
        try (PartnerDoor door = new PartnerDoor(connection)) {
            Instant start = Instant.now();
            door.drop(name, content, "text/csv");
            return door.awaitReport(name, start, Duration.ofSeconds(90));
        }
    }

    JsonNode drop(String name, String content) throws Exception {
        return drop(name, content.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(connection.api() + path));
    }

    HttpRequest.Builder shopper(String path) {
        return request(path)
                .header("Authorization", "Bearer " + connection.shopperToken())
                .header("Content-Type", "application/json");
    }

    HttpRequest.Builder staff(String path) {
        return request(path)
                .header("Authorization", "Bearer " + connection.staffToken())
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> reserve(String key, String body) throws Exception {
        return send(shopper("/v1/reservations")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    static JsonNode json(HttpResponse<String> response) throws Exception {
        return JSON.readTree(response.body());
    }

    /** The position of a SKU at a location, as the API shows it. */
    JsonNode position(String sku, String location) throws Exception {
        HttpResponse<String> answer = send(request("/v1/stock/" + sku + "?limit=50"));
        if (answer.statusCode() != 200) {
            throw new AssertionError("lookup of " + sku + " was answered " + answer.statusCode() + " " + answer.body());
        }
        for (JsonNode position : json(answer).path("locations")) {
            if (position.path("location").asText().equals(location)) {
                return position;
            }
        }
        throw new AssertionError(sku + " is not at " + location + ": " + answer.body());
    }

    /** Sums of all movements of a position, read page by page through the API: on hand and reserved. */
    long[] ledger(String sku, String location) throws Exception {
        long onHand = 0;
        long reserved = 0;
        String next = "";
        do {
            HttpResponse<String> answer = send(staff("/v1/stock/" + sku + "/movements?location=" + location
                    + "&limit=100" + (next.isEmpty() ? "" : "&next=" + next)));
            if (answer.statusCode() != 200) {
                throw new AssertionError("movements: " + answer.statusCode() + " " + answer.body());
            }
            JsonNode page = json(answer);
            for (JsonNode movement : page.path("movements")) {
                onHand += movement.path("onHandDelta").asLong();
                reserved += movement.path("reservedDelta").asLong();
            }
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        return new long[] {onHand, reserved};
    }

    private AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey()));
    }

    DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .endpointOverride(cloud.awsEndpoint())
                .region(Region.of(connection.region()))
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    SqsClient sqs() {
        return SqsClient.builder()
                .endpointOverride(cloud.awsEndpoint())
                .region(Region.of(connection.region()))
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    SfnClient stepFunctions() {
        return SfnClient.builder()
                .endpointOverride(cloud.awsEndpoint())
                .region(Region.of(connection.region()))
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    S3Client s3() {
        return S3Client.builder()
                .endpointOverride(URI.create(connection.s3()))
                .region(Region.of(connection.region()))
                .forcePathStyle(true)
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Waits until a condition holds; fails with what was waited for when it does not within a minute and a half. */
    static <T> T await(String what, Callable<T> check, java.util.function.Predicate<T> holds) throws Exception {
        Instant end = Instant.now().plusSeconds(90);
        T last = check.call();
        while (!holds.test(last)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Waited in vain for " + what + "; last seen: " + last);
            }
            Thread.sleep(50);
            last = check.call();
        }
        return last;
    }

    @Override
    public void close() {
        http.close();
        cloud.close();
    }
}
