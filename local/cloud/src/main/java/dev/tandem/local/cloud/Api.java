package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.gateway.ContractException;
import dev.tandem.local.gateway.FunctionInvoker;
import dev.tandem.local.gateway.Gateway;
import dev.tandem.local.gateway.GatewayOptions;
import dev.tandem.local.gateway.TokenVerifier;
import dev.tandem.local.lambda.InvocationResult;
import dev.tandem.local.lambda.LambdaService;
import dev.tandem.local.lambda.ThrottledException;
import dev.tandem.local.template.CloudTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The HTTP API of the template on the local gateway. */
final class Api {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);

    private Api() {}

    static Gateway start(
            Options options,
            CloudTemplate template,
            TokenVerifier tokens,
            Map<String, String> apiKeys,
            LambdaService lambda) {
        Map<String, String> idByValue = new LinkedHashMap<>();
        apiKeys.forEach((id, value) -> idByValue.put(value, id));
        try {
            return Gateway.start(GatewayOptions.of(contract(template), (name, event) -> invoke(lambda, name, event))
                    .withPort(options.port())
                    .withTokens(tokens)
                    .withApiKeys(idByValue));
        } catch (ContractException e) {
            throw new StartupException("the API contract cannot be served: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new StartupException("port " + options.port() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static JsonNode contract(CloudTemplate template) {
        if (template.apis().size() > 1) {
            throw new StartupException("the template declares more than one API; the local gateway serves one");
        }
        if (template.apis().isEmpty()) {
            ObjectNode empty = JsonNodeFactory.instance.objectNode();
            empty.put("openapi", "3.0.3").putObject("paths");
            return empty;
        }
        return template.apis().getFirst().body();
    }

    private static FunctionInvoker.Outcome invoke(LambdaService lambda, String name, byte[] event) {
        try {
            InvocationResult result = lambda.invoke(name, event);
            if (!result.failed()) {
                return new FunctionInvoker.Answered(result.payload());
            }
            String type = result.errorType().orElse("Unhandled");
            return type.equals("Sandbox.Timedout")
                    ? new FunctionInvoker.TimedOut()
                    : new FunctionInvoker.Failed(type, result.errorMessage().orElse(""));
        } catch (ThrottledException e) {
            return new FunctionInvoker.Throttled();
        }
    }

    /** Asks one route, so that READY means: gateway, function process and tables answer. */
    static void probe(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(PROBE_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 500 || answer.body().contains("ROUTE_NOT_FOUND")) {
                throw new StartupException("the API does not answer: " + path + " gave " + answer.statusCode() + " "
                        + answer.body().strip());
            }
        } catch (IOException e) {
            throw new StartupException("the API does not answer: " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while starting", e);
        }
    }
}
