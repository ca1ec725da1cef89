package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.template.Arns;
import dev.tandem.local.template.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells queues and functions about what changed in buckets, as the template's notifications say. */
final class ObjectNotifications {

    /**
     * A finished write or delete.
     *
     * @param type without the prefix: {@code ObjectCreated:Put}, {@code ObjectRemoved:Delete}
     * @param etag without quotes; empty for a delete
     */
    record Change(String bucket, String key, long size, String etag, String type) {}

    /** Where notifications go; both may throw, which is logged: the write itself has succeeded. */
    interface Receivers {
        void queue(String queueArn, String message);

        void function(String functionName, String event);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ObjectNotifications.class);

    private final Map<String, Resource.Bucket> buckets;
    private final Receivers receivers;
    private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis() << 20);

    ObjectNotifications(List<Resource.Bucket> buckets, Receivers receivers) {
        this.buckets = buckets.stream().collect(Collectors.toMap(Resource.Bucket::name, Function.identity()));
        this.receivers = receivers;
    }

    /** Called before the writer gets its answer, so that an acknowledged object is a notified one. */
    void changed(Change change) {
        Resource.Bucket bucket = buckets.get(change.bucket());
        if (bucket == null) {
            return;
        }
        for (Resource.Notification notification : bucket.notifications()) {
            if (notification.matches("s3:" + change.type(), change.key())) {
                String event = event(change, bucket, notification).toString();
                try {
                    deliver(notification.targetArn(), event);
                } catch (RuntimeException e) {
                    LOG.error(
                            "s3://{}/{} is stored, but {} could not be told: {}",
                            change.bucket(),
                            change.key(),
                            notification.targetArn(),
                            e.getMessage());
                }
            }
        }
    }

    private void deliver(String target, String event) {
        switch (Arns.service(target)) {
            case "sqs" -> receivers.queue(target, event);
            case "lambda" -> receivers.function(Arns.functionName(target).orElseThrow(), event);
            default -> throw new IllegalStateException("no target of notifications: " + target);
        }
    }

    private ObjectNode event(Change change, Resource.Bucket bucket, Resource.Notification notification) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode entry = event.putArray("Records").addObject();
        entry.put("eventVersion", "2.1");
        entry.put("eventSource", "aws:s3");
        entry.put("awsRegion", "eu-central-1");
        entry.put("eventTime", Instant.now().toString());
        entry.put("eventName", change.type());
        entry.putObject("userIdentity").put("principalId", "AWS:LOCAL");
        entry.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        entry.putObject("responseElements")
                .put("x-amz-request-id", UUID.randomUUID().toString())
                .put("x-amz-id-2", "local");
        ObjectNode s3 = entry.putObject("s3");
        s3.put("s3SchemaVersion", "1.0");
        s3.put("configurationId", notification.id());
        ObjectNode about = s3.putObject("bucket");
        about.put("name", bucket.name());
        about.putObject("ownerIdentity").put("principalId", "LOCAL");
        about.put("arn", bucket.arn());
        ObjectNode object = s3.putObject("object");
        // As S3 writes it: form encoding, but the slashes of the key stay.
        object.put(
                "key", URLEncoder.encode(change.key(), StandardCharsets.UTF_8).replace("%2F", "/"));
        if (change.type().startsWith("ObjectCreated")) {
            object.put("size", change.size());
            object.put("eTag", change.etag());
        }
        object.put("sequencer", "%016X".formatted(sequence.incrementAndGet()));
        return event;
    }
}
