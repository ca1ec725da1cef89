package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of the contract: where it comes from, whether it must be there, what it must look like.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean} or {@code array}
 * @param itemType type of the items of an array
 * @param exploded an array comes as repeated parameters, else as one value with commas
 */
record ParameterRule(
        String in,
        String name,
        boolean required,
        String type,
        String itemType,
        boolean exploded,
        @Nullable JsonSchema schema) {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

    /** Adds what is wrong with the values that came, none for an absent parameter. */
    void check(List<String> values, List<Problem.Violation> violations) {
        if (values.isEmpty() || (values.size() == 1 && values.getFirst().isBlank())) {
            if (required) {
                violations.add(new Problem.Violation(in, name, "is required"));
                return;
            }
            if (values.isEmpty()) {
                return;
            }
        }
        JsonNode value = read(values);
        if (value == null) {
            violations.add(new Problem.Violation(in, name, "must be " + described()));
        } else if (schema != null) {
            violations.addAll(Schemas.check(schema, value, in, name, false));
        }
    }

    private String described() {
        return switch (type) {
            case "array" -> "a list of " + itemType + " values";
            case "integer" -> "an integer";
            default -> "a " + type;
        };
    }

    private @Nullable JsonNode read(List<String> values) {
        if (!type.equals("array")) {
            return values.size() > 1 ? null : scalar(type, values.getFirst());
        }
        ArrayNode array = Jsons.MAPPER.createArrayNode();
        for (String value : exploded ? values : List.of(values.getLast().split(",", -1))) {
            JsonNode item = scalar(itemType, value);
            if (item == null) {
                return null;
            }
            array.add(item);
        }
        return array;
    }

    private static @Nullable JsonNode scalar(String type, String text) {
        return switch (type) {
            case "integer" -> INTEGER.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : null;
            case "number" -> {
                double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
                yield Double.isFinite(number) ? DoubleNode.valueOf(number) : null;
            }
            case "boolean" ->
                text.equals("true") || text.equals("false") ? BooleanNode.valueOf(text.equals("true")) : null;
            default -> TextNode.valueOf(text);
        };
    }
}
