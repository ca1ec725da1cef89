package dev.tandem.local.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event of a REST API's Lambda proxy integration (payload version 1.0).
 *
 * @param path as sent, still percent-encoded; {@code pathParameters} and {@code query} are decoded
 * @param headers with correlation id and forwarding headers already in place
 * @param claims of the token, or null when the operation was called without one
 * @param apiKeyId of the key that opened the operation, or null
 * @param binary the body goes in base64 although it may be text
 */
record ProxyEvent(
        String stage,
        String resource,
        String method,
        String path,
        String protocol,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Headers headers,
        String sourceIp,
        @Nullable Map<String, String> claims,
        @Nullable String apiKeyId,
        String requestId,
        Instant time,
        byte[] body,
        boolean binary) {
    private static final DateTimeFormatter COMMON_LOG =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The event as JSON. */
    byte[] toBytes() {
        var out = new ByteArrayOutputStream(2048 + body.length);
        try (JsonGenerator json = Jsons.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("resource", resource);
            json.writeStringField("path", path);
            json.writeStringField("httpMethod", method);
            Map<String, List<String>> byName = headers.toMap();
            lastValues(json, "headers", byName);
            allValues(json, "multiValueHeaders", byName);
            lastValues(json, "queryStringParameters", query);
            allValues(json, "multiValueQueryStringParameters", query);
            texts(json, "pathParameters", pathParameters.isEmpty() ? null : pathParameters);
            json.writeNullField("stageVariables");
            requestContext(json);
            writeBody(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private void requestContext(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("requestContext");
        json.writeStringField("accountId", "000000000000");
        json.writeStringField("apiId", "local");
        json.writeStringField("resourceId", Integer.toHexString(resource.hashCode()));
        json.writeStringField("resourcePath", resource);
        json.writeStringField("httpMethod", method);
        json.writeStringField("path", "/" + stage + path);
        json.writeStringField("stage", stage);
        json.writeStringField("protocol", protocol);
        json.writeStringField("requestId", requestId);
        json.writeStringField("extendedRequestId", requestId);
        json.writeStringField("requestTime", COMMON_LOG.format(time));
        json.writeNumberField("requestTimeEpoch", time.toEpochMilli());
        String host = headers.first("Host");
        json.writeStringField("domainName", host == null ? "localhost" : host);
        json.writeObjectFieldStart("identity");
        json.writeStringField("sourceIp", sourceIp);
        json.writeStringField("userAgent", headers.first("User-Agent"));
        if (apiKeyId != null) {
            json.writeStringField("apiKey", headers.first("x-api-key"));
            json.writeStringField("apiKeyId", apiKeyId);
        }
        json.writeEndObject();
        if (claims != null) {
            json.writeObjectFieldStart("authorizer");
            texts(json, "claims", claims);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeBody(JsonGenerator json) throws IOException {
        String text = binary || body.length == 0 ? null : utf8(body);
        if (body.length == 0) {
            json.writeNullField("body");
        } else {
            json.writeStringField("body", text == null ? Base64.getEncoder().encodeToString(body) : text);
        }
        json.writeBooleanField("isBase64Encoded", body.length > 0 && text == null);
    }

    /** The text, or null when the bytes are no UTF-8: such a body travels in base64 rather than damaged. */
    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void lastValues(JsonGenerator json, String name, Map<String, List<String>> map) throws IOException {
        if (map.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, List<String>> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue().getLast());
        }
        json.writeEndObject();
    }

    private static void allValues(JsonGenerator json, String name, Map<String, List<String>> map) throws IOException {
        if (map.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, List<String>> entry : map.entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (String value : entry.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, @Nullable Map<String, String> map) throws IOException {
        if (map == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
