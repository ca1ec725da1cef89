package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes the fields out of one object of a definition, checks their types, and refuses what nobody asked for. */
final class Fields {
    private static final Set<String> JSON_PATH = Set.of(
            "InputPath",
            "OutputPath",
            "ResultPath",
            "ResultSelector",
            "Parameters",
            "Result",
            "ItemsPath",
            "SecondsPath",
            "TimestampPath",
            "TimeoutSecondsPath",
            "HeartbeatSecondsPath",
            "ErrorPath",
            "CausePath",
            "Variable",
            "MaxConcurrencyPath",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentagePath",
            "MaxItemsPath",
            "MaxItemsPerBatchPath",
            "MaxInputBytesPerBatchPath");

    private final String where;
    private final ObjectNode object;
    private final Set<String> left = new LinkedHashSet<>();

    /** @param where how messages call the object, for example {@code state 'Pay'} */
    Fields(String where, JsonNode node) {
        if (!(node instanceof ObjectNode found)) {
            throw new InvalidDefinitionException(where + " must be an object");
        }
        this.where = where;
        this.object = found;
        found.fieldNames().forEachRemaining(left::add);
        text("Comment");
    }

    String where() {
        return where;
    }

    InvalidDefinitionException wrong(String field, String problem) {
        return new InvalidDefinitionException(where + ": field '" + field + "' " + problem);
    }

    /** Any JSON whose expressions parse. */
    @Nullable
    JsonNode template(String field) {
        JsonNode node = take(field);
        if (node != null) {
            try {
                Expressions.check(node);
            } catch (IllegalArgumentException e) {
                throw wrong(field, e.getMessage() == null ? "is wrong" : e.getMessage());
            }
        }
        return node;
    }

    /** A template of the literal type given, or one expression. */
    private @Nullable JsonNode literalOrExpression(String field, Predicate<JsonNode> literal, String type) {
        JsonNode node = template(field);
        if (node != null && !Expressions.isExpression(node) && !literal.test(node)) {
            throw wrong(field, "must be " + type + " or a JSONata expression");
        }
        return node;
    }

    @Nullable
    JsonNode integerOrExpression(String field, long minimum) {
        return literalOrExpression(
                field,
                node -> node.isIntegralNumber() && node.longValue() >= minimum && node.longValue() <= 99_999_999,
                "an integer from " + minimum + " to 99999999");
    }

    @Nullable
    JsonNode percentageOrExpression(String field) {
        return literalOrExpression(
                field,
                node -> node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 100,
                "a number from 0 to 100");
    }

    @Nullable
    JsonNode textOrExpression(String field) {
        return literalOrExpression(field, JsonNode::isTextual, "a string");
    }

    @Nullable
    JsonNode objectOrExpression(String field) {
        return literalOrExpression(field, JsonNode::isObject, "an object");
    }

    @Nullable
    JsonNode containerOrExpression(String field) {
        return literalOrExpression(field, JsonNode::isContainerNode, "an array, an object");
    }

    @Nullable
    String text(String field) {
        JsonNode node = take(field);
        if (node != null && !node.isTextual()) {
            throw wrong(field, "must be a string");
        }
        return node == null ? null : node.textValue();
    }

    String requiredText(String field) {
        String text = text(field);
        if (text == null) {
            throw new InvalidDefinitionException(where + ": field '" + field + "' is missing");
        }
        return text;
    }

    @Nullable
    String oneOf(String field, String... allowed) {
        String text = text(field);
        if (text != null && !List.of(allowed).contains(text)) {
            throw wrong(field, "must be one of " + String.join(", ", allowed));
        }
        return text;
    }

    @Nullable
    Boolean bool(String field) {
        JsonNode node = take(field);
        if (node != null && !node.isBoolean()) {
            throw wrong(field, "must be true or false");
        }
        return node == null ? null : (Boolean) node.booleanValue();
    }

    @Nullable
    Long integer(String field, long minimum, long maximum) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || node.longValue() < minimum || node.longValue() > maximum) {
            throw wrong(field, "must be an integer from " + minimum + " to " + maximum);
        }
        return node.longValue();
    }

    @Nullable
    Double number(String field, double minimum) {
        JsonNode node = take(field);
        if (node == null) {
            return null;
        }
        if (!node.isNumber() || node.doubleValue() < minimum) {
            throw wrong(field, "must be a number of " + minimum + " or more");
        }
        return node.doubleValue();
    }

    @Nullable
    Fields object(String field) {
        JsonNode node = take(field);
        return node == null ? null : new Fields(where + "." + field, node);
    }

    Fields requiredObject(String field) {
        Fields found = object(field);
        if (found == null) {
            throw new InvalidDefinitionException(where + ": field '" + field + "' is missing");
        }
        return found;
    }

    /** The objects in an array, none when the field is absent. */
    List<Fields> objects(String field) {
        JsonNode node = take(field);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(field, "must be an array of objects");
        }
        List<Fields> found = new ArrayList<>();
        for (JsonNode item : node) {
            found.add(new Fields(where + "." + field + "[" + found.size() + "]", item));
        }
        return found;
    }

    List<String> texts(String field) {
        JsonNode node = take(field);
        if (node == null) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                throw wrong(field, "must be an array of strings");
            }
            found.add(item.textValue());
        }
        if (!node.isArray() || found.isEmpty()) {
            throw wrong(field, "must be an array of at least one string");
        }
        return found;
    }

    JsonNode requiredNode(String field) {
        JsonNode node = take(field);
        if (node == null || !node.isObject() || node.isEmpty()) {
            throw wrong(field, "must be an object with at least one field");
        }
        return node;
    }

    boolean has(String field) {
        return object.has(field);
    }

    private @Nullable JsonNode take(String field) {
        left.remove(field);
        return object.get(field);
    }

    /** Refuses the fields that nobody took. */
    void done() {
        if (!left.isEmpty()) {
            String field = left.iterator().next();
            throw wrong(
                    field,
                    JSON_PATH.contains(field)
                            ? "belongs to JSONPath; only the JSONata dialect is supported"
                            : "is not known here");
        }
    }
}
