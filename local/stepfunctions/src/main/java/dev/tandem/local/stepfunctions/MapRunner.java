package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.State.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a Map state; the distributed mode goes on in {@link DistributedMap}. */
final class MapRunner {
    /** The service's own limit for inline iterations side by side. */
    private static final int INLINE_CONCURRENCY = 40;

    private final Interpreter interpreter;
    private final Services services;
    private final ItemSource source;

    MapRunner(Interpreter interpreter, Services services) {
        this.interpreter = interpreter;
        this.services = services;
        this.source = new ItemSource(services);
    }

    /** One element to iterate over; {@code key} for an object's field. */
    record Item(int index, @Nullable String key, JsonNode value) {
        /** {@code $states.context.Map.Item}. */
        Map<String, Object> context(@Nullable String from) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("Index", index);
            if (key != null) {
                item.put("Key", key);
            }
            item.put("Value", Plain.of(value));
            if (from != null) {
                item.put("Source", from);
            }
            return item;
        }

        /** What the iteration gets when there is no ItemSelector. */
        JsonNode input() {
            if (key == null) {
                return value;
            }
            ObjectNode pair = Json.object().put("Key", key);
            return pair.set("Value", value);
        }
    }

    JsonNode run(Visit visit, Mapping map) throws StateFailure, InterruptedException {
        Frame frame = visit.frame();
        String path = visit.attemptPath();
        Expressions.Scope scope = visit.scope();
        JsonNode limit = map.maxConcurrency();
        int concurrency = limit == null ? 0 : (int) visit.integer(limit, "MaxConcurrency", 0, scope);
        ItemReading items = map.reader() != null ? null : new ItemReading(inState(visit, map, scope), "STATE_DATA");
        ObjectNode details =
                Json.object().put("length", items == null ? 0 : items.items().size());
        frame.event(path + "|started", "MapStateStarted", "mapStateStartedEventDetails", details);
        try {
            JsonNode result = map.distributed()
                    ? new DistributedMap(interpreter, services, source, visit, map).run(items, concurrency)
                    : inline(visit, map, items == null ? List.of() : items.items(), concurrency);
            frame.event(path + "|succeeded", "MapStateSucceeded", null, null);
            return result;
        } catch (StateFailure failure) {
            frame.event(path + "|failed", "MapStateFailed", null, null);
            throw failure;
        } catch (InterruptedException e) {
            ParallelRunner.aborted(frame, path, "MapStateAborted", null, null);
            throw e;
        }
    }

    /** @param source where the items are from, as the context object names it */
    record ItemReading(List<Item> items, String source) {}

    /** The items in the state's data. An expression is evaluated once, so that a restart iterates over the same. */
    private static List<Item> inState(Visit visit, Mapping map, Expressions.Scope scope) throws StateFailure {
        Journal journal = visit.frame().journal();
        ObjectNode earlier = journal.recall("items", visit.attemptPath());
        if (earlier != null) {
            return items(earlier.path("items"));
        }
        JsonNode template = map.items();
        JsonNode values = template == null ? visit.input() : visit.evaluate(template, "Items", scope);
        if (!values.isContainerNode()) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field 'Items' must be an array or an object, but is " + values,
                    "Items");
        }
        if (journal.durable() && template != null) {
            journal.append(Journal.line("items", visit.attemptPath()).set("items", values));
        }
        return items(values);
    }

    static List<Item> items(JsonNode values) {
        List<Item> items = new ArrayList<>(values.size());
        if (values.isObject()) {
            values.properties().forEach(entry -> items.add(new Item(items.size(), entry.getKey(), entry.getValue())));
        } else {
            values.forEach(value -> items.add(new Item(items.size(), null, value)));
        }
        return items;
    }

    private JsonNode inline(Visit visit, Mapping map, List<Item> items, int concurrency)
            throws StateFailure, InterruptedException {
        Frame frame = visit.frame();
        long started = frame.lastEvent();
        int limit = concurrency == 0 ? INLINE_CONCURRENCY : Math.min(concurrency, INLINE_CONCURRENCY);
        return Branches.run(items.size(), limit, index -> {
            String prefix = visit.attemptPath() + "/i" + index + "/";
            ObjectNode earlier = frame.journal().recall("frame", prefix);
            if (earlier != null) {
                return earlier.path("out");
            }
            History history = frame.execution().history();
            long begun = history.add(
                            prefix + "|started",
                            started,
                            "MapIterationStarted",
                            "mapIterationStartedEventDetails",
                            iteration(map, index))
                    .path("id")
                    .asLong();
            try {
                Item item = items.get(index);
                Map<String, Object> context = item.context(null);
                JsonNode selector = map.itemSelector();
                JsonNode input = selector == null
                        ? item.input()
                        : visit.evaluate(selector, "ItemSelector", visit.itemScope(context));
                JsonNode output =
                        ParallelRunner.runInner(interpreter, frame, prefix, map.processor(), context, input, begun);
                history.add(
                        prefix + "|succeeded",
                        begun,
                        "MapIterationSucceeded",
                        "mapIterationSucceededEventDetails",
                        iteration(map, index));
                return output;
            } catch (StateFailure failure) {
                history.add(
                        prefix + "|failed",
                        begun,
                        "MapIterationFailed",
                        "mapIterationFailedEventDetails",
                        iteration(map, index));
                throw failure;
            } catch (InterruptedException e) {
                history.add(
                        prefix + "|aborted",
                        begun,
                        "MapIterationAborted",
                        "mapIterationAbortedEventDetails",
                        iteration(map, index));
                throw e;
            }
        });
    }

    private static ObjectNode iteration(Mapping map, int index) {
        return Json.object().put("name", map.name()).put("index", index);
    }
}
