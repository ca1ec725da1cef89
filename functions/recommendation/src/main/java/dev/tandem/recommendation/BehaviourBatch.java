package dev.tandem.recommendation;

import dev.tandem.commons.Json;
import dev.tandem.commons.queue.PermanentFailureException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The message on the behaviour and feedback queues: events of one call that may be kept, and which sessions no longer agree.
 *
 * @param withdrawn sessions with the moment up to which nothing of them may be kept
 */
record BehaviourBatch(List<BehaviourEvent> events, @Nullable Map<String, Instant> withdrawn) {
    BehaviourBatch {
        events = List.copyOf(Objects.requireNonNull(events, "events"));
        withdrawn = withdrawn == null || withdrawn.isEmpty() ? null : Map.copyOf(withdrawn);
    }

    BehaviourBatch(List<BehaviourEvent> events) {
        this(events, null);
    }

    Map<String, Instant> withdrawals() {
        return withdrawn == null ? Map.of() : withdrawn;
    }

    /** Throws {@link PermanentFailureException} {@code MESSAGE_INVALID} when the text is no such message. */
    static BehaviourBatch read(String body) {
        try {
            @Nullable BehaviourBatch batch = Json.read(body, BehaviourBatch.class);
            if (batch != null) {
                return batch;
            }
            throw new PermanentFailureException("MESSAGE_INVALID", "The message is null");
        } catch (UncheckedIOException e) {
            throw new PermanentFailureException("MESSAGE_INVALID", String.valueOf(e.getMessage()));
        }
    }
}
