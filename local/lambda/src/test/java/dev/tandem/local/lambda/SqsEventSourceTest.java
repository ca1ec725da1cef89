package dev.tandem.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.local.lambda.fixture.BatchHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class SqsEventSourceTest {
    private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:";

    @TempDir
    static Path folder;

    static SQSRestServer server;
    static SqsClient sqs;
    static LambdaService lambda;
    static int number;

    String queueUrl;
    String deadUrl;
    Path received;

    @BeforeAll
    static void start() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        sqs = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:"
                        + server.waitUntilStarted().localAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        lambda = new LambdaService(LambdaOptions.in(folder.resolve("cache"), folder.resolve("work")));
    }

    @AfterAll
    static void stop() {
        lambda.close();
        sqs.close();
        server.stopAndWait();
    }

    @BeforeEach
    void queue() {
        number++;
        received = folder.resolve("received-" + number);
        deadUrl =
                sqs.createQueue(request -> request.queueName("dead-" + number)).queueUrl();
        queueUrl = sqs.createQueue(request -> request.queueName("queue-" + number)
                        .attributes(Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "1",
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + ARN + "dead-" + number
                                        + "\",\"maxReceiveCount\":\"2\"}")))
                .queueUrl();
        lambda.define(FunctionDefinition.of(
                        "Batch",
                        TestFunctions.zip(folder.resolve("batch.zip"), BatchHandler.class),
                        BatchHandler.class.getName())
                .withMemory(256)
                .withEnvironment(Map.of("RECORD_FILE", received.toString())));
    }

    private SqsEventSource source(int batchSize, Duration window, boolean partial) {
        return SqsEventSource.start(
                sqs,
                lambda,
                new SqsEventSource.Mapping(queueUrl, ARN + "queue-" + number, "Batch", batchSize, window, partial, 1));
    }

    @Test
    void theEventIsLambdasOwnAndWhatSucceededIsDeleted() throws Exception {
        sqs.sendMessage(request -> request.queueUrl(queueUrl)
                .messageBody("first")
                .messageAttributes(Map.of(
                        "reason",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("test")
                                .build(),
                        "raw",
                        MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(SdkBytes.fromUtf8String("abc"))
                                .build())));
        try (SqsEventSource source = source(10, Duration.ZERO, true)) {
            LambdaServiceTest.await(() -> left(queueUrl) == 0 && !events().isEmpty());
        }
        JsonNode entry = new ObjectMapper().readTree(events().getFirst()).at("/Records/0");
        assertThat(entry.path("body").asText()).isEqualTo("first");
        assertThat(entry.path("eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(entry.path("eventSourceARN").asText()).isEqualTo(ARN + "queue-" + number);
        assertThat(entry.path("awsRegion").asText()).isEqualTo("eu-central-1");
        assertThat(entry.path("receiptHandle").asText()).isNotEmpty();
        assertThat(entry.path("md5OfBody").asText()).isEqualTo("8b04d5e3775d298e78455efc5ca404d5");
        assertThat(entry.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
        assertThat(entry.at("/attributes/SentTimestamp").asText()).matches("\\d{13}");
        assertThat(entry.at("/messageAttributes/reason/stringValue").asText()).isEqualTo("test");
        assertThat(entry.at("/messageAttributes/raw/binaryValue").asText()).isEqualTo("YWJj");
    }

    @Test
    void onlyReportedMessagesComeAgainAndEndInTheDeadLetterQueue() throws Exception {
        send("good-1", "bad-1", "good-2");
        try (SqsEventSource source = source(10, Duration.ZERO, true)) {
            LambdaServiceTest.await(() -> left(deadUrl) == 1);
        }
        assertThat(left(queueUrl)).isZero();
        Map<String, Integer> times = bodies();
        assertThat(times).containsEntry("good-1", 1).containsEntry("good-2", 1).containsEntry("bad-1", 2);
    }

    @Test
    void aFailedFunctionFailsTheWholeBatch() throws Exception {
        send("bomb", "innocent");
        try (SqsEventSource source = source(10, Duration.ZERO, true)) {
            LambdaServiceTest.await(() -> left(deadUrl) == 2);
        }
        assertThat(left(queueUrl)).isZero();
    }

    @Test
    void withoutPartialResponsesTheAnswerDoesNotCount() throws Exception {
        send("bad-1");
        try (SqsEventSource source = source(10, Duration.ZERO, false)) {
            LambdaServiceTest.await(() -> left(queueUrl) == 0 && !events().isEmpty());
        }
        assertThat(left(deadUrl)).isZero();
    }

    @Test
    void aWindowGathersMoreThanOneReceiveGives() throws Exception {
        for (int i = 0; i < 3; i++) {
            send("a" + i, "b" + i, "c" + i, "d" + i, "e" + i, "f" + i, "g" + i, "h" + i, "i" + i, "j" + i);
        }
        try (SqsEventSource source = source(30, Duration.ofMinutes(1), true)) {
            LambdaServiceTest.await(() -> left(queueUrl) == 0 && !events().isEmpty());
        }
        assertThat(events()).hasSize(1);
        assertThat(bodies()).hasSize(30);
    }

    private void send(String... bodies) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id("m" + entries.size())
                    .messageBody(body)
                    .build());
        }
        sqs.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
    }

    private int left(String url) {
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private List<String> events() {
        try {
            return Files.exists(received) ? Files.readAllLines(received) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Integer> bodies() throws IOException {
        Map<String, Integer> times = new HashMap<>();
        for (String event : events()) {
            for (JsonNode entry : new ObjectMapper().readTree(event).path("Records")) {
                times.merge(entry.path("body").asText(), 1, Integer::sum);
            }
        }
        return times;
    }
}
