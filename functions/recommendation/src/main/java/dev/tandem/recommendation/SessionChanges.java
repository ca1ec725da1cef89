package dev.tandem.recommendation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the messages of a batch say of each session and person, put together, so that each is read and written once. */
final class SessionChanges {
    /** What one state is to take up. */
    record Change(String key, SessionState more, long withdrawnUntil) {
        static final long NEVER = Long.MIN_VALUE;
    }

    private final Map<String, List<BehaviourEvent>> events = new HashMap<>();
    private final Map<String, Long> withdrawn = new HashMap<>();

    /** Takes a message up and returns the keys of the states that it is about. */
    Set<String> add(BehaviourBatch batch) {
        Set<String> keys = new java.util.HashSet<>();
        for (BehaviourEvent event : batch.events()) {
            keys.add(add(StateKeys.session(event.sessionId()), event));
            if (event.userId() != null && event.kind() == Kind.PURCHASE) {
                keys.add(add(StateKeys.user(event.userId()), event));
            }
        }
        for (Map.Entry<String, Instant> entry : batch.withdrawals().entrySet()) {
            String key = StateKeys.session(entry.getKey());
            withdrawn.merge(key, entry.getValue().toEpochMilli(), Math::max);
            keys.add(key);
        }
        return keys;
    }

    private String add(String key, BehaviourEvent event) {
        events.computeIfAbsent(key, none -> new ArrayList<>()).add(event);
        return key;
    }

    /** States that nothing is to be done to are left out. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        events.forEach((key, some) -> {
            SessionState more = SessionState.of(some);
            if (!more.equals(SessionState.EMPTY) || withdrawn.containsKey(key)) {
                changes.add(new Change(key, more, withdrawn.getOrDefault(key, Change.NEVER)));
            }
        });
        withdrawn.forEach((key, until) -> {
            if (!events.containsKey(key)) {
                changes.add(new Change(key, SessionState.EMPTY, until));
            }
        });
        return changes;
    }
}
