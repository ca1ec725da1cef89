package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request to the front door asks for.
 *
 * @param service dynamodb, sqs, lambda, a target prefix, or empty when no service knows it
 * @param needs the permissions it takes
 * @param malformed why it cannot be read, or null
 */
record AwsRequest(
        String service,
        Protocol protocol,
        List<Need> needs,
        @Nullable String malformed) {
    enum Protocol {
        JSON,
        QUERY,
        REST
    }

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");
    private static final Pattern CREDENTIAL_IN_QUERY = Pattern.compile("X-Amz-Credential=([^/%&]+)");
    private static final Pattern FUNCTION = Pattern.compile("/2015-03-31/functions/([^/]+)(/.*)?");
    private static final List<String> STATES_RESOURCES =
            List.of("stateMachineArn", "executionArn", "resourceArn", "mapRunArn", "activityArn");

    static String accessKeyId(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher matcher = authorization != null
                ? CREDENTIAL.matcher(authorization)
                : CREDENTIAL_IN_QUERY.matcher(
                        String.valueOf(exchange.getRequestURI().getRawQuery()));
        return matcher.find() ? matcher.group(1) : "";
    }

    static AwsRequest read(HttpExchange exchange, byte[] body) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String path = exchange.getRequestURI().getPath();
        if (target != null) {
            return json(target, body, path);
        }
        Matcher function =
                FUNCTION.matcher(String.valueOf(exchange.getRequestURI().getRawPath()));
        if (function.matches()) {
            return new AwsRequest("lambda", Protocol.REST, List.of(lambda(exchange, function)), null);
        }
        Map<String, String> parameters = parameters(exchange, body);
        String action = parameters.get("Action");
        if (action != null) {
            return new AwsRequest("sqs", Protocol.QUERY, SqsNeeds.of(action, parameters, path), null);
        }
        return new AwsRequest("", Protocol.REST, List.of(), null);
    }

    private static AwsRequest json(String target, byte[] body, String path) {
        int dot = target.indexOf('.');
        String prefix = dot < 0 ? target : target.substring(0, dot);
        String operation = target.substring(dot + 1);
        JsonNode request;
        try {
            request = JsonCalls.JSON.readTree(body);
        } catch (IOException cause) {
            return new AwsRequest(prefix, Protocol.JSON, List.of(), "The request is not JSON");
        }
        return switch (prefix) {
            case "DynamoDB_20120810", "DynamoDBStreams_20120810" ->
                new AwsRequest("dynamodb", Protocol.JSON, DynamoDbNeeds.of(operation, request), null);
            case "AmazonSQS" ->
                new AwsRequest("sqs", Protocol.JSON, SqsNeeds.of(operation, texts(request), path), null);
            case "AWSStepFunctions" ->
                new AwsRequest(
                        prefix, Protocol.JSON, List.of(new Need("states:" + operation, statesResource(request))), null);
            default -> new AwsRequest(prefix, Protocol.JSON, List.of(new Need(prefix + ":" + operation, "*")), null);
        };
    }

    private static String statesResource(JsonNode request) {
        for (String field : STATES_RESOURCES) {
            if (request.hasNonNull(field)) {
                return request.get(field).asText();
            }
        }
        return request.hasNonNull("taskToken") ? owner(request.get("taskToken").asText()) : "*";
    }

    /** The state machine that a task token is of. */
    private static String owner(String token) {
        try {
            byte[] arn = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, token.indexOf('.'))));
            return arn.length == 0 ? "*" : new String(arn, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            return "*";
        }
    }

    private static Need lambda(HttpExchange exchange, Matcher function) {
        String name = URLDecoder.decode(function.group(1), StandardCharsets.UTF_8);
        String arn = name.startsWith("arn:") ? name : Aws.functionArn(name);
        String rest = String.valueOf(function.group(2));
        boolean invocation = exchange.getRequestMethod().equals("POST") && rest.endsWith("/invocations");
        return new Need(invocation ? "lambda:InvokeFunction" : "lambda:GetFunction", arn);
    }

    private static Map<String, String> texts(JsonNode request) {
        Map<String, String> texts = new HashMap<>();
        request.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().asText());
            }
        });
        return texts;
    }

    private static Map<String, String> parameters(HttpExchange exchange, byte[] body) {
        Map<String, String> parameters = new HashMap<>();
        add(parameters, exchange.getRequestURI().getRawQuery());
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        if (contentType != null && contentType.startsWith("application/x-www-form-urlencoded")) {
            add(parameters, new String(body, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void add(Map<String, String> parameters, @Nullable String encoded) {
        if (encoded == null) {
            return;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
