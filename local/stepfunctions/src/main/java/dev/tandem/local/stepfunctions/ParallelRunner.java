package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.State.Parallel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a Parallel state: all branches on the same input, the results as an array in the order of the branches. */
final class ParallelRunner {
    private final Interpreter interpreter;

    ParallelRunner(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    JsonNode run(Visit visit, Parallel state) throws StateFailure, InterruptedException {
        String path = visit.attemptPath();
        Frame frame = visit.frame();
        JsonNode template = state.arguments();
        JsonNode input = template == null ? visit.input() : visit.evaluate(template, "Arguments", visit.scope());
        frame.event(path + "|started", "ParallelStateStarted", null, null);
        long started = frame.lastEvent();
        try {
            JsonNode results = Branches.run(
                    state.branches().size(),
                    state.branches().size(),
                    index -> runInner(
                            interpreter,
                            frame,
                            path + "/b" + index + "/",
                            state.branches().get(index),
                            null,
                            input,
                            started));
            frame.event(path + "|succeeded", "ParallelStateSucceeded", null, null);
            return results;
        } catch (StateFailure failure) {
            frame.event(path + "|failed", "ParallelStateFailed", null, null);
            throw failure;
        } catch (InterruptedException e) {
            aborted(frame, path, "ParallelStateAborted", null, null);
            throw e;
        }
    }

    /** Runs an inner scope, or takes its result from the journal when it had finished before a restart. */
    static JsonNode runInner(
            Interpreter interpreter,
            Frame outer,
            String prefix,
            StateGraph graph,
            @Nullable Map<String, Object> item,
            JsonNode input,
            long previousEvent)
            throws StateFailure, InterruptedException {
        ObjectNode earlier = outer.journal().recall("frame", prefix);
        if (earlier != null) {
            return earlier.path("out");
        }
        JsonNode output = interpreter.run(outer.inner(prefix, graph, item, previousEvent), input);
        if (outer.journal().durable()) {
            outer.journal().append(Journal.line("frame", prefix).set("out", output));
        }
        return output;
    }

    static void aborted(
            Frame frame, String path, String type, @Nullable String detailsField, @Nullable ObjectNode details)
            throws InterruptedException {
        try {
            frame.event(path + "|aborted", type, detailsField, details);
        } catch (StateFailure e) {
            // The history is full; the execution ends in any case.
            throw new InterruptedException();
        }
    }
}
