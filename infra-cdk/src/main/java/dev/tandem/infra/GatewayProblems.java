package dev.tandem.infra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What API Gateway answers when it refuses a request before a function sees it: problem documents, as everywhere else. */
final class GatewayProblems {
    private record Refusal(int status, String title, String code) {}

    private static final Map<String, Refusal> REFUSALS = Map.ofEntries(
            Map.entry("BAD_REQUEST_BODY", new Refusal(400, "Bad Request", "VALIDATION_FAILED")),
            Map.entry("BAD_REQUEST_PARAMETERS", new Refusal(400, "Bad Request", "VALIDATION_FAILED")),
            Map.entry("UNAUTHORIZED", new Refusal(401, "Unauthorized", "TOKEN_MISSING")),
            Map.entry("EXPIRED_TOKEN", new Refusal(401, "Unauthorized", "TOKEN_INVALID")),
            Map.entry("ACCESS_DENIED", new Refusal(403, "Forbidden", "TOKEN_INVALID")),
            Map.entry("INVALID_API_KEY", new Refusal(403, "Forbidden", "API_KEY_REQUIRED")),
            // API Gateway calls every unknown route and method a missing authentication token; to a caller it is a 404.
            Map.entry("MISSING_AUTHENTICATION_TOKEN", new Refusal(404, "Not Found", "ROUTE_NOT_FOUND")),
            Map.entry("RESOURCE_NOT_FOUND", new Refusal(404, "Not Found", "ROUTE_NOT_FOUND")),
            Map.entry("REQUEST_TOO_LARGE", new Refusal(413, "Content Too Large", "PAYLOAD_TOO_LARGE")),
            Map.entry("UNSUPPORTED_MEDIA_TYPE", new Refusal(415, "Unsupported Media Type", "UNSUPPORTED_MEDIA_TYPE")),
            Map.entry("QUOTA_EXCEEDED", new Refusal(429, "Too Many Requests", "QUOTA_EXCEEDED")),
            Map.entry("THROTTLED", new Refusal(429, "Too Many Requests", "THROTTLED")),
            Map.entry("INTEGRATION_FAILURE", new Refusal(502, "Bad Gateway", "FUNCTION_FAILED")),
            Map.entry("INTEGRATION_TIMEOUT", new Refusal(504, "Gateway Timeout", "FUNCTION_TIMEOUT")));

    private GatewayProblems() {}

    static ObjectNode document() {
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(REFUSALS).forEach((type, refusal) -> responses.set(type, response(refusal)));
        responses.set("DEFAULT_4XX", fallback("Request refused", "REQUEST_REFUSED"));
        responses.set("DEFAULT_5XX", fallback("Internal Server Error", "INTERNAL_ERROR"));
        return responses;
    }

    private static ObjectNode response(Refusal refusal) {
        ObjectNode response =
                JsonNodeFactory.instance.objectNode().put("statusCode", Integer.toString(refusal.status()));
        return fill(response, refusal.title(), Integer.toString(refusal.status()), refusal.code());
    }

    /** The gateway sets the status of a refusal that is not listed; its number is only known to its own variable. */
    private static ObjectNode fallback(String title, String code) {
        return fill(JsonNodeFactory.instance.objectNode(), title, "$context.status", code);
    }

    private static ObjectNode fill(ObjectNode response, String title, String status, String code) {
        // The templates of gateway responses replace variables and nothing more; messageString brings its own quotes.
        response.putObject("responseTemplates")
                .put(
                        "application/json",
                        "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"code\":\""
                                + code
                                + "\",\"detail\":$context.error.messageString,\"requestId\":\"$context.requestId\"}");
        response.putObject("responseParameters")
                .put("gatewayresponse.header.Content-Type", "'application/problem+json'");
        return response;
    }
}
