package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The integration {@code states:startExecution}: fire and forget, or wait for the child ({@code .sync}, {@code .sync:2}). */
final class ChildExecutions {
    private final Services services;

    ChildExecutions(Services services) {
        this.services = services;
    }

    JsonNode started(Visit visit, JsonNode arguments) throws StateFailure {
        Execution child = start(visit, arguments);
        return Json.object()
                .put("ExecutionArn", child.arn())
                .put("StartDate", child.startDate().toString());
    }

    JsonNode completed(
            Visit visit, JsonNode arguments, boolean parse, CompletableFuture<JsonNode> answer, TaskEvents events)
            throws StateFailure, InterruptedException {
        Execution child = start(visit, arguments);
        events.submitted(Json.object()
                .put("ExecutionArn", child.arn())
                .put("StartDate", child.startDate().toString()));
        child.done().thenAccept(summary -> {
            ObjectNode described = describe(summary, parse);
            if (summary.status() == ExecutionStatus.SUCCEEDED) {
                answer.complete(described);
            } else {
                answer.completeExceptionally(new StateFailure(StateFailure.TASK_FAILED, Json.write(described)));
            }
        });
        try {
            return TaskRunner.await(answer);
        } catch (InterruptedException e) {
            services.starter().stop(child, null, "The parent execution was stopped.");
            throw e;
        }
    }

    /** Starts the child under a name that is written down first, so that a restart finds it instead of starting another. */
    private Execution start(Visit visit, JsonNode arguments) throws StateFailure {
        Journal journal = visit.frame().journal();
        String machine = arguments.path("StateMachineArn").asText();
        ObjectNode earlier = journal.recall("child", visit.attemptPath());
        String name = earlier != null
                ? earlier.path("name").asText()
                : arguments.path("Name").asText(UUID.randomUUID().toString());
        if (earlier == null) {
            journal.append(Journal.line("child", visit.attemptPath()).put("name", name));
        } else {
            Execution found = services.starter().find(machine.replace(":stateMachine:", ":execution:") + ":" + name);
            if (found != null) {
                return found;
            }
        }
        try {
            return services.starter().start(machine, name, input(arguments.get("Input")));
        } catch (TaskFailedException e) {
            throw new StateFailure(e.error(), e.cause());
        }
    }

    private static JsonNode input(@Nullable JsonNode input) throws StateFailure {
        if (input == null) {
            return Json.object();
        }
        if (!input.isTextual()) {
            return input;
        }
        try {
            return Json.read(input.textValue());
        } catch (JsonProcessingException e) {
            throw new StateFailure(
                    "StepFunctions.InvalidExecutionInputException", "Invalid State Machine Execution Input");
        }
    }

    private static ObjectNode describe(ExecutionSummary summary, boolean parse) {
        ObjectNode node = Json.object()
                .put("ExecutionArn", summary.executionArn())
                .put("Name", summary.name())
                .put("StartDate", summary.startDate().toEpochMilli())
                .put("StateMachineArn", summary.stateMachineArn())
                .put("Status", summary.status().name());
        if (summary.stopDate() != null) {
            node.put("StopDate", summary.stopDate().toEpochMilli());
        }
        if (summary.error() != null) {
            node.put("Error", summary.error());
        }
        if (summary.cause() != null) {
            node.put("Cause", summary.cause());
        }
        put(node, "Input", summary.input(), parse);
        node.putObject("InputDetails").put("Included", true);
        JsonNode output = summary.output();
        if (output != null) {
            put(node, "Output", output, parse);
            node.putObject("OutputDetails").put("Included", true);
        }
        return node;
    }

    private static void put(ObjectNode node, String field, JsonNode value, boolean parse) {
        if (parse) {
            node.set(field, value);
        } else {
            node.put(field, Json.write(value));
        }
    }
}
