package dev.tandem.local.backends;

import static dev.tandem.local.backends.LocalStores.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class SqsBackendTest {
    private static LocalStores stores;
    private static SqsClient client;

    @BeforeAll
    static void start() {
        stores = LocalStores.inMemory();
        client = stores.sqsClient("worker");
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @Test
    void aQueueUrlPointsToTheFrontDoorAndIsTheSameForAllWays() {
        String url = stores.sqs.createQueue("Url", json("{}")).toString();
        assertThat(url).isEqualTo(stores.door.endpoint() + "/000000000000/Url");
        assertThat(client.getQueueUrl(get -> get.queueName("Url")).queueUrl()).isEqualTo(url);
        assertThat(client.listQueues().queueUrls()).contains(url);
        var attributes = client.getQueueAttributes(get -> get.queueUrl(url).attributeNamesWithStrings("QueueArn"));
        assertThat(attributes.attributesAsStrings())
                .containsEntry("QueueArn", "arn:aws:sqs:eu-central-1:000000000000:Url");
    }

    @Test
    void aMessageKeepsItsAttributesThroughABatch() {
        String url = stores.sqs.createQueue("Batch", json("{}")).toString();
        var attribute = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("corr-1")
                .build();
        var sent = client.sendMessageBatch(batch -> batch.queueUrl(url)
                .entries(
                        SendMessageBatchRequestEntry.builder()
                                .id("one")
                                .messageBody("erste ✓")
                                .messageAttributes(Map.of("correlationId", attribute))
                                .build(),
                        SendMessageBatchRequestEntry.builder()
                                .id("two")
                                .messageBody("second")
                                .build()));
        assertThat(sent.successful()).hasSize(2);
        List<Message> received = client.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNamesWithStrings("All"))
                .messages();
        assertThat(received).extracting(Message::body).containsExactlyInAnyOrder("erste ✓", "second");
        Message first = received.stream()
                .filter(message -> message.body().startsWith("erste"))
                .findFirst()
                .orElseThrow();
        assertThat(first.messageAttributes().get("correlationId").stringValue()).isEqualTo("corr-1");
        assertThat(first.attributesAsStrings()).containsEntry("ApproximateReceiveCount", "1");
    }

    @Test
    void aMessageThatFailsTooOftenGoesToTheDeadLetterQueue() {
        String dead = stores.sqs.createQueue("RedriveDead", json("{}")).toString();
        String url = stores.sqs
                .createQueue(
                        "Redrive",
                        json("{'VisibilityTimeout':0,'RedrivePolicy':{'maxReceiveCount':2,"
                                + "'deadLetterTargetArn':'arn:aws:sqs:eu-central-1:000000000000:RedriveDead'}}"))
                .toString();
        client.sendMessage(send -> send.queueUrl(url).messageBody("poison"));
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        List<Message> arrived = List.of();
        while (arrived.isEmpty() && Instant.now().isBefore(deadline)) {
            client.receiveMessage(receive -> receive.queueUrl(url));
            arrived = client.receiveMessage(receive -> receive.queueUrl(dead)).messages();
        }
        assertThat(arrived).extracting(Message::body).containsExactly("poison");
        assertThat(stores.sqs.depth("Redrive")).isEqualTo(new SqsBackend.Depth(0, 0, 0));
    }

    @Test
    void changedAttributesReachAnExistingQueueWithoutLosingItsMessages() {
        String url = stores.sqs
                .createQueue("Changed", json("{'VisibilityTimeout':30}"))
                .toString();
        client.sendMessage(send -> send.queueUrl(url).messageBody("kept"));
        stores.sqs.createQueue("Changed", json("{'VisibilityTimeout':90,'KmsMasterKeyId':'alias/aws/sqs'}"));
        assertThat(client.getQueueAttributes(get -> get.queueUrl(url).attributeNamesWithStrings("VisibilityTimeout"))
                        .attributesAsStrings())
                .containsEntry("VisibilityTimeout", "90");
        assertThat(stores.sqs.depth("Changed").visible()).isEqualTo(1);
    }

    @Test
    void aWaitingReceiveReturnsAsSoonAsAMessageComes() throws Exception {
        String url = stores.sqs.createQueue("Waiting", json("{}")).toString();
        var waiting = Thread.ofVirtual()
                .unstarted(() -> client.sendMessage(
                        send -> send.queueUrl(url).messageBody("at last").delaySeconds(1)));
        waiting.start();
        var received = client.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20));
        assertThat(received.messages()).hasSize(1);
        waiting.join();
    }

    @Test
    void aMissingQueueIsTheTypedException() {
        assertThatThrownBy(() -> client.getQueueUrl(get -> get.queueName("Nowhere")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }
}
