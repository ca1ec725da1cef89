package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an execution from its first event to its last on the calling thread. */
final class ExecutionRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRun.class);

    private ExecutionRun() {}

    /**
     * Ends with the execution in its final state, or still RUNNING when the thread was interrupted and nobody asked the
     * execution to end: then the engine is closing and the execution goes on after the next start.
     */
    static void run(Interpreter interpreter, Execution execution, Frame frame, VirtualClock clock) {
        try {
            ObjectNode started = Json.object().put("input", Json.write(execution.input()));
            started.set("inputDetails", Json.object().put("truncated", false));
            started.put("roleArn", execution.machine().roleArn());
            frame.event(frame.prefix() + "|execution", "ExecutionStarted", "executionStartedEventDetails", started);
            JsonNode output = interpreter.run(frame, execution.input());
            if (execution.ending() != null) {
                ended(execution, frame, clock);
                return;
            }
            ObjectNode details = Json.object().put("output", Json.write(output));
            details.set("outputDetails", Json.object().put("truncated", false));
            frame.event(frame.prefix() + "|succeeded", "ExecutionSucceeded", "executionSucceededEventDetails", details);
            execution.finish(ExecutionStatus.SUCCEEDED, output, null, null, clock.now());
        } catch (StateFailure failure) {
            failed(execution, frame, failure, clock.now());
        } catch (InterruptedException e) {
            ended(execution, frame, clock);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("execution {} failed in the interpreter", execution.arn(), e);
            failed(execution, frame, new StateFailure(StateFailure.RUNTIME, String.valueOf(e)), clock.now());
        }
    }

    private static void failed(Execution execution, Frame frame, StateFailure failure, Instant at) {
        end(
                execution,
                frame,
                new Execution.Ending(ExecutionStatus.FAILED, failure.error(), failure.cause()),
                "ExecutionFailed",
                "executionFailedEventDetails",
                at);
    }

    private static void ended(Execution execution, Frame frame, VirtualClock clock) {
        Execution.Ending ending = execution.ending();
        if (ending == null) {
            return;
        }
        boolean timeout = ending.status() == ExecutionStatus.TIMED_OUT;
        end(
                execution,
                frame,
                ending,
                timeout ? "ExecutionTimedOut" : "ExecutionAborted",
                timeout ? "executionTimedOutEventDetails" : "executionAbortedEventDetails",
                clock.now());
    }

    private static void end(
            Execution execution, Frame frame, Execution.Ending why, String type, String field, Instant at) {
        ObjectNode details = Json.object();
        if (why.error() != null) {
            details.put("error", why.error());
        }
        if (why.cause() != null) {
            details.put("cause", why.cause());
        }
        try {
            frame.event(frame.prefix() + "|ended", type, field, details);
        } catch (StateFailure full) {
            LOG.warn("the history of {} is full", execution.arn());
        }
        execution.finish(why.status(), null, why.error(), why.cause(), at);
    }
}
