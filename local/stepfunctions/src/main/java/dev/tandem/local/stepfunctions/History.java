package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of an execution in the form of GetExecutionHistory. An event with a key that is there is not added twice. */
final class History {
    private static final int MAX_EVENTS = 25_000;

    private final List<ObjectNode> events = new ArrayList<>();
    private final Map<String, ObjectNode> replayed = new HashMap<>();
    private final Journal journal;
    private final VirtualClock clock;

    History(Journal journal, VirtualClock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Takes over an event line of a journal. */
    synchronized void restore(ObjectNode line) {
        if (line.get("event") instanceof ObjectNode event) {
            events.add(event);
            replayed.put(line.path("p").asText(), event);
        }
    }

    /**
     * @param key where the event belongs, unique in the execution
     * @param detailsField the field that holds the details, null for an event without
     * @return the event, the earlier one when this key was there before the restart
     * @throws StateFailure when the execution has the most events that the service allows
     */
    synchronized ObjectNode add(
            String key, long previous, String type, @Nullable String detailsField, @Nullable ObjectNode details)
            throws StateFailure {
        if (events.size() >= MAX_EVENTS - 1 && !type.startsWith("Execution")) {
            throw new StateFailure(
                    StateFailure.RUNTIME,
                    "The execution reached the maximum number of history events (" + MAX_EVENTS + ").");
        }
        ObjectNode earlier = replayed.remove(key);
        if (earlier != null) {
            return earlier;
        }
        ObjectNode event = Json.object();
        event.put("timestamp", seconds(clock.now()));
        event.put("type", type);
        event.put("id", events.size() + 1L);
        event.put("previousEventId", previous);
        if (detailsField != null && details != null) {
            event.set(detailsField, details);
        }
        events.add(event);
        journal.append(Journal.line("event", key).set("event", event));
        return event;
    }

    synchronized List<ObjectNode> events() {
        return List.copyOf(events);
    }

    /** Frees the memory; {@link #events} then knows nothing and the journal has to be read. */
    synchronized void release() {
        events.clear();
        replayed.clear();
    }

    /** The form of times in the AWS JSON protocol: seconds with milliseconds as decimals. */
    static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    static Instant instant(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }
}
