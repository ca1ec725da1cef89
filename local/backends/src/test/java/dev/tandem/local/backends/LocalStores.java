package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/** All three stores behind a front door, as the cloud starts them, and real SDK clients for them. */
final class LocalStores implements AutoCloseable {
    static final String SECRET = "secretOfTheTests";

    final FrontDoor door;
    final DynamoDbBackend dynamoDb;
    final SqsBackend sqs;
    final S3Backend s3;
    final List<ObjectEvent> events = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> clients = new ArrayList<>();

    private LocalStores(@Nullable Path state, Authorizer authorizer) {
        door = FrontDoor.bind(0).authorizer(authorizer);
        URI address = door.endpoint();
        var startedSqs = CompletableFuture.supplyAsync(() -> SqsBackend.start(below(state, "sqs"), address));
        var startedDynamoDb = CompletableFuture.supplyAsync(() -> DynamoDbBackend.start(below(state, "dynamodb")));
        s3 = S3Backend.start(
                0,
                below(state, "s3"),
                key -> key.equals("nobody") ? Optional.empty() : Optional.of(SECRET),
                authorizer,
                events::add);
        dynamoDb = startedDynamoDb.join();
        sqs = startedSqs.join();
        door.attachDynamoDb(dynamoDb.endpoint()).attachSqs(sqs.endpoint());
    }

    static LocalStores inMemory() {
        return new LocalStores(null, Authorizer.ALLOW_ALL);
    }

    static LocalStores inMemory(Authorizer authorizer) {
        return new LocalStores(null, authorizer);
    }

    static LocalStores keptIn(Path state) {
        return new LocalStores(state, Authorizer.ALLOW_ALL);
    }

    private static @Nullable Path below(@Nullable Path state, String name) {
        return state == null ? null : state.resolve(name);
    }

    DynamoDbClient dynamoDbClient(String accessKeyId) {
        return closing(DynamoDbClient.builder()
                .endpointOverride(door.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials(accessKeyId))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build());
    }

    SqsClient sqsClient(String accessKeyId) {
        return closing(SqsClient.builder()
                .endpointOverride(door.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials(accessKeyId))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build());
    }

    S3Client s3Client(String accessKeyId) {
        return s3Client(accessKeyId, SECRET);
    }

    S3Client s3Client(String accessKeyId, String secret) {
        return closing(s3ClientBuilder(accessKeyId, secret).build());
    }

    /** Shows what the first attempt got; other clients repeat a call that broke off. */
    S3Client s3ClientWithoutRepeats(String accessKeyId) {
        return closing(s3ClientBuilder(accessKeyId, SECRET)
                .overrideConfiguration(once -> once.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build());
    }

    private S3ClientBuilder s3ClientBuilder(String accessKeyId, String secret) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.EU_CENTRAL_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    S3Presigner presigner(String accessKeyId) {
        return closing(S3Presigner.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.EU_CENTRAL_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(credentials(accessKeyId))
                .build());
    }

    private static StaticCredentialsProvider credentials(String accessKeyId) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, SECRET));
    }

    private <T extends AutoCloseable> T closing(T client) {
        clients.add(client);
        return client;
    }

    static JsonNode json(String text) {
        try {
            return JsonCalls.JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception cause) {
                throw new IllegalStateException(cause);
            }
        }
        door.close();
        sqs.close();
        dynamoDb.close();
        s3.close();
    }
}
