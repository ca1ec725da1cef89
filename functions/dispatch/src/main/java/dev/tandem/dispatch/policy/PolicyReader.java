package dev.tandem.dispatch.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.http.UnprocessableException;
import java.io.UncheckedIOException;

/** Reads a policy: what is told stands over the built-in one, so that a version names only what it changes. */
public final class PolicyReader {
    private PolicyReader() {}

    /** Throws 422 {@code POLICY_INVALID}: unknown names, negative weights, values out of range. */
    public static DispatchPolicy read(String version, JsonNode told) {
        ObjectNode whole = Json.mapper().valueToTree(DispatchPolicy.DEFAULT);
        try {
            lay(told, whole, "");
            whole.put("version", version);
            ((ObjectNode) whole.path("weights")).put("version", version);
            return Json.read(whole, DispatchPolicy.class);
        } catch (UncheckedIOException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw invalid(
                    cause instanceof IllegalArgumentException
                            ? String.valueOf(cause.getMessage())
                            : "A value is not of the form that it needs.");
        }
    }

    /** A policy as stored, whose weights may be fewer than today's. */
    public static DispatchPolicy stored(String document) {
        JsonNode told = Json.tree(document);
        ObjectNode whole = Json.mapper().valueToTree(DispatchPolicy.DEFAULT);
        lay(told, whole, "");
        return Json.read(whole, DispatchPolicy.class);
    }

    private static void lay(JsonNode told, ObjectNode whole, String path) {
        if (!told.isObject()) {
            throw invalid((path.isEmpty() ? "The policy" : path) + " must be an object.");
        }
        told.properties().forEach(field -> {
            String here = path + field.getKey();
            JsonNode base = whole.get(field.getKey());
            if (base == null) {
                throw invalid("Unknown field " + here + ".");
            }
            if (base instanceof ObjectNode inner) {
                lay(field.getValue(), inner, here + ".");
            } else {
                whole.set(field.getKey(), field.getValue());
            }
        });
    }

    private static UnprocessableException invalid(String detail) {
        return new UnprocessableException("POLICY_INVALID", detail);
    }
}
