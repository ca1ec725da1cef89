package dev.tandem.local.lambda;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's own HTTP protocol, for SDKs and the AWS command line: {@code Invoke}, {@code GetFunction} and {@code
 * ListFunctions}. Mount it on {@link #PATH}; errors have the status and {@code x-amzn-ErrorType} that the SDKs map to
 * their exceptions.
 */
public final class LambdaRestApi implements HttpHandler {
    /** Path below which all requests come here. */
    public static final String PATH = "/2015-03-31/functions";

    private static final int MAX_SYNCHRONOUS_BYTES = 6 * 1024 * 1024;
    private static final int MAX_ASYNCHRONOUS_BYTES = 1024 * 1024;
    private static final String INVOCATIONS = "/invocations";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final LambdaService lambda;

    public LambdaRestApi(LambdaService lambda) {
        this.lambda = lambda;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String rest = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
            String method = exchange.getRequestMethod();
            try {
                if (method.equals("POST") && rest.endsWith(INVOCATIONS)) {
                    invoke(exchange, name(rest.substring(0, rest.length() - INVOCATIONS.length())));
                } else if (method.equals("GET") && rest.isEmpty()) {
                    list(exchange);
                } else if (method.equals("GET") && rest.indexOf('/') < 0) {
                    describe(exchange, name(rest));
                } else {
                    refuse(exchange, 404, "UnknownOperationException", "Not a Lambda operation of this cloud");
                }
            } catch (FunctionNotFoundException e) {
                refuse(exchange, 404, "ResourceNotFoundException", String.valueOf(e.getMessage()));
            } catch (ThrottledException e) {
                refuse(exchange, 429, "TooManyRequestsException", String.valueOf(e.getMessage()));
            }
        }
    }

    private void invoke(HttpExchange exchange, String name) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String type = valueOr(headers.getFirst("X-Amz-Invocation-Type"), "RequestResponse");
        int limit = type.equals("Event") ? MAX_ASYNCHRONOUS_BYTES : MAX_SYNCHRONOUS_BYTES;
        byte[] payload = exchange.getRequestBody().readNBytes(limit + 1);
        if (payload.length > limit) {
            refuse(exchange, 413, "RequestTooLargeException", "Request must be smaller than " + limit + " bytes");
            return;
        }
        if (payload.length == 0) {
            payload = "{}".getBytes(StandardCharsets.UTF_8);
        } else if (!isJson(payload)) {
            refuse(exchange, 400, "InvalidRequestContentException", "Could not parse request body into json");
            return;
        }
        switch (type) {
            case "RequestResponse" -> {
                boolean tail = "Tail".equals(headers.getFirst("X-Amz-Log-Type"));
                answer(exchange, lambda.invoke(name, payload, tail), tail);
            }
            case "Event" -> {
                exchange.getResponseHeaders().set("x-amzn-RequestId", lambda.invokeAsync(name, payload));
                exchange.sendResponseHeaders(202, -1);
            }
            case "DryRun" -> {
                lambda.metrics(name);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> refuse(exchange, 400, "InvalidParameterValueException", "Unknown invocation type " + type);
        }
    }

    private static void answer(HttpExchange exchange, InvocationResult result, boolean tail) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("x-amzn-RequestId", result.requestId());
        headers.set("X-Amz-Executed-Version", "$LATEST");
        result.functionError().ifPresent(error -> headers.set("X-Amz-Function-Error", error));
        if (tail) {
            headers.set(
                    "X-Amz-Log-Result",
                    Base64.getEncoder().encodeToString(result.logTail().getBytes(StandardCharsets.UTF_8)));
        }
        send(exchange, 200, result.payload());
    }

    private void list(HttpExchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode functions = answer.putArray("Functions");
        lambda.functions().forEach(function -> functions.add(configuration(function)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, JSON.writeValueAsBytes(answer));
    }

    private void describe(HttpExchange exchange, String name) throws IOException {
        FunctionDefinition function = lambda.functions().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FunctionNotFoundException(name));
        ObjectNode answer = JSON.createObjectNode();
        answer.set("Configuration", configuration(function));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, JSON.writeValueAsBytes(answer));
    }

    private static ObjectNode configuration(FunctionDefinition function) {
        return JSON.createObjectNode()
                .put("FunctionName", function.name())
                .put("FunctionArn", Arns.function(function.name()))
                .put("Runtime", "java25")
                .put("Handler", function.handler())
                .put("MemorySize", function.memoryMegabytes())
                .put("Timeout", function.timeout().toSeconds())
                .put("Version", "$LATEST")
                .put("PackageType", "Zip")
                .put("State", "Active");
    }

    private static String name(String segment) {
        return Arns.functionName(URLDecoder.decode(segment, StandardCharsets.UTF_8));
    }

    private static boolean isJson(byte[] payload) {
        try {
            return !JSON.readTree(payload).isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }

    private static void refuse(HttpExchange exchange, int status, String type, String message) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("x-amzn-ErrorType", type);
        String kind = status >= 500 ? "Service" : "User";
        send(
                exchange,
                status,
                JSON.writeValueAsBytes(JSON.createObjectNode()
                        .put("Type", kind)
                        .put("Message", message)
                        .put("message", message)));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String valueOr(@Nullable String value, String fallback) {
        return value == null ? fallback : value;
    }
}
