package dev.tandem.commons.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words for what is wrong with a JSON body, without class names and without echoing more than the field. */
public final class JsonFaults {
    private JsonFaults() {}

    public static String describe(Throwable failure) {
        Throwable cause = failure.getCause() instanceof Throwable inner ? inner : failure;
        return switch (cause) {
            case UnrecognizedPropertyException e -> "Unknown field " + place(e) + ".";
            case ValueInstantiationException e -> place(e) + ": " + rootMessage(e);
            case InvalidFormatException e -> "The value of " + place(e) + " is not of the form that it needs.";
            case JsonMappingException e
            when e.getCause() instanceof IllegalArgumentException inner -> place(e) + ": " + inner.getMessage();
            case JsonMappingException e -> "The value of " + place(e) + " is missing or of the wrong type.";
            case JsonParseException e ->
                "The body is not JSON (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ").";
            case IllegalArgumentException e -> String.valueOf(e.getMessage());
            default -> "The body cannot be read.";
        };
    }

    private static @Nullable String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private static String place(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(reference ->
                        reference.getFieldName() != null ? reference.getFieldName() : "[" + reference.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return path.isEmpty() ? "the body" : path;
    }
}
