package dev.tandem.commons.idempotency;

import dev.tandem.commons.http.ApiResponse;
import java.util.Map;

/** The first answer to a write, kept to answer its repeats. */
public record StoredResponse(int status, String contentType, String body) {

    public static StoredResponse of(ApiResponse response) {
        return new StoredResponse(
                response.status(),
                response.headers().getOrDefault("Content-Type", "application/json"),
                response.body());
    }

    /** The answer to a repeat; the header tells it from the first. */
    public ApiResponse toResponse() {
        return new ApiResponse(status, Map.of("Content-Type", contentType, "Idempotency-Replayed", "true"), body);
    }
}
