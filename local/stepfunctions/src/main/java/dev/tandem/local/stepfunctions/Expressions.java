package dev.tandem.local.stepfunctions;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates templates: JSON in which each string of the form <code>{% expression %}</code> stands for the expression's
 * value. An expression sees {@code $states} and the workflow variables, nothing else.
 */
final class Expressions {
    /** A runaway expression ends after this many milliseconds. */
    private static final long MAX_MILLIS = 10_000;

    private static final int MAX_DEPTH = 1_000;

    private Expressions() {}

    /** What expressions of one state see: variables and {@code states}, already as plain values. */
    record Scope(Map<String, Object> variables, Instant now) {}

    static boolean isExpression(JsonNode node) {
        return node.isTextual() && isExpression(node.textValue());
    }

    private static boolean isExpression(String text) {
        return text.length() >= 4 && text.startsWith("{%") && text.endsWith("%}");
    }

    private static String source(String text) {
        return text.substring(2, text.length() - 2).trim();
    }

    /** @throws IllegalArgumentException naming the first expression in the template that does not parse */
    static void check(JsonNode template) {
        if (template.isTextual()) {
            String text = template.textValue();
            if (isExpression(text)) {
                try {
                    parse(source(text));
                } catch (RuntimeException e) {
                    throw new IllegalArgumentException(
                            "is no valid JSONata: " + source(text) + " (" + message(e) + ")", e);
                }
            } else if (text.startsWith("{%") || text.endsWith("%}")) {
                throw new IllegalArgumentException(
                        "must both start with {% and end with %} to be an expression: " + text);
            }
        } else if (template.isContainerNode()) {
            template.forEach(Expressions::check);
        }
    }

    private static Jsonata parse(String source) {
        Jsonata jsonata = Jsonata.jsonata(source);
        jsonata.setValidateInput(false);
        // Null and undefined differ: undefined is an error, null is a value.
        jsonata.setOutputConvertNulls(false);
        return jsonata;
    }

    /** @param location the field that holds the template, for the error message */
    static JsonNode evaluate(JsonNode template, Scope scope, String location) throws StateFailure {
        if (template.isTextual() && isExpression(template.textValue())) {
            return evaluate(source(template.textValue()), scope, location);
        }
        if (template instanceof ObjectNode object) {
            ObjectNode result = Json.object();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                result.set(entry.getKey(), evaluate(entry.getValue(), scope, location + "/" + entry.getKey()));
            }
            return result;
        }
        if (template instanceof ArrayNode array) {
            ArrayNode result = Json.array();
            for (int i = 0; i < array.size(); i++) {
                result.add(evaluate(array.get(i), scope, location + "[" + i + "]"));
            }
            return result;
        }
        return template;
    }

    private static JsonNode evaluate(String source, Scope scope, String location) throws StateFailure {
        Object value;
        try {
            // The library keeps state of an evaluation in the parsed tree, so a tree is used once.
            Jsonata jsonata = parse(source);
            Jsonata.Frame frame = jsonata.createFrame();
            frame.setRuntimeBounds(MAX_MILLIS, MAX_DEPTH);
            Library.bind(frame, scope.now());
            scope.variables().forEach((name, variable) -> frame.bind(name, variable));
            value = jsonata.evaluate(null, frame);
            if (value != null) {
                return Plain.toJson(value);
            }
        } catch (RuntimeException | StackOverflowError e) {
            throw failure(source, location, "threw an error: " + message(e));
        }
        throw failure(source, location, "returned nothing (undefined).");
    }

    private static StateFailure failure(String source, String location, String what) {
        return new StateFailure(
                StateFailure.QUERY_EVALUATION,
                "The JSONata expression '" + source + "' specified for the field '" + location + "' " + what,
                location);
    }

    private static String message(Throwable e) {
        @Nullable String text = e instanceof JException json ? json.getDetailedErrorMessage() : e.getMessage();
        return text != null ? text : e.getClass().getSimpleName();
    }
}
