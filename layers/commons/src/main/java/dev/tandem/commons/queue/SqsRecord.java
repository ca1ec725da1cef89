package dev.tandem.commons.queue;

import dev.tandem.commons.Json;
import dev.tandem.commons.http.JsonFaults;
import java.io.UncheckedIOException;
import java.util.Map;

/** One message of a batch. Attributes are the sender's text attributes. */
public record SqsRecord(String messageId, String body, int receiveCount, Map<String, String> attributes) {
    public SqsRecord {
        attributes = Map.copyOf(attributes);
    }

    /** The body as a document of this type. Throws {@code MESSAGE_INVALID} with what is wrong, in words, for what will never be one. */
    public <T> T bodyAs(Class<T> type) {
        try {
            T value = Json.read(body, type);
            if (value == null) {
                throw new PermanentFailureException("MESSAGE_INVALID", "The message must be a JSON object, not null.");
            }
            return value;
        } catch (UncheckedIOException e) {
            throw new PermanentFailureException("MESSAGE_INVALID", JsonFaults.describe(e));
        }
    }
}
