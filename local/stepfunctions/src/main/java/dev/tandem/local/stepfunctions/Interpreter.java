package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.State.Catcher;
import dev.tandem.local.stepfunctions.State.Choice;
import dev.tandem.local.stepfunctions.State.Common;
import dev.tandem.local.stepfunctions.State.Fail;
import dev.tandem.local.stepfunctions.State.Mapping;
import dev.tandem.local.stepfunctions.State.Parallel;
import dev.tandem.local.stepfunctions.State.Pass;
import dev.tandem.local.stepfunctions.State.Rule;
import dev.tandem.local.stepfunctions.State.Succeed;
import dev.tandem.local.stepfunctions.State.Task;
import dev.tandem.local.stepfunctions.State.Wait;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Walks a state graph on the calling thread. Each finished state leaves a line in the journal under its path, and a walk
 * that finds the line takes it instead of running the state: that is how an execution goes on after a restart.
 */
final class Interpreter {
    /** The service's limit of a state's input or output, in bytes of UTF-8. */
    static final int MAX_PAYLOAD = 262_144;

    private static final ObjectNode NOTHING = Json.object();

    private final Services services;
    private final TaskRunner tasks;
    private final ParallelRunner parallels;
    private final MapRunner maps;

    Interpreter(Services services) {
        this.services = services;
        this.tasks = new TaskRunner(services);
        this.parallels = new ParallelRunner(this);
        this.maps = new MapRunner(this, services);
    }

    /** Where a state led to. */
    private record Step(@Nullable String next, JsonNode output, ObjectNode assigned) {}

    /** Runs the frame to its end and gives its output. */
    JsonNode run(Frame frame, JsonNode input) throws StateFailure, InterruptedException {
        String name = frame.graph().startAt();
        JsonNode current = input;
        for (int number = 0; ; number++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String path = frame.prefix() + number;
            State state = frame.graph().state(name);
            ObjectNode earlier = frame.journal().recall("step", path);
            Step step = earlier != null ? restored(frame, earlier) : visit(frame, state, path, current);
            if (earlier == null) {
                record(frame, path, step);
            }
            frame.assign(step.assigned());
            current = step.output();
            if (step.next() == null) {
                return current;
            }
            name = step.next();
        }
    }

    private static Step restored(Frame frame, ObjectNode line) {
        frame.lastEvent(line.path("last").asLong());
        return new Step(
                line.path("next").textValue(),
                line.path("out"),
                line.get("vars") instanceof ObjectNode vars ? vars : NOTHING);
    }

    private static void record(Frame frame, String path, Step step) {
        if (!frame.journal().durable()) {
            return;
        }
        ObjectNode line = Journal.line("step", path);
        line.put("last", frame.lastEvent()).put("next", step.next()).set("out", step.output());
        line.set("vars", step.assigned());
        frame.journal().append(line);
    }

    private Step visit(Frame frame, State state, String path, JsonNode input)
            throws StateFailure, InterruptedException {
        ObjectNode details = Json.object().put("name", state.name()).put("input", Json.write(input));
        details.set("inputDetails", Json.object().put("truncated", false));
        ObjectNode event =
                frame.event(path + "|entered", state.type() + "StateEntered", "stateEnteredEventDetails", details);
        Instant entered = History.instant(event.path("timestamp").asDouble());
        Retries retries = Retries.restore(frame.journal(), path, state);
        services.sleepUntil(retries.until());
        Visit visit =
                new Visit(frame, state, path, input, Plain.of(input), entered, retries.attempt(), services.clock());
        while (true) {
            try {
                return execute(visit);
            } catch (StateFailure failure) {
                if (StateFailure.QUERY_EVALUATION.equals(failure.error()) && failure.location() != null) {
                    evaluationFailed(visit, failure);
                }
                if (retries.again(failure, services.clock().now())) {
                    visit = visit.retry(retries.attempt());
                    services.sleepUntil(retries.until());
                    continue;
                }
                for (Catcher catcher : state.handlers().catchers()) {
                    if (catcher.errorEquals().stream().anyMatch(name -> failure.matches(name, state.runsOthers()))) {
                        JsonNode error = failure.errorOutput();
                        return leave(
                                visit,
                                catcher.next(),
                                catcher.assign(),
                                catcher.output(),
                                visit.scope(null, error, null),
                                error);
                    }
                }
                throw failure;
            }
        }
    }

    private static void evaluationFailed(Visit visit, StateFailure failure) throws StateFailure {
        ObjectNode details = Json.object()
                .put("error", failure.error())
                .put("cause", failure.cause())
                .put("location", failure.location())
                .put("state", visit.state().name());
        visit.frame()
                .event(
                        visit.attemptPath() + "|evaluation",
                        "EvaluationFailed",
                        "evaluationFailedEventDetails",
                        details);
    }

    private Step execute(Visit visit) throws StateFailure, InterruptedException {
        return switch (visit.state()) {
            case Pass pass -> leave(visit, null);
            case Succeed succeed -> leave(visit, null);
            case Fail fail -> throw failed(visit, fail);
            case Wait wait -> {
                pause(visit, wait);
                yield leave(visit, null);
            }
            case Choice choice -> choose(visit, choice);
            case Task task -> leave(visit, tasks.run(visit, task));
            case Parallel parallel -> leave(visit, parallels.run(visit, parallel));
            case Mapping map -> leave(visit, maps.run(visit, map));
        };
    }

    private static StateFailure failed(Visit visit, Fail fail) throws StateFailure {
        Expressions.Scope scope = visit.scope();
        JsonNode error = fail.error();
        JsonNode cause = fail.cause();
        return new StateFailure(
                error == null ? null : visit.text(error, "Error", scope),
                cause == null ? null : visit.text(cause, "Cause", scope));
    }

    private void pause(Visit visit, Wait wait) throws StateFailure, InterruptedException {
        ObjectNode earlier = visit.frame().journal().recall("wait", visit.path());
        Instant until =
                earlier != null ? Instant.ofEpochMilli(earlier.path("until").asLong()) : waitUntil(visit, wait);
        if (earlier == null) {
            visit.frame().journal().append(Journal.line("wait", visit.path()).put("until", until.toEpochMilli()));
        }
        try {
            services.sleepUntil(until);
        } catch (InterruptedException e) {
            ParallelRunner.aborted(visit.frame(), visit.path(), "WaitStateAborted", null, null);
            throw e;
        }
    }

    private static Instant waitUntil(Visit visit, Wait wait) throws StateFailure {
        Expressions.Scope scope = visit.scope();
        JsonNode seconds = wait.seconds();
        if (seconds != null) {
            return visit.entered().plusSeconds(visit.integer(seconds, "Seconds", 0, scope));
        }
        JsonNode timestamp = wait.timestamp();
        String text = timestamp == null ? "" : visit.text(timestamp, "Timestamp", scope);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION, "The field 'Timestamp' is no RFC 3339 time: " + text, "Timestamp");
        }
    }

    private Step choose(Visit visit, Choice choice) throws StateFailure {
        Expressions.Scope scope = visit.scope();
        int number = 0;
        for (Rule rule : choice.rules()) {
            String field = "Choices[" + number++ + "]/Condition";
            JsonNode holds = visit.evaluate(rule.condition(), field, scope);
            if (!holds.isBoolean()) {
                throw new StateFailure(
                        StateFailure.QUERY_EVALUATION,
                        "The field '" + field + "' must be a boolean, but is " + holds,
                        field);
            }
            if (holds.booleanValue()) {
                return leave(visit, rule.next(), rule.assign(), rule.output(), scope, visit.input());
            }
        }
        Common common = choice.common();
        if (common.next() == null) {
            throw new StateFailure(
                    StateFailure.NO_CHOICE_MATCHED,
                    "No choice of the state '" + choice.name() + "' matched and it has no Default.");
        }
        return leave(visit, common.next(), common.assign(), common.output(), scope, visit.input());
    }

    private static Step leave(Visit visit, @Nullable JsonNode result) throws StateFailure {
        Common common = visit.state().common();
        return leave(
                visit,
                common.next(),
                common.assign(),
                common.output(),
                visit.scope(result, null, null),
                result != null ? result : visit.input());
    }

    /** Assign and Output see the same values: variables change only after both are evaluated. */
    private static Step leave(
            Visit visit,
            @Nullable String next,
            @Nullable JsonNode assign,
            @Nullable JsonNode output,
            Expressions.Scope scope,
            JsonNode otherwise)
            throws StateFailure {
        ObjectNode assigned = NOTHING;
        if (assign != null && visit.evaluate(assign, "Assign", scope) instanceof ObjectNode values) {
            assigned = values;
        }
        JsonNode result = output == null ? otherwise : visit.evaluate(output, "Output", scope);
        String text = limited(result, visit.state());
        ObjectNode details = Json.object().put("name", visit.state().name()).put("output", text);
        details.set("outputDetails", Json.object().put("truncated", false));
        if (!assigned.isEmpty()) {
            ObjectNode variables = details.putObject("assignedVariables");
            assigned.properties().forEach(entry -> variables.put(entry.getKey(), Json.write(entry.getValue())));
            details.set("assignedVariablesDetails", Json.object().put("truncated", false));
        }
        visit.frame()
                .event(
                        visit.path() + "|exited",
                        visit.state().type() + "StateExited",
                        "stateExitedEventDetails",
                        details);
        return new Step(next, result, assigned);
    }

    /** The text of a payload that a state hands on. */
    static String limited(JsonNode payload, State state) throws StateFailure {
        String text = Json.write(payload);
        if (text.length() > MAX_PAYLOAD || (text.length() > MAX_PAYLOAD / 4 && Json.bytes(payload) > MAX_PAYLOAD)) {
            throw new StateFailure(
                    StateFailure.DATA_LIMIT,
                    "The state/task '" + state.name()
                            + "' returned a result with a size exceeding the maximum number of bytes service limit.");
        }
        return text;
    }
}
