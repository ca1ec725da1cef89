package dev.tandem.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What an invocation gave. A failed function is a result too, as on AWS: the payload is then the error object
 * ({@code errorType}, {@code errorMessage}, {@code stackTrace}).
 *
 * @param requestId id of the invocation
 * @param payload what the function wrote, or the error object
 * @param functionError {@code Unhandled} where the function failed, timed out or crashed; empty where it answered
 * @param logTail last 4 KB of the log of this invocation, empty unless it was asked for
 */
public record InvocationResult(String requestId, byte[] payload, Optional<String> functionError, String logTail) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public boolean failed() {
        return functionError.isPresent();
    }

    /** {@code errorType} of the error object, or empty where the function answered. */
    public Optional<String> errorType() {
        return errorField("errorType");
    }

    /** {@code errorMessage} of the error object, or empty where the function answered. */
    public Optional<String> errorMessage() {
        return errorField("errorMessage");
    }

    private Optional<String> errorField(String field) {
        if (!failed()) {
            return Optional.empty();
        }
        try {
            JsonNode value = JSON.readTree(payload).get(field);
            return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asText());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static InvocationResult success(String requestId, byte[] payload) {
        return new InvocationResult(requestId, payload, Optional.empty(), "");
    }

    static InvocationResult failure(String requestId, byte[] errorObject) {
        return new InvocationResult(requestId, errorObject, Optional.of("Unhandled"), "");
    }

    static InvocationResult failure(String requestId, String errorType, String message) {
        byte[] payload;
        try {
            payload = JSON.writeValueAsBytes(
                    JSON.createObjectNode().put("errorType", errorType).put("errorMessage", message));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return failure(requestId, payload);
    }

    InvocationResult withLogTail(String tail) {
        return new InvocationResult(requestId, payload, functionError, tail);
    }
}
