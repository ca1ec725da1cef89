package dev.tandem.local.gateway;

import dev.tandem.local.gateway.Operation.SecurityScheme;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a request pass when one of the alternatives of the contract holds whole. */
final class Authorisation {
    /** Who passed: claims of the token and id of the key, each null when not asked for. */
    record Pass(
            @Nullable Map<String, String> claims, @Nullable String apiKeyId) {}

    private Authorisation() {}

    /**
     * Checks a request.
     *
     * @throws ProblemException 401 TOKEN_MISSING or TOKEN_INVALID, 403 API_KEY_REQUIRED or API_KEY_INVALID
     */
    static Pass check(List<List<SecurityScheme>> alternatives, Headers headers, GatewayOptions options) {
        Problem refusal = null;
        boolean open = alternatives.isEmpty();
        for (List<SecurityScheme> schemes : alternatives) {
            if (schemes.isEmpty()) {
                open = true;
                continue;
            }
            try {
                return all(schemes, headers, options);
            } catch (ProblemException e) {
                // A bad credential tells its sender more than a missing one.
                boolean bad = e.problem().code().endsWith("_INVALID");
                refusal = refusal == null || bad ? e.problem() : refusal;
            }
        }
        // Whoever shows a bad credential does not pass as a stranger, not even where strangers may pass.
        if (open && (refusal == null || !refusal.code().endsWith("_INVALID"))) {
            return new Pass(null, null);
        }
        throw (refusal == null ? missingToken() : refusal).asException();
    }

    private static Pass all(List<SecurityScheme> schemes, Headers headers, GatewayOptions options) {
        Map<String, String> claims = schemes.contains(SecurityScheme.TOKEN) ? token(headers, options.tokens()) : null;
        String keyId = schemes.contains(SecurityScheme.API_KEY) ? apiKey(headers, options.apiKeys()) : null;
        return new Pass(claims, keyId);
    }

    private static Map<String, String> token(Headers headers, TokenVerifier verifier) {
        String header = headers.first("Authorization");
        if (header == null || header.isBlank()) {
            throw missingToken().asException();
        }
        // Cognito authorizers take a token with or without the scheme.
        String token = header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : header;
        return switch (verifier.verify(token)) {
            case TokenVerifier.Accepted(Map<String, String> claims) -> claims;
            case TokenVerifier.Refused(String reason) ->
                throw Problem.of(401, "TOKEN_INVALID", "The token is not accepted: " + reason + ".")
                        .with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                        .asException();
        };
    }

    private static String apiKey(Headers headers, Map<String, String> keys) {
        String key = headers.first("x-api-key");
        if (key == null || key.isBlank()) {
            throw Problem.of(403, "API_KEY_REQUIRED", "This operation needs an API key in the header x-api-key.")
                    .asException();
        }
        String id = keys.get(key);
        if (id == null) {
            throw Problem.of(403, "API_KEY_INVALID", "The API key is not known.")
                    .asException();
        }
        return id;
    }

    private static Problem missingToken() {
        return Problem.of(401, "TOKEN_MISSING", "This operation needs a token in the header Authorization.")
                .with("WWW-Authenticate", "Bearer");
    }
}
