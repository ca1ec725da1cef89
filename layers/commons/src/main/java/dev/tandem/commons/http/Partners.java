package dev.tandem.commons.http;

import dev.tandem.commons.idempotency.IdempotencyTable;

/** Who a partner is: told by the API key, of which only a hash is kept. */
public final class Partners {
    private Partners() {}

    /** Throws 403 {@code API_KEY_REQUIRED}, which the gateway has done before. */
    public static String of(ApiRequest request) {
        String key = request.header("x-api-key")
                .orElseThrow(() -> new ForbiddenException("API_KEY_REQUIRED", "Send your key in x-api-key."));
        return IdempotencyTable.hash("partner", key).substring(0, 32);
    }
}
