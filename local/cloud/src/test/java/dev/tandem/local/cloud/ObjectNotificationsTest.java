package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.local.template.Resource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectNotificationsTest {

    private static final String QUEUE = "arn:aws:sqs:eu-central-1:000000000000:Drops";
    private static final String FUNCTION = "arn:aws:lambda:eu-central-1:000000000000:function:Thumb:live";

    private final List<String> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    private final ObjectNotifications notifications = new ObjectNotifications(
            List.of(new Resource.Bucket(
                    "B",
                    "shop",
                    "arn:aws:s3:::shop",
                    List.of(
                            new Resource.Notification("n0", "s3:ObjectCreated:*", "drops/", ".csv", QUEUE),
                            new Resource.Notification("n1", "s3:ObjectRemoved:Delete", "", "", FUNCTION)))),
            new ObjectNotifications.Receivers() {
                @Override
                public void queue(String queueArn, String message) {
                    sent.add(queueArn);
                    events.add(message);
                }

                @Override
                public void function(String functionName, String event) {
                    sent.add(functionName);
                    events.add(event);
                }
            });

    private void change(String bucket, String key, String type) {
        notifications.changed(new ObjectNotifications.Change(bucket, key, 12, "abc", type));
    }

    @Test
    void onlyMatchingChangesAreTold() {
        change("shop", "drops/a.csv", "ObjectCreated:Put");
        change("shop", "drops/a.csv", "ObjectCreated:CompleteMultipartUpload");
        change("shop", "drops/a.txt", "ObjectCreated:Put");
        change("shop", "else/a.csv", "ObjectCreated:Put");
        change("other", "drops/a.csv", "ObjectCreated:Put");
        change("shop", "drops/a.csv", "ObjectRemoved:Delete");
        assertThat(sent).containsExactly(QUEUE, QUEUE, "Thumb");
    }

    @Test
    void theEventIsTheOneOfS3WithAnEncodedKey() throws Exception {
        change("shop", "drops/May 2026/ü+1.csv", "ObjectCreated:Put");
        JsonNode entry =
                new ObjectMapper().readTree(events.getFirst()).path("Records").path(0);
        assertThat(entry.path("eventSource").asText()).isEqualTo("aws:s3");
        assertThat(entry.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
        assertThat(entry.at("/s3/bucket/name").asText()).isEqualTo("shop");
        assertThat(entry.at("/s3/bucket/arn").asText()).isEqualTo("arn:aws:s3:::shop");
        assertThat(entry.at("/s3/object/key").asText()).isEqualTo("drops/May+2026/%C3%BC%2B1.csv");
        assertThat(entry.at("/s3/object/size").asLong()).isEqualTo(12);
        assertThat(entry.at("/s3/object/eTag").asText()).isEqualTo("abc");
        assertThat(entry.at("/s3/object/sequencer").asText()).hasSize(16);
    }

    @Test
    void laterEventsHaveAHigherSequencer() throws Exception {
        change("shop", "drops/a.csv", "ObjectCreated:Put");
        change("shop", "drops/a.csv", "ObjectCreated:Put");
        ObjectMapper mapper = new ObjectMapper();
        String first = mapper.readTree(events.get(0))
                .at("/Records/0/s3/object/sequencer")
                .asText();
        String second = mapper.readTree(events.get(1))
                .at("/Records/0/s3/object/sequencer")
                .asText();
        assertThat(second).isGreaterThan(first);
    }
}
