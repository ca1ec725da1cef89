package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a state graph: a whole execution, a branch or an iteration. It holds the variables of its scope, which start
 * with those of the outer scope. The outer scope stands still meanwhile, so a copy will do.
 */
final class Frame {
    private final Execution execution;
    private final Journal journal;
    private final String prefix;
    private final StateGraph graph;
    private final Map<String, Object> variables;
    private final @Nullable Map<String, Object> mapItem;
    private long lastEvent;

    private Frame(
            Execution execution,
            Journal journal,
            String prefix,
            StateGraph graph,
            Map<String, Object> variables,
            @Nullable Map<String, Object> mapItem,
            long lastEvent) {
        this.execution = execution;
        this.journal = journal;
        this.prefix = prefix;
        this.graph = graph;
        this.variables = new LinkedHashMap<>(variables);
        this.mapItem = mapItem;
        this.lastEvent = lastEvent;
    }

    static Frame of(Execution execution) {
        return new Frame(execution, execution.journal(), "", execution.machine().graph(), Map.of(), null, 0);
    }

    /** A branch or inline iteration, which sees the variables of this scope. */
    Frame inner(String innerPrefix, StateGraph innerGraph, @Nullable Map<String, Object> item, long previousEvent) {
        return new Frame(
                execution, journal, innerPrefix, innerGraph, variables, item != null ? item : mapItem, previousEvent);
    }

    /** The same for a child execution of a distributed map, whose states are written to the journal of the parent. */
    Frame onJournal(Journal parentJournal, String childPrefix) {
        return new Frame(execution, parentJournal, childPrefix, graph, variables, mapItem, lastEvent);
    }

    Execution execution() {
        return execution;
    }

    Journal journal() {
        return journal;
    }

    String prefix() {
        return prefix;
    }

    StateGraph graph() {
        return graph;
    }

    /** Variables as plain values, for expressions. */
    Map<String, Object> variables() {
        return variables;
    }

    @Nullable
    Map<String, Object> mapItem() {
        return mapItem;
    }

    void assign(JsonNode values) {
        values.properties().forEach(entry -> variables.put(entry.getKey(), Plain.of(entry.getValue())));
    }

    long lastEvent() {
        return lastEvent;
    }

    void lastEvent(long id) {
        lastEvent = id;
    }

    ObjectNode event(String key, String type, @Nullable String detailsField, @Nullable ObjectNode details)
            throws StateFailure {
        ObjectNode event = execution.history().add(key, lastEvent, type, detailsField, details);
        lastEvent = event.path("id").asLong();
        return event;
    }
}
