package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes SQS queues from CloudFormation properties. */
final class Queues {
    private static final List<String> NUMBERS = List.of(
            "VisibilityTimeout",
            "DelaySeconds",
            "ReceiveMessageWaitTimeSeconds",
            "MessageRetentionPeriod",
            "MaximumMessageSize");

    private final JsonCalls calls;

    Queues(JsonCalls calls) {
        this.calls = calls;
    }

    void create(String name, JsonNode properties) {
        ObjectNode request = JsonCalls.JSON.createObjectNode().put("QueueName", name);
        ObjectNode attributes = attributes(properties);
        request.set("Attributes", attributes);
        try {
            calls.callOrRefuse("CreateQueue", request);
        } catch (JsonCalls.ServiceException refusal) {
            if (!refusal.type().contains("QueueNameExists") && !refusal.type().contains("QueueAlreadyExists")) {
                throw new BackendException(
                        "Queue " + name + ": " + refusal.type() + ": " + refusal.getMessage(), refusal);
            }
            ObjectNode update = JsonCalls.JSON.createObjectNode();
            update.put("QueueUrl", "http://127.0.0.1/" + Aws.ACCOUNT + "/" + name);
            attributes.remove(List.of("FifoQueue", "ContentBasedDeduplication"));
            update.set("Attributes", attributes);
            calls.call("SetQueueAttributes", update);
        }
    }

    private static ObjectNode attributes(JsonNode properties) {
        ObjectNode attributes = JsonCalls.JSON.createObjectNode();
        for (String field : NUMBERS) {
            if (properties.has(field)) {
                attributes.put(field, properties.get(field).asText());
            }
        }
        for (String flag : List.of("FifoQueue", "ContentBasedDeduplication")) {
            if (properties.path(flag).asBoolean(false)) {
                attributes.put(flag, "true");
            }
        }
        if (properties.has("RedrivePolicy")) {
            JsonNode policy = properties.get("RedrivePolicy");
            ObjectNode redrive = JsonCalls.JSON.createObjectNode();
            redrive.put(
                    "deadLetterTargetArn", policy.path("deadLetterTargetArn").asText());
            redrive.put("maxReceiveCount", policy.path("maxReceiveCount").asInt());
            attributes.put("RedrivePolicy", redrive.toString());
        }
        return attributes;
    }
}
