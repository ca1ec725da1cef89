package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A gateway over the test contract whose functions answer with what they were called with. */
final class Shop implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String PARTNER_KEY = "partner-key-1";

    final DevelopmentTokens tokens = DevelopmentTokens.open(null, Clock.systemUTC());
    final HttpClient client = HttpClient.newHttpClient();
    final Gateway gateway;

    Shop() {
        this(Shop::echo, UnaryOperator.identity());
    }

    Shop(FunctionInvoker invoker, UnaryOperator<GatewayOptions> change) {
        gateway = Gateway.start(change.apply(GatewayOptions.of(contract(), invoker)
                .withTokens(tokens)
                .withApiKeys(Map.of(PARTNER_KEY, "partner-one"))));
    }

    static JsonNode contract() {
        try (InputStream in = Shop.class.getResourceAsStream("/contract.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers with the function's name and the event. */
    static FunctionInvoker.Outcome echo(String function, byte[] event) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("function", function);
        body.set("event", JSON.readTree(event));
        ObjectNode response = JSON.createObjectNode().put("statusCode", 200).put("body", body.toString());
        return new FunctionInvoker.Answered(JSON.writeValueAsBytes(response));
    }

    String token(String... groups) {
        return tokens.issue("shopper-1", List.of(groups), Duration.ofMinutes(5));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    /** The event that the function saw. */
    static JsonNode event(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body()).path("event");
    }

    static String function(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body()).path("function").asText();
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
