package dev.tandem.commons.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.log.Logs;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call of the HTTP API, read from an API Gateway REST API proxy event (payload format 1.0). Header names are lower case.
 * Claims are those of the verified token, as text; groups are joined with commas, as API Gateway does for a Cognito pool.
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, String> queryParameters,
        Map<String, List<String>> repeatedQueryParameters,
        Map<String, String> headers,
        byte[] body,
        Map<String, String> claims,
        String requestId,
        String correlationId) {

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    public static ApiRequest fromProxyEvent(JsonNode event) {
        Map<String, String> headers = new LinkedHashMap<>();
        texts(event.path("headers")).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        JsonNode context = event.path("requestContext");
        String text = event.path("body").asText("");
        byte[] body = event.path("isBase64Encoded").asBoolean(false)
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        return new ApiRequest(
                event.path("httpMethod").asText(),
                event.path("path").asText(),
                texts(event.path("pathParameters")),
                texts(event.path("queryStringParameters")),
                lists(event.path("multiValueQueryStringParameters")),
                headers,
                event.path("body").isNull() ? new byte[0] : body,
                texts(context.path("authorizer").path("claims")),
                context.path("requestId").asText("unknown"),
                Logs.correlationIdOr(headers.get("x-correlation-id")));
    }

    /** A path parameter that the contract declares; its absence is a defect of the deployment, not of the caller. */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalStateException("The route has no path parameter " + name);
        }
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(queryParameters.get(name)).filter(value -> !value.isEmpty());
    }

    /** All values of a parameter that may come several times. */
    public List<String> queryAll(String name) {
        return repeatedQueryParameters.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** A whole number from the query, or the fallback. Throws 400 {@code PARAMETER_INVALID} when it is no number or out of range. */
    public int queryInt(String name, int fallback, int least, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw new BadRequestException(
                "PARAMETER_INVALID",
                "Query parameter " + name + " must be a whole number from " + least + " to " + most + ".");
    }

    /** A decimal number from the query. Throws 400 {@code PARAMETER_INVALID} when it is none or out of range. */
    public Optional<Double> queryDouble(String name, double least, double most) {
        return query(name).map(text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // told below, with the range
            }
            throw new BadRequestException(
                    "PARAMETER_INVALID",
                    "Query parameter " + name + " must be a number from " + least + " to " + most + ".");
        });
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as a record. Throws 400 {@code BODY_INVALID} that names the field and the place. */
    public <T> T bodyAs(Class<T> type) {
        try {
            T value = Json.read(body, type);
            if (value == null) {
                throw new BadRequestException("BODY_INVALID", "The body must be a JSON object, not null.");
            }
            return value;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new BadRequestException("BODY_INVALID", JsonFaults.describe(e));
        }
    }

    /** The caller's {@code Idempotency-Key}. Throws 400 {@code IDEMPOTENCY_KEY_REQUIRED} or {@code IDEMPOTENCY_KEY_INVALID}. */
    public String idempotencyKey() {
        String key = header("Idempotency-Key")
                .orElseThrow(
                        () -> new BadRequestException(
                                "IDEMPOTENCY_KEY_REQUIRED",
                                "Send an Idempotency-Key header: a value of your own, the same for each repeat of this request."));
        if (!IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw new BadRequestException(
                    "IDEMPOTENCY_KEY_INVALID",
                    "Idempotency-Key takes 1 to 128 printable ASCII characters without spaces.");
        }
        return key;
    }

    /** The caller's subject. Throws 401 {@code TOKEN_MISSING}. */
    public String requireSubject() {
        return Optional.ofNullable(claims.get("sub"))
                .orElseThrow(() -> new UnauthorizedException("TOKEN_MISSING", "Send a bearer token in Authorization."));
    }

    public boolean hasGroup(String group) {
        return Arrays.asList(claims.getOrDefault("cognito:groups", "")
                        .replaceAll("[\\[\\] ]", "")
                        .split(","))
                .contains(group);
    }

    /** Throws 401 without a token and 403 {@code GROUP_REQUIRED} when the caller is not of the group. */
    public void requireGroup(String group) {
        requireSubject();
        if (!hasGroup(group)) {
            throw new ForbiddenException("GROUP_REQUIRED", "This is for members of the group " + group + ".");
        }
    }

    private static Map<String, List<String>> lists(JsonNode node) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> lists.put(
                        field.getKey(),
                        field.getValue().valueStream().map(JsonNode::asText).toList()));
        return lists;
    }

    private static Map<String, String> texts(@Nullable JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (node != null && node.isObject()) {
            node.properties()
                    .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        }
        return texts;
    }
}
