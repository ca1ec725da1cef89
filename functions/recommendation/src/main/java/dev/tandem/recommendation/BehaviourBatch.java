package dev.tandem.recommendation;

import java.util.List;
import java.util.Objects;

/** The message on the behaviour queue: the events of one call, each with its shopper's consent. */
record BehaviourBatch(List<BehaviourEvent> events) {
    BehaviourBatch {
        events = List.copyOf(Objects.requireNonNull(events, "events"));
    }
}
