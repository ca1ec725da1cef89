package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of Step Functions that a template's user needs, over AWS JSON 1.0. */
final class AwsProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(AwsProtocol.class);
    private static final String PREFIX = "AWSStepFunctions.";
    private static final int MAX_PAGE = 1_000;
    private static final int DEFAULT_PAGE = 100;

    private final StepFunctionsEngine engine;

    AwsProtocol(StepFunctionsEngine engine) {
        this.engine = engine;
    }

    AwsJson handle(String target, JsonNode body) {
        try {
            if (!target.startsWith(PREFIX) || !body.isObject()) {
                throw new StepFunctionsException("UnknownOperationException", "no operation " + target);
            }
            return new AwsJson(200, answer(target.substring(PREFIX.length()), body));
        } catch (StepFunctionsException e) {
            return error(400, e.type(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} failed", target, e);
            return error(500, "InternalServerException", "internal error");
        }
    }

    private static AwsJson error(int status, String type, String message) {
        return new AwsJson(
                status,
                Json.object()
                        .put("__type", "com.amazonaws.swf.service.v2.model#" + type)
                        .put("message", message));
    }

    private ObjectNode answer(String operation, JsonNode body) {
        return switch (operation) {
            case "StartExecution" -> {
                ExecutionSummary started = engine.startExecution(
                        text(body, "stateMachineArn"),
                        body.path("name").textValue(),
                        json(body.path("input").asText("{}"), "InvalidExecutionInput"));
                yield Json.object()
                        .put("executionArn", started.executionArn())
                        .put("startDate", History.seconds(started.startDate()));
            }
            case "DescribeExecution" -> described(engine.describe(text(body, "executionArn")));
            case "GetExecutionHistory" -> history(body);
            case "ListExecutions" -> page(body, "executions", executions(body), AwsProtocol::listed);
            case "StopExecution" -> {
                ExecutionSummary stopped = engine.stop(
                        text(body, "executionArn"),
                        body.path("error").textValue(),
                        body.path("cause").textValue());
                yield stopped.stopDate() == null
                        ? Json.object()
                        : Json.object().put("stopDate", History.seconds(stopped.stopDate()));
            }
            case "ListStateMachines" -> page(body, "stateMachines", engine.machines(), AwsProtocol::listed);
            case "DescribeStateMachine" -> described(engine.machine(text(body, "stateMachineArn")));
            case "DescribeStateMachineForExecution" -> {
                ObjectNode node = described(engine.machineOf(text(body, "executionArn")));
                node.set("updateDate", node.remove("creationDate"));
                node.remove(List.of("status", "type"));
                yield node;
            }
            case "SendTaskSuccess" -> {
                engine.sendTaskSuccess(text(body, "taskToken"), json(text(body, "output"), "InvalidOutput"));
                yield Json.object();
            }
            case "SendTaskFailure" -> {
                engine.sendTaskFailure(
                        text(body, "taskToken"),
                        body.path("error").textValue(),
                        body.path("cause").textValue());
                yield Json.object();
            }
            case "SendTaskHeartbeat" -> {
                engine.sendTaskHeartbeat(text(body, "taskToken"));
                yield Json.object();
            }
            case "DescribeMapRun" -> mapRun(text(body, "mapRunArn")).describe();
            case "ListMapRuns" -> page(body, "mapRuns", runs(body), AwsProtocol::listed);
            default ->
                throw new StepFunctionsException(
                        "UnknownOperationException", "the embedded cloud does not know " + operation);
        };
    }

    private List<MapRun> runs(JsonNode body) {
        String arn = text(body, "executionArn");
        engine.describe(arn);
        return engine.mapRuns().of(arn);
    }

    private MapRun mapRun(String arn) {
        MapRun run = engine.mapRuns().find(arn);
        if (run == null) {
            throw new StepFunctionsException("ResourceNotFound", "Resource not found: '" + arn + "'");
        }
        return run;
    }

    private List<ExecutionSummary> executions(JsonNode body) {
        JsonNode status = body.path("statusFilter");
        List<ExecutionSummary> all = body.hasNonNull("mapRunArn")
                ? mapRun(text(body, "mapRunArn")).children().stream()
                        .map(Execution::summary)
                        .toList()
                : engine.list(text(body, "stateMachineArn"));
        return all.stream()
                .filter(summary ->
                        !status.isTextual() || summary.status().name().equals(status.textValue()))
                .toList();
    }

    private ObjectNode history(JsonNode body) {
        List<JsonNode> events = new ArrayList<>(engine.history(text(body, "executionArn")));
        if (body.path("reverseOrder").asBoolean()) {
            Collections.reverse(events);
        }
        return page(body, "events", events, event -> event);
    }

    private static <T> ObjectNode page(JsonNode body, String field, List<T> all, Function<T, JsonNode> form) {
        int size = body.path("maxResults").asInt(0);
        if (size < 0 || size > MAX_PAGE) {
            throw new StepFunctionsException("ValidationException", "maxResults must be from 0 to " + MAX_PAGE);
        }
        size = size == 0 ? DEFAULT_PAGE : size;
        int from = Math.min(all.size(), offset(body.path("nextToken").textValue()));
        int to = Math.min(all.size(), from + size);
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray(field);
        all.subList(from, to).forEach(item -> items.add(form.apply(item)));
        if (to < all.size()) {
            byte[] token = ("from " + to).getBytes(StandardCharsets.UTF_8);
            node.put("nextToken", Base64.getUrlEncoder().encodeToString(token));
        }
        return node;
    }

    private static int offset(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return Math.max(0, Integer.parseInt(text.replaceFirst("^from ", "")));
        } catch (IllegalArgumentException e) {
            throw new StepFunctionsException("InvalidToken", "Invalid Token: 'Invalid token'");
        }
    }

    private static ObjectNode listed(ExecutionSummary summary) {
        ObjectNode node = Json.object()
                .put("executionArn", summary.executionArn())
                .put("stateMachineArn", summary.stateMachineArn())
                .put("name", summary.name())
                .put("status", summary.status().name())
                .put("startDate", History.seconds(summary.startDate()));
        if (summary.stopDate() != null) {
            node.put("stopDate", History.seconds(summary.stopDate()));
        }
        if (summary.mapRunArn() != null) {
            node.put("mapRunArn", summary.mapRunArn());
        }
        return node;
    }

    private static ObjectNode described(ExecutionSummary summary) {
        ObjectNode node =
                listed(summary).put("input", Json.write(summary.input())).put("redriveCount", 0);
        node.set("inputDetails", Json.object().put("included", true));
        JsonNode output = summary.output();
        if (output != null) {
            node.put("output", Json.write(output))
                    .set("outputDetails", Json.object().put("included", true));
        }
        if (summary.error() != null) {
            node.put("error", summary.error());
        }
        if (summary.cause() != null) {
            node.put("cause", summary.cause());
        }
        return node;
    }

    private static ObjectNode listed(Machine machine) {
        return Json.object()
                .put("stateMachineArn", machine.arn())
                .put("name", machine.name())
                .put("type", "STANDARD")
                .put("creationDate", History.seconds(machine.created()));
    }

    private static ObjectNode described(Machine machine) {
        return listed(machine)
                .put("status", "ACTIVE")
                .put("definition", Json.write(machine.definition()))
                .put("roleArn", machine.roleArn());
    }

    private static ObjectNode listed(MapRun run) {
        ObjectNode all = run.describe();
        return Json.object()
                .put("executionArn", run.parent().arn())
                .put("mapRunArn", run.arn())
                .put("stateMachineArn", run.parent().machine().arn())
                .setAll((ObjectNode) all.retain("startDate", "stopDate"));
    }

    private static String text(JsonNode body, String field) {
        JsonNode node = body.path(field);
        if (!node.isTextual()) {
            throw new StepFunctionsException(
                    "ValidationException",
                    "Value null at '" + field + "' failed to satisfy constraint: Member must not be null");
        }
        return node.textValue();
    }

    private static JsonNode json(String text, String type) {
        try {
            JsonNode node = Json.read(text);
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new StepFunctionsException(type, type + ": '" + e.getOriginalMessage() + "'");
        }
        throw new StepFunctionsException(type, type + ": no JSON");
    }
}
