package dev.tandem.local.gateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the contract says of a request body.
 *
 * @param contents schema by media type without parameters, in lower case; ranges such as {@code text/*} allowed
 */
record BodyRule(boolean required, Map<String, Optional<JsonSchema>> contents) {
    private static final int EVERY_VIOLATION_BELOW = 64 * 1024;

    /**
     * Checks a body.
     *
     * @throws ProblemException 415 for a media type that the contract does not name, 400 for the rest
     */
    void check(Headers headers, byte[] body, List<Problem.Violation> violations) {
        if (body.length == 0) {
            if (required) {
                violations.add(new Problem.Violation("body", "/", "is required"));
            }
            return;
        }
        // As API Gateway does: no content type means JSON.
        String declared = headers.first("Content-Type");
        String type = mediaType(declared == null ? "application/json" : declared);
        Optional<JsonSchema> schema = find(type);
        if (schema == null || !understoodCharset(declared)) {
            throw Problem.of(
                            415,
                            "UNSUPPORTED_MEDIA_TYPE",
                            "The body must be " + String.join(" or ", contents.keySet()) + " in UTF-8.")
                    .asException();
        }
        if (isJson(type)) {
            JsonNode document = parse(body);
            schema.ifPresent(rule ->
                    violations.addAll(Schemas.check(rule, document, "body", "", body.length > EVERY_VIOLATION_BELOW)));
        }
    }

    private @Nullable Optional<JsonSchema> find(String type) {
        Optional<JsonSchema> exact = contents.get(type);
        if (exact == null) {
            int slash = type.indexOf('/');
            exact = contents.get(slash < 0 ? type : type.substring(0, slash) + "/*");
        }
        return exact == null ? contents.get("*/*") : exact;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode document = Jsons.MAPPER.readTree(body);
            if (document.isMissingNode()) {
                throw Problem.of(400, "MALFORMED_JSON", "The body holds no JSON document.")
                        .asException();
            }
            return document;
        } catch (JacksonException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw Problem.of(400, "MALFORMED_JSON", "The body is not one valid JSON document" + at + ".")
                    .asException();
        } catch (IOException e) {
            throw Problem.of(400, "MALFORMED_JSON", "The body is not valid UTF-8 JSON.")
                    .asException();
        }
    }

    static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private static boolean understoodCharset(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String text = contentType.toLowerCase(Locale.ROOT);
        int at = text.indexOf("charset=");
        if (at < 0) {
            return true;
        }
        String charset = text.substring(at + 8).replace("\"", "").strip();
        return charset.startsWith("utf-8") || charset.startsWith("us-ascii");
    }
}
