package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.MapRunner.Item;
import dev.tandem.local.stepfunctions.MapRunner.ItemReading;
import dev.tandem.local.stepfunctions.State.ItemBatcher;
import dev.tandem.local.stepfunctions.State.ItemReader;
import dev.tandem.local.stepfunctions.State.Mapping;
import dev.tandem.local.stepfunctions.State.ResultWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of a distributed map: a child execution for each item or batch, with tolerated failures and a result file. */
final class DistributedMap {
    /** The service allows 10,000; children here are threads of one process that mostly wait for functions. */
    private static final int CONCURRENCY = 1_000;

    private final Interpreter interpreter;
    private final Services services;
    private final ItemSource source;
    private final Visit visit;
    private final Mapping map;
    private final String path;
    private final Machine childMachine;

    DistributedMap(Interpreter interpreter, Services services, ItemSource source, Visit visit, Mapping map) {
        this.interpreter = interpreter;
        this.services = services;
        this.source = source;
        this.visit = visit;
        this.map = map;
        this.path = visit.attemptPath();
        Machine parent = visit.frame().execution().machine();
        this.childMachine = new Machine(
                parent.arn() + "/" + map.label(),
                parent.name() + "/" + map.label(),
                parent.roleArn(),
                parent.definition(),
                map.processor(),
                parent.created());
    }

    JsonNode run(@Nullable ItemReading inState, int concurrency) throws StateFailure, InterruptedException {
        Frame frame = visit.frame();
        String arn = runArn();
        frame.event(
                path + "|run",
                "MapRunStarted",
                "mapRunStartedEventDetails",
                Json.object().put("mapRunArn", arn));
        Expressions.Scope scope = visit.scope();
        MapRun run = null;
        try {
            JsonNode count = map.toleratedCount();
            JsonNode percentage = map.toleratedPercentage();
            Tolerance tolerance = new Tolerance(
                    count == null ? null : visit.integer(count, "ToleratedFailureCount", 0, scope),
                    percentage == null ? null : percentage(percentage, scope));
            ItemReader reader = map.reader();
            ItemReading reading = inState != null || reader == null ? inState : source.read(visit, reader, scope);
            List<Batch> batches = batches(reading == null ? new ItemReading(List.of(), "") : reading, scope);
            run = services.mapRuns()
                    .begin(
                            arn,
                            visit.frame().execution(),
                            batches.size(),
                            batches.stream().mapToInt(Batch::items).sum(),
                            concurrency,
                            tolerance,
                            map.writer() != null,
                            services.clock().now());
            MapRun current = run;
            int limit = concurrency == 0 ? CONCURRENCY : Math.min(concurrency, CONCURRENCY);
            StateFailure failed = null;
            ArrayNode outputs = Json.array();
            try {
                outputs = Branches.run(batches.size(), limit, index -> child(current, batches.get(index), index));
            } catch (StateFailure e) {
                failed = e;
            }
            ResultWriter writer = map.writer();
            JsonNode result =
                    writer == null ? outputs : new ResultFiles(services, visit, writer).write(current, outputs, scope);
            if (failed != null) {
                throw failed;
            }
            run.end("SUCCEEDED", services.clock().now());
            frame.event(path + "|runSucceeded", "MapRunSucceeded", null, null);
            return result;
        } catch (StateFailure failure) {
            if (run != null) {
                run.end("FAILED", services.clock().now());
            }
            frame.event(
                    path + "|runFailed",
                    "MapRunFailed",
                    "mapRunFailedEventDetails",
                    Json.object().put("error", failure.error()).put("cause", failure.cause()));
            throw failure;
        } catch (InterruptedException e) {
            if (run != null) {
                run.end("ABORTED", services.clock().now());
            }
            ParallelRunner.aborted(frame, path + "|run", "MapRunAborted", null, null);
            throw e;
        }
    }

    private String runArn() {
        Journal journal = visit.frame().journal();
        ObjectNode earlier = journal.recall("mapRun", path);
        if (earlier != null) {
            return earlier.path("arn").asText();
        }
        String arn = childMachine.arn().replace(":stateMachine:", ":mapRun:") + ":" + UUID.randomUUID();
        journal.append(Journal.line("mapRun", path).put("arn", arn));
        return arn;
    }

    private double percentage(JsonNode template, Expressions.Scope scope) throws StateFailure {
        JsonNode value = visit.evaluate(template, "ToleratedFailurePercentage", scope);
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 100) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field 'ToleratedFailurePercentage' must be a number from 0 to 100, but is " + value,
                    "ToleratedFailurePercentage");
        }
        return value.doubleValue();
    }

    /** The input of one child and how many items it stands for. */
    private record Batch(JsonNode input, int items) {}

    private List<Batch> batches(ItemReading reading, Expressions.Scope scope) throws StateFailure {
        List<JsonNode> selected = new ArrayList<>(reading.items().size());
        JsonNode selector = map.itemSelector();
        for (Item item : reading.items()) {
            selected.add(
                    selector == null
                            ? item.input()
                            : visit.evaluate(
                                    selector, "ItemSelector", visit.itemScope(item.context(reading.source()))));
        }
        ItemBatcher batcher = map.batcher();
        if (batcher == null) {
            return selected.stream().map(input -> new Batch(input, 1)).toList();
        }
        JsonNode most = batcher.maxItemsPerBatch();
        JsonNode bytes = batcher.maxInputBytesPerBatch();
        JsonNode shared = batcher.batchInput();
        long maxItems = most == null ? Long.MAX_VALUE : visit.integer(most, "ItemBatcher/MaxItemsPerBatch", 1, scope);
        long maxBytes = Math.min(
                Interpreter.MAX_PAYLOAD,
                bytes == null ? Long.MAX_VALUE : visit.integer(bytes, "ItemBatcher/MaxInputBytesPerBatch", 1, scope));
        JsonNode batchInput = shared == null ? null : visit.evaluate(shared, "ItemBatcher/BatchInput", scope);
        List<Batch> batches = new ArrayList<>();
        ArrayNode open = Json.array();
        // An empty batch is {"BatchInput":..,"Items":[]}; each item adds itself and a comma.
        int empty = Json.bytes(batch(batchInput, open));
        int size = empty;
        for (JsonNode item : selected) {
            int more = Json.bytes(item) + 1;
            if (!open.isEmpty() && (open.size() >= maxItems || size + more > maxBytes)) {
                batches.add(new Batch(batch(batchInput, open), open.size()));
                open = Json.array();
                size = empty;
            }
            open.add(item);
            size += more;
        }
        if (!open.isEmpty()) {
            batches.add(new Batch(batch(batchInput, open), open.size()));
        }
        return batches;
    }

    private static JsonNode batch(@Nullable JsonNode batchInput, ArrayNode items) {
        ObjectNode batch = Json.object();
        if (batchInput != null) {
            batch.set("BatchInput", batchInput);
        }
        return batch.set("Items", items);
    }

    private JsonNode child(MapRun run, Batch batch, int index) throws StateFailure, InterruptedException {
        String prefix = path + "/c" + index + "/";
        Journal journal = visit.frame().journal();
        ObjectNode earlier = journal.recall("frame", prefix);
        String name = UUID.nameUUIDFromBytes((run.arn() + "#" + index).getBytes(StandardCharsets.UTF_8))
                .toString();
        Journal memory = Journal.none();
        Execution child = new Execution(
                childMachine.arn().replace(":stateMachine:", ":execution:") + ":" + name,
                name,
                childMachine,
                batch.input(),
                earlier != null
                        ? Instant.ofEpochMilli(earlier.path("start").asLong())
                        : services.clock().now(),
                run.arn(),
                memory,
                new History(memory, services.clock()));
        run.started(child, batch.items());
        if (earlier != null) {
            child.restoreEnd(earlier);
        } else {
            ExecutionRun.run(interpreter, child, Frame.of(child).onJournal(journal, prefix), services.clock());
            ExecutionSummary over = child.summary();
            if (over.status() == ExecutionStatus.RUNNING) {
                // Cancelled: not in the journal, so that a child cut short by a restart runs again.
                child.finish(
                        ExecutionStatus.ABORTED,
                        null,
                        null,
                        null,
                        services.clock().now());
                run.ended(child, batch.items());
                throw new InterruptedException();
            }
            journal.append(endOf(over, prefix));
        }
        ExecutionSummary summary = child.summary();
        run.ended(child, batch.items());
        if (summary.status() == ExecutionStatus.SUCCEEDED && summary.output() != null) {
            return summary.output();
        }
        if (run.exceeded()) {
            throw new StateFailure(StateFailure.TOLERANCE, "The specified tolerated failure threshold was exceeded");
        }
        return new StateFailure(summary.error(), summary.cause()).errorOutput();
    }

    private static ObjectNode endOf(ExecutionSummary summary, String prefix) {
        ObjectNode line =
                Journal.line("frame", prefix).put("status", summary.status().name());
        line.put("start", summary.startDate().toEpochMilli());
        Instant stop = summary.stopDate();
        line.put("at", stop == null ? 0 : stop.toEpochMilli());
        line.put("error", summary.error()).put("cause", summary.cause());
        if (summary.output() != null) {
            line.set("output", summary.output());
        }
        return line;
    }
}
