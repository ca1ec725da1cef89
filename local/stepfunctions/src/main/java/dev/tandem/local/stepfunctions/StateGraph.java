package dev.tandem.local.stepfunctions;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * States and where they start: a whole machine, a branch of a Parallel state or the item processor of a Map state.
 *
 * @param timeoutSeconds for a whole machine, how long an execution may take
 */
record StateGraph(
        String startAt, Map<String, State> states, @Nullable Long timeoutSeconds) {
    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("no state " + name);
        }
        return state;
    }
}
