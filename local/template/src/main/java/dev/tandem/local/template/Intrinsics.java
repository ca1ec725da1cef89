package dev.tandem.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The intrinsic functions of CloudFormation. A property that resolves to {@code AWS::NoValue} vanishes from its object
 * or list; a function that is not known is an error, never text.
 */
final class Intrinsics {

    /** What {@code Ref} and {@code Fn::GetAtt} stand for; null where there is no such thing. */
    interface Lookup {
        @Nullable
        JsonNode ref(String name);

        @Nullable
        JsonNode attribute(String logicalId, String attribute);
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final Lookup lookup;
    private final JsonNode conditions;
    private final JsonNode mappings;
    private final Set<String> open = new HashSet<>();

    Intrinsics(Lookup lookup, JsonNode conditions, JsonNode mappings) {
        this.lookup = lookup;
        this.conditions = conditions;
        this.mappings = mappings;
    }

    /** The node with every function in it replaced by its value. */
    JsonNode resolve(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JSON.arrayNode();
            for (JsonNode element : node) {
                JsonNode value = resolve(element);
                if (!value.isMissingNode()) {
                    array.add(value);
                }
            }
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 1) {
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            String name = only.getKey();
            if (name.equals("Ref") && only.getValue().isTextual()) {
                return ref(only.getValue().asText());
            }
            if (name.startsWith("Fn::")) {
                return call(name, only.getValue());
            }
        }
        ObjectNode object = JSON.objectNode();
        node.properties().forEach(field -> {
            JsonNode value = resolve(field.getValue());
            if (!value.isMissingNode()) {
                object.set(field.getKey(), value);
            }
        });
        return object;
    }

    boolean condition(String name) {
        JsonNode condition = conditions.path(name);
        if (condition.isMissingNode()) {
            throw new TemplateException("condition '" + name + "' is not declared");
        }
        if (!open.add(name)) {
            throw new TemplateException("condition '" + name + "' refers to itself");
        }
        try {
            return truth(condition);
        } finally {
            open.remove(name);
        }
    }

    private boolean truth(JsonNode node) {
        if (node.isObject() && node.size() == 1 && node.path("Condition").isTextual()) {
            return condition(node.path("Condition").asText());
        }
        JsonNode value = resolve(node);
        if (value.isBoolean() || value.asText().equals("true") || value.asText().equals("false")) {
            return value.asBoolean();
        }
        throw new TemplateException("not a condition: " + node);
    }

    private JsonNode call(String name, JsonNode argument) {
        return switch (name) {
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Sub" -> substitute(argument);
            case "Fn::Join" -> join(argument);
            case "Fn::Select" -> select(argument);
            case "Fn::Split" -> split(argument);
            case "Fn::If" -> {
                List<JsonNode> parts = parts(name, argument, 3);
                yield resolve(parts.get(condition(parts.get(0).asText()) ? 1 : 2));
            }
            case "Fn::Equals" -> {
                List<JsonNode> parts = parts(name, argument, 2);
                yield BooleanNode.valueOf(resolve(parts.get(0))
                        .asText()
                        .equals(resolve(parts.get(1)).asText()));
            }
            case "Fn::Not" ->
                BooleanNode.valueOf(!truth(parts(name, argument, 1).get(0)));
            case "Fn::And" -> BooleanNode.valueOf(elements(argument).stream().allMatch(this::truth));
            case "Fn::Or" -> BooleanNode.valueOf(elements(argument).stream().anyMatch(this::truth));
            case "Fn::Base64" ->
                TextNode.valueOf(Base64.getEncoder()
                        .encodeToString(resolve(argument).asText().getBytes(StandardCharsets.UTF_8)));
            case "Fn::FindInMap" -> {
                List<JsonNode> parts = parts(name, argument, 3);
                JsonNode found = mappings;
                for (JsonNode part : parts) {
                    found = found.path(resolve(part).asText());
                }
                if (found.isMissingNode()) {
                    throw new TemplateException("Fn::FindInMap finds nothing for " + argument);
                }
                yield found;
            }
            case "Fn::Length" -> IntNode.valueOf(resolve(argument).size());
            case "Fn::ToJsonString" -> TextNode.valueOf(resolve(argument).toString());
            default -> throw new TemplateException("the function " + name + " is not known here");
        };
    }

    private JsonNode ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return MissingNode.getInstance();
        }
        JsonNode value = lookup.ref(name);
        if (value == null) {
            throw new TemplateException("Ref to '" + name + "', which the template does not declare");
        }
        return value;
    }

    private JsonNode attribute(JsonNode argument) {
        String logicalId;
        String attribute;
        if (argument.isTextual()) {
            String text = argument.asText();
            int dot = text.indexOf('.');
            if (dot < 0) {
                throw new TemplateException("Fn::GetAtt needs a resource and an attribute: " + argument);
            }
            logicalId = text.substring(0, dot);
            attribute = text.substring(dot + 1);
        } else {
            List<JsonNode> parts = parts("Fn::GetAtt", argument, 2);
            logicalId = parts.get(0).asText();
            attribute = resolve(parts.get(1)).asText();
        }
        JsonNode value = lookup.attribute(logicalId, attribute);
        if (value == null) {
            throw new TemplateException("Fn::GetAtt of '" + logicalId + "." + attribute
                    + "', which the template does not declare or the embedded cloud does not know");
        }
        return value;
    }

    private JsonNode substitute(JsonNode argument) {
        String text = (argument.isArray() ? argument.path(0) : argument).asText();
        JsonNode variables = argument.isArray() ? argument.path(1) : MissingNode.getInstance();
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1).trim();
            String value;
            if (name.startsWith("!")) {
                value = "${" + name.substring(1) + "}";
            } else if (variables.has(name)) {
                value = resolve(variables.path(name)).asText();
            } else {
                JsonNode direct = lookup.ref(name);
                value = (direct != null ? direct : name.contains(".") ? attribute(TextNode.valueOf(name)) : ref(name))
                        .asText();
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return TextNode.valueOf(matcher.appendTail(result).toString());
    }

    private JsonNode join(JsonNode argument) {
        List<JsonNode> parts = parts("Fn::Join", argument, 2);
        List<String> texts =
                elements(resolve(parts.get(1))).stream().map(JsonNode::asText).toList();
        return TextNode.valueOf(String.join(parts.get(0).asText(), texts));
    }

    private JsonNode select(JsonNode argument) {
        List<JsonNode> parts = parts("Fn::Select", argument, 2);
        int index = resolve(parts.get(0)).asInt(-1);
        JsonNode list = resolve(parts.get(1));
        if (index < 0 || index >= list.size()) {
            throw new TemplateException("Fn::Select " + index + " of a list of " + list.size());
        }
        return list.path(index);
    }

    private JsonNode split(JsonNode argument) {
        List<JsonNode> parts = parts("Fn::Split", argument, 2);
        ArrayNode array = JSON.arrayNode();
        String text = resolve(parts.get(1)).asText();
        for (String piece : text.split(Pattern.quote(parts.get(0).asText()), -1)) {
            array.add(piece);
        }
        return array;
    }

    private static List<JsonNode> parts(String function, JsonNode argument, int count) {
        if (!argument.isArray() || argument.size() != count) {
            throw new TemplateException(function + " takes " + count + " arguments, not " + argument);
        }
        return elements(argument);
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
