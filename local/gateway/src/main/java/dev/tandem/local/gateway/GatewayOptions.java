package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway serves and how.
 *
 * @param contract OpenAPI 3.0 document with API Gateway's extensions
 * @param port on 127.0.0.1; 0 picks a free one
 * @param stage name of the stage as functions see it; it is no part of the URL
 * @param invoker calls the functions
 * @param tokens judges the tokens of the {@code Authorization} header
 * @param apiKeys id of each API key by its value
 * @param functionOfUri function name behind an integration URI of the contract
 * @param integrationTimeout after which a caller gets 504, as on AWS 29 seconds
 * @param maxBodyBytes largest request body, as on AWS 10 MB
 * @param idle time after which a silent connection is closed
 * @param headTime in which request line and headers must have come
 * @param bodyTime in which the body must have come
 */
public record GatewayOptions(
        JsonNode contract,
        int port,
        String stage,
        FunctionInvoker invoker,
        TokenVerifier tokens,
        Map<String, String> apiKeys,
        Function<String, String> functionOfUri,
        Duration integrationTimeout,
        int maxBodyBytes,
        Duration idle,
        Duration headTime,
        Duration bodyTime) {
    private static final Pattern FUNCTION_ARN =
            Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]*:[0-9]*:function:([A-Za-z0-9_-]+)(:[A-Za-z0-9$_-]+)?");

    /** Sensible settings on a free port; nobody has a token or a key. */
    public static GatewayOptions of(JsonNode contract, FunctionInvoker invoker) {
        return new GatewayOptions(
                contract,
                0,
                "local",
                invoker,
                _ -> new TokenVerifier.Refused("no tokens are issued here"),
                Map.of(),
                GatewayOptions::functionInUri,
                Duration.ofSeconds(29),
                10 * 1024 * 1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }

    public GatewayOptions withPort(int newPort) {
        return new GatewayOptions(
                contract,
                newPort,
                stage,
                invoker,
                tokens,
                apiKeys,
                functionOfUri,
                integrationTimeout,
                maxBodyBytes,
                idle,
                headTime,
                bodyTime);
    }

    public GatewayOptions withStage(String newStage) {
        return new GatewayOptions(
                contract,
                port,
                newStage,
                invoker,
                tokens,
                apiKeys,
                functionOfUri,
                integrationTimeout,
                maxBodyBytes,
                idle,
                headTime,
                bodyTime);
    }

    public GatewayOptions withTokens(TokenVerifier newTokens) {
        return new GatewayOptions(
                contract,
                port,
                stage,
                invoker,
                newTokens,
                apiKeys,
                functionOfUri,
                integrationTimeout,
                maxBodyBytes,
                idle,
                headTime,
                bodyTime);
    }

    public GatewayOptions withApiKeys(Map<String, String> newApiKeys) {
        return new GatewayOptions(
                contract,
                port,
                stage,
                invoker,
                tokens,
                Map.copyOf(newApiKeys),
                functionOfUri,
                integrationTimeout,
                maxBodyBytes,
                idle,
                headTime,
                bodyTime);
    }

    public GatewayOptions withFunctionOfUri(Function<String, String> newFunctionOfUri) {
        return new GatewayOptions(
                contract,
                port,
                stage,
                invoker,
                tokens,
                apiKeys,
                newFunctionOfUri,
                integrationTimeout,
                maxBodyBytes,
                idle,
                headTime,
                bodyTime);
    }

    public GatewayOptions withIntegrationTimeout(Duration newTimeout) {
        return new GatewayOptions(
                contract,
                port,
                stage,
                invoker,
                tokens,
                apiKeys,
                functionOfUri,
                newTimeout,
                maxBodyBytes,
                idle,
                headTime,
                bodyTime);
    }

    /** How long a connection may be silent, a head may take, a body may take. */
    public GatewayOptions withPatience(Duration newIdle, Duration newHeadTime, Duration newBodyTime) {
        return new GatewayOptions(
                contract,
                port,
                stage,
                invoker,
                tokens,
                apiKeys,
                functionOfUri,
                integrationTimeout,
                maxBodyBytes,
                newIdle,
                newHeadTime,
                newBodyTime);
    }

    /**
     * Function name in an integration URI: the name in the Lambda ARN that it holds, else the URI itself.
     *
     * <p>{@code arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:...:function:LookupStock:live/invocations}
     * gives {@code LookupStock}.
     */
    public static String functionInUri(String uri) {
        Matcher arn = FUNCTION_ARN.matcher(uri);
        return arn.find() ? arn.group(1) : uri;
    }
}
