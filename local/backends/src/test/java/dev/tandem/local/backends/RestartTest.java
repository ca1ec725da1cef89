package dev.tandem.local.backends;

import static dev.tandem.local.backends.LocalStores.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RestartTest {
    private static final String TABLE = """
            {'TableName':'StockTable','AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}],
             'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],
             'TimeToLiveSpecification':{'AttributeName':'expiresAt','Enabled':true},
             'PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}""";

    @TempDir
    Path state;

    @Test
    void tablesMessagesAndObjectsAreThereAfterARestart() {
        try (LocalStores stores = LocalStores.keptIn(state)) {
            create(stores);
            stores.dynamoDbClient("one")
                    .putItem(put -> put.tableName("StockTable")
                            .item(Map.of("pk", AttributeValue.fromS("SKU-1"), "onHand", AttributeValue.fromN("7"))));
            stores.sqsClient("one")
                    .sendMessage(send -> send.queueUrl(queueUrl(stores)).messageBody("kept"));
            stores.s3Client("one")
                    .putObject(
                            put -> put.bucket("partner").key("drops/a b.csv").contentType("text/csv"),
                            RequestBody.fromString("sku,count"));
        }
        try (LocalStores stores = LocalStores.keptIn(state)) {
            create(stores); // as at every start: must change nothing
            var item = stores.dynamoDbClient("two")
                    .getItem(get -> get.tableName("StockTable").key(Map.of("pk", AttributeValue.fromS("SKU-1"))));
            assertThat(item.item()).containsEntry("onHand", AttributeValue.fromN("7"));

            var sqs = stores.sqsClient("two");
            var message = sqs.receiveMessage(receive -> receive.queueUrl(queueUrl(stores)))
                    .messages();
            assertThat(message)
                    .singleElement()
                    .satisfies(one -> assertThat(one.body()).isEqualTo("kept"));
            assertThat(stores.sqs.depth("Feed").inFlight()).isEqualTo(1);
            var attributes =
                    sqs.getQueueAttributes(get -> get.queueUrl(queueUrl(stores)).attributeNamesWithStrings("All"));
            assertThat(attributes.attributesAsStrings().get("RedrivePolicy")).contains("FeedDeadLetter");

            var object = stores.s3Client("two")
                    .getObjectAsBytes(get -> get.bucket("partner").key("drops/a b.csv"));
            assertThat(object.asUtf8String()).isEqualTo("sku,count");
            assertThat(object.response().contentType()).isEqualTo("text/csv");
        }
    }

    @Test
    void aSecondFolderInTheSameProcessIsRefusedInsteadOfMixed() {
        try (SqsBackend first = SqsBackend.start(state.resolve("one"), URI.create("http://127.0.0.1:1"))) {
            assertThat(first.endpoint()).isNotNull();
            assertThatThrownBy(() -> SqsBackend.start(state.resolve("two"), URI.create("http://127.0.0.1:1")))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("one state folder only");
        }
    }

    @Test
    void anotherFolderLaterHasItsOwnQueues() {
        URI address = URI.create("http://127.0.0.1:1");
        try (SqsBackend first = SqsBackend.start(state.resolve("one"), address)) {
            first.createQueue("OnlyInOne", json("{}"));
        }
        try (SqsBackend second = SqsBackend.start(state.resolve("two"), address)) {
            assertThat(second.call("ListQueues", json("{}")).path("QueueUrls")).isEmpty();
        }
        try (SqsBackend first = SqsBackend.start(state.resolve("one"), address)) {
            assertThat(first.call("ListQueues", json("{}")).path("QueueUrls")).hasSize(1);
        }
    }

    @Test
    void aDamagedFolderEndsTheStartWithOneSentence() throws IOException {
        byte[] noise =
                "this is no database, whatever its name says. ".repeat(500).getBytes(StandardCharsets.UTF_8);
        Files.write(Files.createDirectories(state.resolve("sqs")).resolve("queues.mv.db"), noise);
        Files.write(Files.createDirectories(state.resolve("dynamodb")).resolve("shared-local-instance.db"), noise);

        assertThatThrownBy(() -> SqsBackend.start(state.resolve("sqs"), URI.create("http://127.0.0.1:1")))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("ElasticMQ did not start");
        assertThatThrownBy(() -> DynamoDbBackend.start(state.resolve("dynamodb")))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("DynamoDB Local did not start: the file is damaged");
    }

    private static void create(LocalStores stores) {
        stores.dynamoDb.createTable(json(TABLE));
        stores.sqs.createQueue("FeedDeadLetter", json("{'MessageRetentionPeriod':1209600}"));
        stores.sqs.createQueue(
                "Feed",
                json("{'VisibilityTimeout':30,'RedrivePolicy':{'maxReceiveCount':2,"
                        + "'deadLetterTargetArn':'arn:aws:sqs:eu-central-1:000000000000:FeedDeadLetter'}}"));
        stores.s3.createBucket("partner");
    }

    private static String queueUrl(LocalStores stores) {
        return stores.sqs.queueUrl("Feed").toString();
    }
}
