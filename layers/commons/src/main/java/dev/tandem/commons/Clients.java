package dev.tandem.commons;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.crypto.Mac;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS clients, built once per function process. Region, credentials and endpoint come from the environment that Lambda sets, so
 * the same code runs on AWS and in the embedded cloud. The JDK's own HTTP client library keeps the cold start short.
 */
public final class Clients {
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(2).toMillis();
    private static final int READ_MILLIS = (int) Duration.ofSeconds(20).toMillis();

    private static final ThreadLocal<long[]> WAITED = ThreadLocal.withInitial(() -> new long[1]);

    static {
        // A new process has a core idle while the first client is built.
        Thread.ofPlatform().daemon().name("warm-up").start(Clients::warmUp);
        Json.mapper();
    }

    private Clients() {}

    public static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder().httpClient(http()).build();
    }

    public static SqsClient sqs() {
        return SqsClient.builder().httpClient(http()).build();
    }

    public static S3Client s3() {
        return S3Client.builder()
                .httpClient(http())
                .overrideConfiguration(override -> override.addExecutionInterceptor(new WithoutExpect()))
                .build();
    }

    /** Asking S3 whether it will take a file (Expect: 100-continue) costs a round trip, and our files are small. */
    private static final class WithoutExpect implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder().removeHeader("Expect").build();
        }
    }

    public static S3Presigner s3Presigner() {
        return S3Presigner.create();
    }

    public static SfnClient stepFunctions() {
        return SfnClient.builder().httpClient(http()).build();
    }

    /**
     * Connections of the JDK itself, which reads the trusted certificates with the first https connection and not before. For clients
     * of services that only one domain uses.
     */
    public static SdkHttpClient http() {
        return new Timed(UrlConnectionHttpClient.create(Clients::connection));
    }

    /** Starts {@link #waitedNanos} again, for a call that begins on this thread. */
    public static void resetWaited() {
        WAITED.get()[0] = 0;
    }

    /** How long this thread has waited for AWS to begin to answer. */
    public static long waitedNanos() {
        return WAITED.get()[0];
    }

    private record Timed(SdkHttpClient client) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            ExecutableHttpRequest prepared = client.prepareRequest(request);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    long start = System.nanoTime();
                    try {
                        return prepared.call();
                    } finally {
                        WAITED.get()[0] += System.nanoTime() - start;
                    }
                }

                @Override
                public void abort() {
                    prepared.abort();
                }
            };
        }

        @Override
        public String clientName() {
            return client.clientName();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** What the first client and its first call would wait for, dearest first. */
    private static void warmUp() {
        // Any service will do: the SDK makes the metadata of all 300 at once.
        ServiceMetadata.of("dynamodb");
        Json.tree("{}");
        try {
            Mac.getInstance("HmacSHA256");
        } catch (NoSuchAlgorithmException e) {
            // The signature of the first call says so to someone who listens.
        }
    }

    private static HttpURLConnection connection(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setUseCaches(false);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
