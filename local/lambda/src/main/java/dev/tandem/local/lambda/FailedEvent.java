package dev.tandem.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An asynchronous event that failed for good.
 *
 * @param functionName function that was to take it
 * @param requestId the same in all attempts
 * @param payload the event
 * @param attempts how often the function ran
 * @param lastResult what the last attempt gave
 * @param failedAt when it was given up
 */
public record FailedEvent(
        String functionName,
        String requestId,
        byte[] payload,
        int attempts,
        InvocationResult lastResult,
        Instant failedAt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The record that Lambda sends to an on-failure destination. A dead-letter queue gets {@link #payload()} itself. */
    public String destinationRecord() {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("version", "1.0").put("timestamp", failedAt.toString());
        entry.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", Arns.function(functionName) + ":$LATEST")
                .put("condition", "RetriesExhausted")
                .put("approximateInvokeCount", attempts);
        entry.set("requestPayload", tree(payload));
        entry.putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", "$LATEST")
                .put("functionError", lastResult.functionError().orElse("Unhandled"));
        entry.set("responsePayload", tree(lastResult.payload()));
        return entry.toString();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(new String(json, StandardCharsets.UTF_8));
        }
    }
}
