package dev.tandem.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The event that a function gets for a batch of messages, and the answer it may give; both as Lambda has them. */
final class SqsEvent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SqsEvent() {}

    static byte[] of(List<Message> messages, String queueArn) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (Message message : messages) {
            ObjectNode entry = records.addObject();
            entry.put("messageId", message.messageId());
            entry.put("receiptHandle", message.receiptHandle());
            entry.put("body", message.body());
            ObjectNode attributes = entry.putObject("attributes");
            message.attributesAsStrings().forEach(attributes::put);
            ObjectNode messageAttributes = entry.putObject("messageAttributes");
            message.messageAttributes().forEach((name, value) -> messageAttributes.set(name, attribute(value)));
            entry.put("md5OfBody", message.md5OfBody());
            entry.put("eventSource", "aws:sqs");
            entry.put("eventSourceARN", queueArn);
            entry.put("awsRegion", Arns.REGION);
        }
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        ObjectNode entry = JSON.createObjectNode();
        if (value.stringValue() != null) {
            entry.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            entry.put(
                    "binaryValue",
                    Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
        }
        entry.putArray("stringListValues");
        entry.putArray("binaryListValues");
        return entry.put("dataType", value.dataType());
    }

    /**
     * Ids that the function reports as failed. As on AWS an empty answer means that all went well, and one that makes no
     * sense, or names a message not in the batch, that all failed.
     *
     * @return failed ids, or empty where the whole batch failed
     */
    static Optional<Set<String>> failures(byte[] answer, List<Message> batch) {
        Set<String> failed = new HashSet<>();
        try {
            JsonNode root = JSON.readTree(answer);
            if (root == null || root.isMissingNode() || root.isNull()) {
                return Optional.of(failed);
            }
            JsonNode items = root.path("batchItemFailures");
            if (!root.isObject() || !(items.isMissingNode() || items.isNull() || items.isArray())) {
                return Optional.empty();
            }
            Set<String> known =
                    new HashSet<>(batch.stream().map(Message::messageId).toList());
            for (JsonNode item : items) {
                JsonNode id = item.path("itemIdentifier");
                if (!id.isTextual() || !known.contains(id.asText())) {
                    return Optional.empty();
                }
                failed.add(id.asText());
            }
            return Optional.of(failed);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
