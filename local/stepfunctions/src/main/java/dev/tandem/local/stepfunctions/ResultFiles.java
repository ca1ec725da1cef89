package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.State.ResultWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes the results of a map run to S3: SUCCEEDED_0.json, FAILED_0.json and a manifest.json that names them. */
final class ResultFiles {
    private final Services services;
    private final Visit visit;
    private final ResultWriter writer;

    ResultFiles(Services services, Visit visit, ResultWriter writer) {
        this.services = services;
        this.visit = visit;
        this.writer = writer;
    }

    /** @return the state's result: where the manifest is, or the transformed outputs when nothing is to be exported */
    JsonNode write(MapRun run, ArrayNode outputs, Expressions.Scope scope) throws StateFailure, InterruptedException {
        JsonNode template = writer.arguments();
        if (template == null) {
            return transformed(outputs);
        }
        JsonNode arguments = visit.evaluate(template, "ResultWriter/Arguments", scope);
        String bucket = arguments.path("Bucket").asText();
        String prefix = arguments.path("Prefix").asText("");
        String folder = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/")
                + run.arn().substring(run.arn().lastIndexOf(':') + 1) + "/";
        List<ExecutionSummary> children =
                run.children().stream().map(Execution::summary).toList();
        ObjectNode manifest = Json.object().put("DestinationBucket", bucket).put("MapRunArn", run.arn());
        ObjectNode files = manifest.putObject("ResultFiles");
        for (ExecutionStatus status : List.of(ExecutionStatus.FAILED, ExecutionStatus.SUCCEEDED)) {
            ArrayNode listed = files.putArray(status.name());
            ArrayNode results = Json.array();
            children.stream().filter(child -> child.status() == status).forEach(child -> results.add(described(child)));
            if (!results.isEmpty()) {
                JsonNode content = status == ExecutionStatus.SUCCEEDED
                                && !writer.transformation().equals("NONE")
                        ? transformed(outputsOf(children))
                        : results;
                boolean lines = writer.outputType().equals("JSONL");
                String key = folder + status.name() + "_0." + (lines ? "jsonl" : "json");
                String body = lines ? lines(content) : Json.write(content);
                put(bucket, key, body);
                listed.addObject().put("Key", key).put("Size", body.getBytes(StandardCharsets.UTF_8).length);
            }
        }
        files.putArray("PENDING");
        put(bucket, folder + "manifest.json", Json.write(manifest));
        ObjectNode result = Json.object().put("MapRunArn", run.arn());
        result.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", folder + "manifest.json");
        return result;
    }

    private static ArrayNode outputsOf(List<ExecutionSummary> children) {
        ArrayNode outputs = Json.array();
        for (ExecutionSummary child : children) {
            JsonNode output = child.output();
            if (output != null) {
                outputs.add(output);
            }
        }
        return outputs;
    }

    private ArrayNode transformed(ArrayNode outputs) {
        if (!writer.transformation().equals("FLATTEN")) {
            return outputs;
        }
        ArrayNode flat = Json.array();
        for (JsonNode output : outputs) {
            if (output.isArray()) {
                output.forEach(flat::add);
            } else {
                flat.add(output);
            }
        }
        return flat;
    }

    private static String lines(JsonNode array) {
        StringBuilder text = new StringBuilder();
        array.forEach(item -> text.append(Json.write(item)).append('\n'));
        return text.toString();
    }

    private static ObjectNode described(ExecutionSummary child) {
        ObjectNode node = Json.object()
                .put("ExecutionArn", child.executionArn())
                .put("Input", Json.write(child.input()))
                .put("Name", child.name())
                .put("StartDate", child.startDate().toString())
                .put("StateMachineArn", child.stateMachineArn())
                .put("Status", child.status().name());
        Instant stop = child.stopDate();
        if (stop != null) {
            node.put("StopDate", stop.toString());
        }
        JsonNode output = child.output();
        if (output != null) {
            node.put("Output", Json.write(output));
        } else {
            node.put("Error", child.error()).put("Cause", child.cause());
        }
        return node;
    }

    private void put(String bucket, String key, String body) throws StateFailure, InterruptedException {
        Execution execution = visit.frame().execution();
        ObjectNode arguments =
                Json.object().put("Bucket", bucket).put("Key", key).put("Body", body);
        try {
            services.invoker()
                    .invoke(new TaskCall(
                            "arn:aws:states:::s3:putObject",
                            arguments,
                            execution.arn(),
                            execution.machine().roleArn(),
                            Duration.ofMinutes(5)));
        } catch (TaskFailedException e) {
            throw new StateFailure(StateFailure.RESULT_WRITER, e.error() + ": " + e.cause());
        }
    }
}
