package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.backends.BackendException;
import dev.tandem.local.backends.SqsBackend;
import dev.tandem.local.lambda.FunctionMetrics;
import dev.tandem.local.stepfunctions.ExecutionSummary;
import dev.tandem.local.template.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the cloud is doing now, as the JSON of {@code /_local/state.json}. Durations are milliseconds. */
final class LocalState {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int EXECUTIONS_SHOWN = 50;

    private final EmbeddedCloud cloud;
    private final Instant started = Instant.now();

    LocalState(EmbeddedCloud cloud) {
        this.cloud = cloud;
    }

    ObjectNode snapshot() {
        ObjectNode state = JSON.objectNode();
        state.put("api", cloud.apiUrl().toString());
        state.put("aws", cloud.awsEndpoint().toString());
        state.put("s3", cloud.s3Endpoint().toString());
        state.put(
                "state",
                cloud.options()
                        .state()
                        .map(path -> path.toAbsolutePath().normalize().toString())
                        .orElse("ephemeral"));
        state.put("started", started.toString());
        state.put("clock", cloud.clock().now().toString());
        ArrayNode functions = state.putArray("functions");
        cloud.lambda().metrics().forEach(metrics -> function(functions.addObject(), metrics));
        ArrayNode queues = state.putArray("queues");
        cloud.template().queues().forEach(queue -> queue(queues.addObject(), queue));
        ArrayNode schedules = state.putArray("schedules");
        cloud.scheduler().status().forEach(status -> schedule(schedules.addObject(), status));
        ArrayNode executions = state.putArray("executions");
        for (Resource.StateMachine machine : cloud.template().stateMachines()) {
            cloud.stepFunctions().list(machine.arn()).stream()
                    .limit(EXECUTIONS_SHOWN)
                    .forEach(summary -> execution(executions.addObject(), machine, summary));
        }
        ArrayNode machines = state.putArray("stateMachines");
        cloud.template().stateMachines().forEach(machine -> machines.add(machine.name()));
        ArrayNode tables = state.putArray("tables");
        cloud.template().tables().forEach(table -> tables.add(table.name()));
        ArrayNode buckets = state.putArray("buckets");
        cloud.template().buckets().forEach(bucket -> buckets.add(bucket.name()));
        return state;
    }

    /** One execution with its events. */
    ObjectNode execution(String arn) {
        ExecutionSummary summary = cloud.stepFunctions().describe(arn);
        ObjectNode execution = JSON.objectNode();
        describe(execution, summary);
        execution.set("input", summary.input());
        JsonNode output = summary.output();
        if (output != null) {
            execution.set("output", output);
        }
        ArrayNode history = execution.putArray("history");
        cloud.stepFunctions().history(arn).forEach(history::add);
        return execution;
    }

    private static void function(ObjectNode node, FunctionMetrics metrics) {
        node.put("name", metrics.name());
        node.put("invocations", metrics.invocations());
        node.put("errors", metrics.errors());
        node.put("timeouts", metrics.timeouts());
        node.put("throttles", metrics.throttles());
        node.put("coldStarts", metrics.coldStarts());
        node.put("medianMillis", millis(metrics.median()));
        node.put("p99Millis", millis(metrics.p99()));
        node.put("maximumMillis", millis(metrics.maximum()));
        node.put("lastInitMillis", millis(metrics.lastInit()));
        ArrayNode processes = node.putArray("processes");
        metrics.processIds().forEach(processes::add);
        node.put("busy", metrics.busy());
        node.put("queued", metrics.queued());
        node.put("logTail", metrics.logTail());
    }

    private void queue(ObjectNode node, Resource.Queue queue) {
        node.put("name", queue.name());
        try {
            SqsBackend.Depth depth = cloud.stores().sqs().depth(queue.name());
            node.put("visible", depth.visible());
            node.put("inFlight", depth.inFlight());
            node.put("delayed", depth.delayed());
        } catch (BackendException e) {
            node.put("error", e.getMessage());
        }
    }

    private static void schedule(ObjectNode node, Scheduler.Status status) {
        node.put("name", status.schedule().name());
        node.put("expression", status.schedule().expression());
        node.put("zone", status.schedule().zone().getId());
        node.put("enabled", status.schedule().enabled());
        node.put("target", status.schedule().targetArn());
        node.put("fired", status.fired());
        put(node, "next", status.next());
        put(node, "lastFired", status.lastFired());
        status.lastError().ifPresent(error -> node.put("lastError", error));
    }

    private static void execution(ObjectNode node, Resource.StateMachine machine, ExecutionSummary summary) {
        node.put("stateMachine", machine.name());
        describe(node, summary);
    }

    private static void describe(ObjectNode node, ExecutionSummary summary) {
        node.put("arn", summary.executionArn());
        node.put("name", summary.name());
        node.put("status", summary.status().name());
        node.put("started", summary.startDate().toString());
        put(node, "stopped", Optional.ofNullable(summary.stopDate()));
        if (summary.error() != null) {
            node.put("error", summary.error());
        }
        if (summary.cause() != null) {
            node.put("cause", summary.cause());
        }
    }

    private static void put(ObjectNode node, String name, Optional<Instant> at) {
        at.ifPresent(instant -> node.put(name, instant.toString()));
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 10_000.0) / 100.0;
    }
}
