package dev.tandem.commons.http;

import dev.tandem.commons.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Problem documents ({@code application/problem+json}, RFC 9457), written here and nowhere else. */
final class Problem {
    static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    static ApiResponse of(ApiException e, String requestId) {
        Map<String, Object> document = document(e.status(), e.code(), String.valueOf(e.getMessage()), requestId);
        document.putAll(e.members());
        ApiResponse answer = new ApiResponse(e.status(), Map.of("Content-Type", MEDIA_TYPE), Json.write(document));
        for (Map.Entry<String, String> header : e.headers().entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return answer;
    }

    /** The answer to a failure that nobody expected: it says nothing of the cause, which is in the log under the request id. */
    static ApiResponse unexpected(String requestId) {
        return new ApiResponse(
                500,
                Map.of("Content-Type", MEDIA_TYPE),
                Json.write(document(
                        500,
                        "INTERNAL_ERROR",
                        "Something failed on our side. Try again; quote the request id.",
                        requestId)));
    }

    private static Map<String, Object> document(int status, String code, String detail, String requestId) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", title(status));
        document.put("status", status);
        document.put("code", code);
        document.put("detail", detail);
        document.put("requestId", requestId);
        return document;
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 422 -> "Unprocessable Content";
            case 423 -> "Locked";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
