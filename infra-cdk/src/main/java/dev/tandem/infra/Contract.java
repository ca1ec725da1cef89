package dev.tandem.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The API contract, and the same contract with API Gateway's extensions: an integration for each operation, request validation,
 * the user pool behind {@code userToken}, API keys behind {@code partnerKey}, and problem documents for the gateway's own errors.
 */
final class Contract {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    /** One operation of the contract. {@code method} is upper case; {@code function} serves it. */
    record Operation(String path, String method, String function) {}

    private final ObjectNode document;

    Contract(ObjectNode document) {
        this.document = document;
    }

    static Contract load(Path root) {
        Path file = root.resolve("api/openapi.yaml");
        try {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
            return new Contract((ObjectNode) tree);
        } catch (IOException e) {
            throw new UncheckedIOException("The API contract cannot be read: api/openapi.yaml", e);
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    operations.add(new Operation(
                            path.getKey(),
                            operation.getKey().toUpperCase(Locale.ROOT),
                            functionOf(path.getKey(), operation.getKey(), operation.getValue())));
                }
            }
        }
        return operations;
    }

    private static String functionOf(String path, String method, JsonNode operation) {
        String function = operation
                .path("x-tandem-function")
                .asText(operation.path("operationId").asText());
        if (function.isEmpty()) {
            throw new IllegalStateException("api/openapi.yaml: " + method + " " + path + " has no operationId");
        }
        return function;
    }

    /**
     * The document as API Gateway imports it.
     *
     * @param userPool logical id of the pool that signs user tokens
     * @param aliasArn from a function's name to the ARN by which it is called
     */
    ObjectNode withGateway(String userPool, UnaryOperator<String> aliasArn) {
        ObjectNode body = document.deepCopy();
        body.putObject("x-amazon-apigateway-request-validators")
                .putObject("all")
                .put("validateRequestBody", true)
                .put("validateRequestParameters", true);
        body.put("x-amazon-apigateway-request-validator", "all");
        body.put("x-amazon-apigateway-api-key-source", "HEADER");
        body.set("x-amazon-apigateway-gateway-responses", GatewayProblems.document());
        addAuthorizer(body, userPool);
        for (Operation operation : operations()) {
            ObjectNode target = (ObjectNode) body.path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(Locale.ROOT));
            target.remove("x-tandem-function");
            ObjectNode integration = target.putObject("x-amazon-apigateway-integration")
                    .put("type", "aws_proxy")
                    .put("httpMethod", "POST")
                    .put("passthroughBehavior", "when_no_match");
            integration
                    .putObject("uri")
                    .putArray("Fn::Sub")
                    .add(
                            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function}/invocations")
                    .addObject()
                    .put("Function", aliasArn.apply(operation.function()));
        }
        return body;
    }

    private static void addAuthorizer(ObjectNode body, String userPool) {
        if (body.at("/components/securitySchemes/userToken") instanceof ObjectNode scheme) {
            ObjectNode authorizer =
                    scheme.putObject("x-amazon-apigateway-authorizer").put("type", "cognito_user_pools");
            authorizer
                    .putArray("providerARNs")
                    .addObject()
                    .putArray("Fn::GetAtt")
                    .add(userPool)
                    .add("Arn");
        }
    }
}
