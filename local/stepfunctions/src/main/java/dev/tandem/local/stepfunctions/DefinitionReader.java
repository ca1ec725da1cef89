package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.local.stepfunctions.State.Catcher;
import dev.tandem.local.stepfunctions.State.Choice;
import dev.tandem.local.stepfunctions.State.Common;
import dev.tandem.local.stepfunctions.State.Fail;
import dev.tandem.local.stepfunctions.State.Handlers;
import dev.tandem.local.stepfunctions.State.Parallel;
import dev.tandem.local.stepfunctions.State.Pass;
import dev.tandem.local.stepfunctions.State.Retrier;
import dev.tandem.local.stepfunctions.State.Rule;
import dev.tandem.local.stepfunctions.State.Succeed;
import dev.tandem.local.stepfunctions.State.Task;
import dev.tandem.local.stepfunctions.State.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a definition and refuses what the JSONata dialect does not know: unknown fields, wrong types, expressions that
 * do not parse, targets that do not exist, states that nothing reaches.
 */
final class DefinitionReader {
    private static final long MAX_SECONDS = 99_999_999;

    /** Names are unique in a whole machine, nested ones included. */
    private final Set<String> names = new HashSet<>();

    private DefinitionReader() {}

    /** @throws InvalidDefinitionException naming state and field */
    static StateGraph read(JsonNode definition) {
        Fields fields = new Fields("state machine", definition);
        fields.text("Version");
        String language = fields.oneOf("QueryLanguage", "JSONata", "JSONPath");
        Long timeout = fields.integer("TimeoutSeconds", 1, MAX_SECONDS);
        StateGraph graph = new DefinitionReader().graph(fields, timeout, "JSONata".equals(language), Set.of());
        fields.done();
        return graph;
    }

    /** Reads StartAt and States; the caller ends with {@code done()}. */
    StateGraph graph(Fields fields, @Nullable Long timeout, boolean jsonata, Set<String> outerVariables) {
        String startAt = fields.requiredText("StartAt");
        Map<String, State> states = new LinkedHashMap<>();
        Set<String> assigned = new HashSet<>(outerVariables);
        Map<String, Fields> named = new LinkedHashMap<>();
        fields.requiredNode("States").properties().forEach(entry -> {
            String name = entry.getKey();
            if (name.isEmpty() || name.length() > 80) {
                throw new InvalidDefinitionException("state '" + name + "': a name has 1 to 80 characters");
            }
            if (!names.add(name)) {
                throw new InvalidDefinitionException(
                        "state '" + name + "': the name is used twice in the state machine");
            }
            named.put(name, new Fields("state '" + name + "'", entry.getValue()));
            assigned.addAll(assignedBy(entry.getValue()));
        });
        named.forEach((name, found) -> states.put(name, state(name, found, jsonata, assigned)));
        for (State state : states.values()) {
            collectAssigned(state).stream()
                    .filter(outerVariables::contains)
                    .findFirst()
                    .ifPresent(variable -> {
                        throw new InvalidDefinitionException("state '" + state.name() + "': field 'Assign' sets '"
                                + variable + "', which is a variable of an outer scope");
                    });
        }
        checkTargets(fields.where(), startAt, states);
        return new StateGraph(startAt, states, timeout);
    }

    /** Names that a state itself assigns, its rules and catchers included, nested states not. */
    private static Set<String> assignedBy(JsonNode state) {
        Set<String> found = new HashSet<>();
        state.path("Assign").fieldNames().forEachRemaining(found::add);
        for (String list : List.of("Choices", "Catch")) {
            state.path(list).forEach(item -> item.path("Assign").fieldNames().forEachRemaining(found::add));
        }
        return found;
    }

    private static Set<String> collectAssigned(State state) {
        Set<String> found = new HashSet<>();
        List<@Nullable JsonNode> nodes = new ArrayList<>();
        nodes.add(state.common().assign());
        state.handlers().catchers().forEach(catcher -> nodes.add(catcher.assign()));
        if (state instanceof Choice choice) {
            choice.rules().forEach(rule -> nodes.add(rule.assign()));
        }
        for (JsonNode node : nodes) {
            if (node != null) {
                node.fieldNames().forEachRemaining(found::add);
            }
        }
        return found;
    }

    private State state(String name, Fields f, boolean jsonata, Set<String> variables) {
        String type = f.oneOf("Type", "Pass", "Task", "Choice", "Wait", "Parallel", "Map", "Succeed", "Fail");
        if (type == null) {
            throw new InvalidDefinitionException(f.where() + ": field 'Type' is missing");
        }
        String language = f.oneOf("QueryLanguage", "JSONata", "JSONPath");
        if (language == null ? !jsonata : !language.equals("JSONata")) {
            throw new InvalidDefinitionException(
                    f.where() + ": field 'QueryLanguage' must be JSONata, here or at the top");
        }
        State state = switch (type) {
            case "Pass" -> new Pass(common(name, f));
            case "Succeed" -> new Succeed(new Common(name, null, f.template("Output"), null));
            case "Fail" ->
                new Fail(new Common(name, null, null, null), f.textOrExpression("Error"), f.textOrExpression("Cause"));
            case "Wait" -> wait(name, f);
            case "Choice" -> choice(name, f);
            case "Task" -> task(name, f);
            case "Parallel" -> parallel(name, f, variables);
            default -> new MapReader(this, f, variables).read(common(name, f), handlers(f));
        };
        f.done();
        return state;
    }

    private static Common common(String name, Fields f) {
        Boolean end = f.bool("End");
        String next = f.text("Next");
        if (Boolean.TRUE.equals(end) == (next != null)) {
            throw new InvalidDefinitionException(f.where() + ": needs either 'Next' or 'End': true");
        }
        return new Common(name, assign(f), f.template("Output"), next);
    }

    static @Nullable JsonNode assign(Fields f) {
        JsonNode node = f.template("Assign");
        if (node == null) {
            return null;
        }
        if (!node.isObject()) {
            throw f.wrong("Assign", "must be an object of variable names");
        }
        node.fieldNames().forEachRemaining(variable -> {
            if (!variable.matches("[\\p{L}_][\\p{L}\\p{N}_]{0,79}") || variable.equals("states")) {
                throw f.wrong("Assign", "has the name '" + variable + "', which no variable can have");
            }
        });
        return node;
    }

    private static Wait wait(String name, Fields f) {
        JsonNode seconds = f.integerOrExpression("Seconds", 0);
        JsonNode timestamp = f.textOrExpression("Timestamp");
        if ((seconds == null) == (timestamp == null)) {
            throw new InvalidDefinitionException(f.where() + ": needs either 'Seconds' or 'Timestamp'");
        }
        return new Wait(common(name, f), seconds, timestamp);
    }

    private static Choice choice(String name, Fields f) {
        List<Rule> rules = new ArrayList<>();
        for (Fields rule : f.objects("Choices")) {
            JsonNode condition = rule.template("Condition");
            if (condition == null || !(Expressions.isExpression(condition) || condition.isBoolean())) {
                throw rule.wrong("Condition", "must be a JSONata expression");
            }
            rules.add(new Rule(condition, rule.requiredText("Next"), assign(rule), rule.template("Output")));
            rule.done();
        }
        if (rules.isEmpty()) {
            throw f.wrong("Choices", "must have at least one rule");
        }
        return new Choice(new Common(name, assign(f), f.template("Output"), f.text("Default")), rules);
    }

    private static Task task(String name, Fields f) {
        TaskResource resource;
        try {
            resource = TaskResource.parse(f.requiredText("Resource"));
        } catch (IllegalArgumentException e) {
            throw f.wrong("Resource", String.valueOf(e.getMessage()));
        }
        JsonNode timeout = f.integerOrExpression("TimeoutSeconds", 1);
        JsonNode heartbeat = f.integerOrExpression("HeartbeatSeconds", 1);
        if (timeout != null
                && heartbeat != null
                && timeout.isNumber()
                && heartbeat.isNumber()
                && heartbeat.longValue() >= timeout.longValue()) {
            throw f.wrong("HeartbeatSeconds", "must be smaller than 'TimeoutSeconds'");
        }
        f.template("Credentials");
        JsonNode arguments = f.template("Arguments");
        if (arguments != null
                && !resource.functionArn()
                && !arguments.isObject()
                && !Expressions.isExpression(arguments)) {
            throw f.wrong("Arguments", "must be an object or a JSONata expression");
        }
        return new Task(common(name, f), resource, arguments, timeout, heartbeat, handlers(f));
    }

    private Parallel parallel(String name, Fields f, Set<String> variables) {
        List<StateGraph> branches = new ArrayList<>();
        for (Fields branch : f.objects("Branches")) {
            branches.add(graph(branch, null, true, variables));
            branch.done();
        }
        if (branches.isEmpty()) {
            throw f.wrong("Branches", "must have at least one branch");
        }
        return new Parallel(common(name, f), f.template("Arguments"), branches, handlers(f));
    }

    private static Handlers handlers(Fields f) {
        List<Retrier> retriers = new ArrayList<>();
        for (Fields retry : f.objects("Retry")) {
            Long interval = retry.integer("IntervalSeconds", 1, MAX_SECONDS);
            Long attempts = retry.integer("MaxAttempts", 0, MAX_SECONDS);
            Double rate = retry.number("BackoffRate", 1);
            retriers.add(new Retrier(
                    errorEquals(retry),
                    interval == null ? 1 : interval,
                    attempts == null ? 3 : attempts,
                    rate == null ? 2 : rate,
                    retry.integer("MaxDelaySeconds", 1, 31_622_399),
                    "FULL".equals(retry.oneOf("JitterStrategy", "FULL", "NONE"))));
            retry.done();
        }
        checkAllIsLast(f, "Retry", retriers.stream().map(Retrier::errorEquals).toList());
        List<Catcher> catchers = new ArrayList<>();
        for (Fields catcher : f.objects("Catch")) {
            catchers.add(new Catcher(
                    errorEquals(catcher), catcher.requiredText("Next"), assign(catcher), catcher.template("Output")));
            catcher.done();
        }
        checkAllIsLast(f, "Catch", catchers.stream().map(Catcher::errorEquals).toList());
        return new Handlers(retriers, catchers);
    }

    private static List<String> errorEquals(Fields f) {
        List<String> names = f.texts("ErrorEquals");
        if (names.isEmpty()) {
            throw new InvalidDefinitionException(f.where() + ": field 'ErrorEquals' is missing");
        }
        if (names.contains(StateFailure.ALL) && names.size() > 1) {
            throw f.wrong("ErrorEquals", "must have States.ALL alone");
        }
        return names;
    }

    private static void checkAllIsLast(Fields f, String field, List<List<String>> errors) {
        for (int i = 0; i < errors.size() - 1; i++) {
            if (errors.get(i).contains(StateFailure.ALL)) {
                throw f.wrong(field, "must have States.ALL in its last element");
            }
        }
    }

    private static void checkTargets(String where, String startAt, Map<String, State> states) {
        Set<String> reached = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(startAt));
        if (!states.containsKey(startAt)) {
            throw new InvalidDefinitionException(
                    where + ": field 'StartAt' names '" + startAt + "', which does not exist");
        }
        while (!open.isEmpty()) {
            String name = open.removeLast();
            State state = states.get(name);
            if (state == null || !reached.add(name)) {
                continue;
            }
            for (String target : targets(state)) {
                if (!states.containsKey(target)) {
                    throw new InvalidDefinitionException(
                            "state '" + name + "': goes to '" + target + "', which does not exist");
                }
                open.add(target);
            }
        }
        states.keySet().stream()
                .filter(name -> !reached.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidDefinitionException("state '" + name + "': nothing leads to it");
                });
    }

    private static List<String> targets(State state) {
        List<String> targets = new ArrayList<>();
        if (state.common().next() != null) {
            targets.add(state.common().next());
        }
        state.handlers().catchers().forEach(catcher -> targets.add(catcher.next()));
        if (state instanceof Choice choice) {
            choice.rules().forEach(rule -> targets.add(rule.next()));
        }
        return targets;
    }
}
