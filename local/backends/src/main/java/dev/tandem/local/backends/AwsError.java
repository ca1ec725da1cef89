package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A refusal in the form that an SDK turns into its typed exception.
 *
 * @param type for example AccessDeniedException
 */
record AwsError(int status, String type, String message) {
    /** The form of the AWS JSON protocols; REST-JSON services read the type from the header. */
    void sendJson(HttpExchange exchange) throws IOException {
        ObjectNode body = JsonCalls.JSON.createObjectNode();
        body.put("__type", "com.amazon.coral.service#" + type).put("message", message);
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
        send(exchange, "application/x-amz-json-1.0", JsonCalls.JSON.writeValueAsBytes(body));
    }

    /** The form of the Query protocol. */
    void sendXml(HttpExchange exchange) throws IOException {
        String code = type.replace("Exception", "");
        String body =
                "<?xml version=\"1.0\"?><ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>"
                        + message.replace("&", "&amp;").replace("<", "&lt;") + "</Message></Error><RequestId>"
                        + UUID.randomUUID() + "</RequestId></ErrorResponse>";
        send(exchange, "text/xml", body.getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
