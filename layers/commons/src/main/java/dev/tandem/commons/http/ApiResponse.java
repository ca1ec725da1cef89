package dev.tandem.commons.http;

import dev.tandem.commons.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer: status, headers, body text (empty for none). */
public record ApiResponse(int status, Map<String, String> headers, String body) {

    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    public static ApiResponse json(int status, Object value) {
        return new ApiResponse(status, Map.of("Content-Type", "application/json"), Json.write(value));
    }

    public static ApiResponse empty(int status) {
        return new ApiResponse(status, Map.of(), "");
    }

    public ApiResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, more, body);
    }
}
