package dev.tandem.commons.queue;

import java.util.Map;

/** One message of a batch. Attributes are the sender's text attributes. */
public record SqsRecord(String messageId, String body, int receiveCount, Map<String, String> attributes) {
    public SqsRecord {
        attributes = Map.copyOf(attributes);
    }
}
