package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads what a function behind a proxy integration returned. */
final class ProxyResponse {
    private ProxyResponse() {}

    /**
     * The reply that the payload describes.
     *
     * @throws IllegalArgumentException when it is no proxy response, with what is wrong for the log
     */
    static HttpReply read(byte[] payload) {
        JsonNode response;
        try {
            response = Jsons.MAPPER.readTree(payload);
        } catch (IOException e) {
            throw new IllegalArgumentException("the payload is not JSON", e);
        }
        if (!response.isObject()) {
            throw new IllegalArgumentException("the payload is no object");
        }
        int status = response.path("statusCode").asInt(-1);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("statusCode is " + response.path("statusCode"));
        }
        var headers = new Headers();
        response.path("multiValueHeaders").properties().forEach(entry -> {
            for (JsonNode value : entry.getValue()) {
                add(headers, entry.getKey(), value);
            }
        });
        // A header in both maps counts once: the list wins, as on AWS.
        response.path("headers").properties().forEach(entry -> {
            if (!headers.has(entry.getKey())) {
                add(headers, entry.getKey(), entry.getValue());
            }
        });
        byte[] body = body(response);
        if (!headers.has("Content-Type") && body.length > 0) {
            headers.add("Content-Type", "application/json");
        }
        return new HttpReply(status, headers, body);
    }

    private static void add(Headers headers, String name, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (!value.isValueNode() || !Headers.isToken(name) || !Headers.isValue(value.asText())) {
            throw new IllegalArgumentException("the header " + name + " is not valid");
        }
        headers.add(name, value.asText());
    }

    private static byte[] body(JsonNode response) {
        JsonNode body = response.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        if (!body.isTextual()) {
            throw new IllegalArgumentException("body is no text");
        }
        return response.path("isBase64Encoded").asBoolean(false)
                ? Base64.getDecoder().decode(body.asText())
                : body.asText().getBytes(StandardCharsets.UTF_8);
    }
}
