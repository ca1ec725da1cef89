package dev.tandem.local.stepfunctions;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between JSON trees and the plain maps and lists that JSONata works on. Null keeps apart from undefined. */
final class Plain {
    /** Beyond this a double holds no exact integer, so it stays a double. */
    private static final double EXACT = 9007199254740992.0;

    private Plain() {}

    static Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = LinkedHashMap.newLinkedHashMap(node.size());
                node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(item -> list.add(of(item)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> {
                if (node.isInt()) {
                    yield node.intValue();
                }
                yield node.canConvertToLong() && node.isIntegralNumber()
                        ? (Object) node.longValue()
                        : (Object) node.doubleValue();
            }
            default -> Jsonata.NULL_VALUE;
        };
    }

    /** @throws IllegalArgumentException for a function, NaN and whatever else is no JSON */
    static JsonNode toJson(Object value) {
        return switch (value) {
            case String text -> Json.NODES.textNode(text);
            case Boolean bool -> Json.NODES.booleanNode(bool);
            case Integer number -> Json.NODES.numberNode(number);
            case Long number -> Json.NODES.numberNode(number);
            case Number number -> number(number.doubleValue());
            case Map<?, ?> map -> {
                ObjectNode node = Json.object();
                map.forEach((key, item) -> {
                    if (item != null) {
                        node.set(String.valueOf(key), toJson(item));
                    } else {
                        node.putNull(String.valueOf(key));
                    }
                });
                yield node;
            }
            case List<?> list -> {
                ArrayNode node = Json.array();
                for (Object item : list) {
                    node.add(item == null ? Json.NODES.nullNode() : toJson(item));
                }
                yield node;
            }
            default -> {
                if (value == Jsonata.NULL_VALUE) {
                    yield Json.NODES.nullNode();
                }
                throw new IllegalArgumentException("the result is a function, which is no JSON");
            }
        };
    }

    private static JsonNode number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the result is " + value + ", which is no JSON");
        }
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            long integer = (long) value;
            return (int) integer == integer ? Json.NODES.numberNode((int) integer) : Json.NODES.numberNode(integer);
        }
        return Json.NODES.numberNode(value);
    }
}
