package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract is what is deployed: route for route, in both directions. */
class ContractTest {
    /** Schema keywords that API Gateway's importer refuses or its validator does not know. */
    private static final Set<String> UNKNOWN_TO_THE_GATEWAY = Set.of(
            "nullable", "discriminator", "oneOf", "anyOf", "not", "const", "if", "then", "else", "$defs", "examples");

    private final Synthesised synthesised = Synthesised.get();
    private final Contract contract = Contract.load(synthesised.root());
    private final JsonNode body = synthesised.resource("TandemApi").at("/Properties/Body");

    @Test
    void everyRouteIsServedByAFunctionThatIsDeclaredForIt() {
        Set<String> routed = Synthesised.functions().stream()
                .filter(function -> function.trigger() instanceof Trigger.Route)
                .map(FunctionSpec::name)
                .collect(Collectors.toSet());
        Set<String> served = contract.operations().stream()
                .map(Contract.Operation::function)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served).isEqualTo(new TreeSet<>(routed));
    }

    @Test
    void everyRouteIsDeployedWithItsIntegration() {
        assertThat(contract.operations()).hasSizeGreaterThan(5);
        for (Contract.Operation operation : contract.operations()) {
            JsonNode integration = body.path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(java.util.Locale.ROOT))
                    .path("x-amazon-apigateway-integration");
            assertThat(integration.path("type").asText())
                    .as(operation.toString())
                    .isEqualTo("aws_proxy");
            assertThat(integration.path("httpMethod").asText()).isEqualTo("POST");
            assertThat(integration.at("/uri/Fn::Sub/0").asText())
                    .endsWith(":lambda:path/2015-03-31/functions/${Function}/invocations");
            assertThat(integration.at("/uri/Fn::Sub/1/Function/Ref").asText())
                    .isEqualTo(operation.function() + ".Alias");
        }
    }

    @Test
    void everyDeployedRouteIsInTheContract() {
        Set<String> deployed = new TreeSet<>();
        for (var path : body.path("paths").properties()) {
            path.getValue().properties().stream()
                    .filter(operation -> operation.getValue().has("x-amazon-apigateway-integration"))
                    .forEach(operation ->
                            deployed.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()));
        }
        assertThat(deployed)
                .isEqualTo(contract.operations().stream()
                        .map(operation -> operation.method() + " " + operation.path())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theGatewayMayCallEachFunctionForItsRouteOnly() {
        Map<String, JsonNode> permissions = synthesised.resources("AWS::Lambda::Permission");
        assertThat(permissions).hasSameSizeAs(contract.operations());
        List<String> allowed = permissions.values().stream()
                .map(permission -> permission.at("/Properties/FunctionName/Ref").asText() + " "
                        + lastOf(permission.at("/Properties/SourceArn/Fn::Join/1")))
                .toList();
        for (Contract.Operation operation : contract.operations()) {
            assertThat(allowed)
                    .contains(operation.function() + ".Alias /live/" + operation.method()
                            + operation.path().replaceAll("\\{[^}]*}", "*"));
        }
    }

    private static String lastOf(JsonNode array) {
        return array.path(array.size() - 1).asText();
    }

    @Test
    void everyRequestIsValidatedAndEveryRefusalIsAProblemDocument() throws Exception {
        JsonNode validator = body.path("x-amazon-apigateway-request-validators")
                .path(body.path("x-amazon-apigateway-request-validator").asText());
        assertThat(validator.path("validateRequestBody").asBoolean()).isTrue();
        assertThat(validator.path("validateRequestParameters").asBoolean()).isTrue();
        JsonNode responses = body.path("x-amazon-apigateway-gateway-responses");
        assertThat(responses.fieldNames())
                .toIterable()
                .contains("DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "UNAUTHORIZED");
        for (JsonNode response : responses) {
            assertThat(response.at("/responseParameters/gatewayresponse.header.Content-Type")
                            .asText())
                    .isEqualTo("'application/problem+json'");
            // As the gateway fills it in: the message brings its quotes, a status is a number.
            String filled = response.at("/responseTemplates/application~1json")
                    .asText()
                    .replace("$context.error.messageString", "\"words\"")
                    .replace("$context.status", "400")
                    .replace("$context.requestId", "id");
            JsonNode problem = new ObjectMapper().readTree(filled);
            assertThat(problem.fieldNames())
                    .toIterable()
                    .contains("type", "title", "status", "code", "detail", "requestId");
            assertThat(problem.path("status").isInt()).isTrue();
        }
    }

    @Test
    void userTokensAreCheckedByTheUserPool() {
        JsonNode scheme = body.at("/components/securitySchemes/userToken");
        assertThat(scheme.path("x-amazon-apigateway-authtype").asText()).isEqualTo("cognito_user_pools");
        assertThat(scheme.at("/x-amazon-apigateway-authorizer/providerARNs/0/Fn::GetAtt/0")
                        .asText())
                .isEqualTo("UserPool");
    }

    @Test
    void theContractKeepsToWhatTheGatewayKnows() {
        assertThat(contract.withGateway("UserPool", name -> name)
                        .path("openapi")
                        .asText())
                .startsWith("3.0.");
        noUnknownKeyword(body.at("/components/schemas"), "schemas");
    }

    private static void noUnknownKeyword(JsonNode schema, String path) {
        for (var entry : schema.properties()) {
            String here = path + "/" + entry.getKey();
            boolean named = path.endsWith("/properties") || path.equals("schemas");
            if (!named) {
                assertThat(UNKNOWN_TO_THE_GATEWAY).as(here).doesNotContain(entry.getKey());
            }
            noUnknownKeyword(entry.getValue(), here);
        }
    }

    @Test
    void oneFunctionMayServeSeveralOperations() throws Exception {
        ObjectNode document = (ObjectNode) new ObjectMapper().readTree("""
                        {"openapi":"3.0.3","paths":{
                          "/a":{"get":{"operationId":"ReadA","x-tandem-function":"Both"},"parameters":[]},
                          "/b":{"post":{"operationId":"Both"}}}}
                        """);
        Contract small = new Contract(document);
        assertThat(small.operations())
                .containsExactly(
                        new Contract.Operation("/a", "GET", "Both"), new Contract.Operation("/b", "POST", "Both"));
        assertThat(small.withGateway("Pool", name -> name).at("/paths/~1a/get").has("x-tandem-function"))
                .as("an extension of ours is not for the gateway")
                .isFalse();
        assertThat(document.has("x-amazon-apigateway-request-validator"))
                .as("the source stays as it is")
                .isFalse();
    }

    @Test
    void anOperationWithoutANameIsRefused() throws Exception {
        Contract nameless = new Contract((ObjectNode) new ObjectMapper().readTree("{\"paths\":{\"/a\":{\"get\":{}}}}"));
        assertThatThrownBy(nameless::operations).hasMessageContaining("get /a has no operationId");
    }
}
