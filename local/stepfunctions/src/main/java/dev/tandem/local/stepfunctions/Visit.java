package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stay in a state, at one attempt.
 *
 * @param path where in the execution, unique in its journal
 * @param plainInput the input once more, for expressions, so that a Map converts it once and not for each item
 * @param attempt 0 for the first, then one more with each retry
 */
record Visit(
        Frame frame,
        State state,
        String path,
        JsonNode input,
        Object plainInput,
        Instant entered,
        int attempt,
        VirtualClock clock) {
    /** Times in the context object always have milliseconds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** Names this attempt in journal and history. */
    String attemptPath() {
        return path + "." + attempt;
    }

    Visit retry(int nextAttempt) {
        return new Visit(frame, state, path, input, plainInput, entered, nextAttempt, clock);
    }

    Expressions.Scope scope() {
        return scope(null, null, null);
    }

    Expressions.Scope scope(@Nullable JsonNode result, @Nullable JsonNode errorOutput, @Nullable String token) {
        return scope(result, errorOutput, token, null);
    }

    Expressions.Scope itemScope(Map<String, Object> item) {
        return scope(null, null, null, item);
    }

    private Expressions.Scope scope(
            @Nullable JsonNode result,
            @Nullable JsonNode errorOutput,
            @Nullable String token,
            @Nullable Map<String, Object> item) {
        Map<String, Object> states = new LinkedHashMap<>();
        states.put("input", plainInput);
        if (result != null) {
            states.put("result", Plain.of(result));
        }
        if (errorOutput != null) {
            states.put("errorOutput", Plain.of(errorOutput));
        }
        states.put("context", context(token, item != null ? item : frame.mapItem()));
        Map<String, Object> all = new LinkedHashMap<>(frame.variables());
        all.put("states", states);
        return new Expressions.Scope(all, clock.now());
    }

    /** The context object, as the service documents it. */
    private Map<String, Object> context(@Nullable String token, @Nullable Map<String, Object> item) {
        Execution execution = frame.execution();
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("Id", execution.arn());
        about.put("Input", execution.plainInput());
        about.put("Name", execution.name());
        about.put("RoleArn", execution.machine().roleArn());
        about.put("StartTime", TIME.format(execution.startDate()));
        about.put("RedriveCount", 0);
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("Execution", about);
        context.put("State", Map.of("EnteredTime", TIME.format(entered), "Name", state.name(), "RetryCount", attempt));
        context.put(
                "StateMachine",
                Map.of(
                        "Id",
                        execution.machine().arn(),
                        "Name",
                        execution.machine().name()));
        if (token != null) {
            context.put("Task", Map.of("Token", token));
        }
        if (item != null) {
            context.put("Map", Map.of("Item", item));
        }
        return context;
    }

    JsonNode evaluate(JsonNode template, String field, Expressions.Scope scope) throws StateFailure {
        return Expressions.evaluate(template, scope, field);
    }

    /** An integer field: a literal, or an expression that must give an integer in the range. */
    long integer(JsonNode template, String field, long minimum, Expressions.Scope scope) throws StateFailure {
        JsonNode value = evaluate(template, field, scope);
        if (!value.isIntegralNumber() || value.longValue() < minimum || value.longValue() > 99_999_999) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field '" + field + "' must be an integer from " + minimum + " to 99999999, but is " + value,
                    field);
        }
        return value.longValue();
    }

    String text(JsonNode template, String field, Expressions.Scope scope) throws StateFailure {
        JsonNode value = evaluate(template, field, scope);
        if (!value.isTextual()) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field '" + field + "' must be a string, but is " + value,
                    field);
        }
        return value.textValue();
    }
}
