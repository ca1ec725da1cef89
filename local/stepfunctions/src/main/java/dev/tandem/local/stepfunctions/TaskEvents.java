package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The history events of one attempt of a task: LambdaFunction* for a function ARN, Task* for an integration. */
final class TaskEvents {
    private final Visit visit;
    private final TaskResource resource;
    private final String family;

    TaskEvents(Visit visit, TaskResource resource) {
        this.visit = visit;
        this.resource = resource;
        this.family = resource.functionArn() ? "LambdaFunction" : "Task";
    }

    void scheduled(JsonNode arguments, @Nullable Long timeoutSeconds, @Nullable Duration heartbeat)
            throws StateFailure {
        ObjectNode details = details();
        if (resource.functionArn()) {
            details.put("resource", resource.arn()).put("input", Json.write(arguments));
            details.set("inputDetails", Json.object().put("truncated", false));
        } else {
            details.put("region", visit.frame().execution().arn().split(":")[3]);
            details.put("parameters", Json.write(arguments));
        }
        if (timeoutSeconds != null) {
            details.put("timeoutInSeconds", timeoutSeconds);
        }
        if (heartbeat != null && !resource.functionArn()) {
            details.put("heartbeatInSeconds", heartbeat.toSeconds());
        }
        add("Scheduled", details);
    }

    void started() throws StateFailure {
        add("Started", resource.functionArn() ? null : details());
    }

    void submitted(JsonNode output) throws StateFailure {
        add("Submitted", withOutput(Json.write(output)));
    }

    void succeeded(String output) throws StateFailure {
        add("Succeeded", withOutput(output));
    }

    void failed(StateFailure failure) throws StateFailure {
        if (StateFailure.DATA_LIMIT.equals(failure.error())) {
            return;
        }
        boolean timeout =
                StateFailure.TIMEOUT.equals(failure.error()) || StateFailure.HEARTBEAT_TIMEOUT.equals(failure.error());
        add(
                timeout ? "TimedOut" : "Failed",
                details().put("error", failure.error()).put("cause", failure.cause()));
    }

    void aborted() throws InterruptedException {
        try {
            visit.frame().event(visit.attemptPath() + "|aborted", "TaskStateAborted", null, null);
        } catch (StateFailure e) {
            // The history is full; the execution ends in any case.
            throw new InterruptedException();
        }
    }

    private ObjectNode details() {
        ObjectNode details = Json.object();
        if (!resource.functionArn()) {
            details.put("resourceType", resource.service()).put("resource", resource.action());
        }
        return details;
    }

    private ObjectNode withOutput(String output) {
        ObjectNode details = details().put("output", output);
        details.set("outputDetails", Json.object().put("truncated", false));
        return details;
    }

    private void add(String what, @Nullable ObjectNode details) throws StateFailure {
        String type = family + what;
        String field = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + "EventDetails";
        visit.frame().event(visit.attemptPath() + "|" + what, type, field, details);
    }
}
