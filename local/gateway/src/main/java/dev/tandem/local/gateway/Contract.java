package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.tandem.local.gateway.Operation.SecurityScheme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles an OpenAPI 3.0 document with API Gateway's extensions into a route table; refuses what it cannot serve. */
final class Contract {
    private static final Map<String, String> METHODS = Map.of(
            "get",
            "GET",
            "put",
            "PUT",
            "post",
            "POST",
            "delete",
            "DELETE",
            "patch",
            "PATCH",
            "head",
            "HEAD",
            "options",
            "OPTIONS",
            "x-amazon-apigateway-any-method",
            "ANY");

    private final JsonNode document;
    private final Function<String, String> functionOfUri;
    private final Schemas schemas;
    private final Map<String, SecurityScheme> schemes = new LinkedHashMap<>();

    private Contract(JsonNode document, Function<String, String> functionOfUri) {
        this.document = document;
        this.functionOfUri = functionOfUri;
        this.schemas = new Schemas(document);
    }

    /**
     * Compiles every operation of the document.
     *
     * @param functionOfUri name of the function behind an integration URI
     * @throws ContractException naming the place that cannot be served
     */
    static RouteTable compile(JsonNode document, Function<String, String> functionOfUri) {
        var contract = new Contract(document, functionOfUri);
        contract.readSchemes();
        var routes = new RouteTable();
        document.path("paths").properties().forEach(path -> {
            if (!path.getKey().startsWith("/")) {
                throw new ContractException(path.getKey(), "a path starts with '/'");
            }
            path.getValue().properties().forEach(entry -> {
                String method = METHODS.get(entry.getKey());
                if (method != null) {
                    routes.add(contract.operation(method, path.getKey(), path.getValue(), entry.getValue()));
                }
            });
        });
        return routes;
    }

    private void readSchemes() {
        document.at("/components/securitySchemes").properties().forEach(entry -> {
            JsonNode scheme = entry.getValue();
            String name = scheme.path("name").asText("").toLowerCase(Locale.ROOT);
            boolean header = scheme.path("type").asText().equals("apiKey")
                    && scheme.path("in").asText().equals("header");
            boolean bearer = scheme.path("type").asText().equals("http")
                    && scheme.path("scheme").asText().equalsIgnoreCase("bearer");
            if (bearer || (header && name.equals("authorization"))) {
                schemes.put(entry.getKey(), SecurityScheme.TOKEN);
            } else if (header && name.equals("x-api-key")) {
                schemes.put(entry.getKey(), SecurityScheme.API_KEY);
            } else {
                throw new ContractException(
                        "security scheme " + entry.getKey(),
                        "only a token in Authorization or a key in x-api-key is known");
            }
        });
    }

    private Operation operation(String method, String path, JsonNode pathItem, JsonNode operation) {
        String where = method + " " + path;
        JsonNode validator = validator(operation);
        boolean checkParameters = validator.path("validateRequestParameters").asBoolean(true);
        boolean checkBody = validator.path("validateRequestBody").asBoolean(true);
        return new Operation(
                method,
                path,
                target(where, operation),
                security(where, operation),
                checkParameters ? parameters(where, pathItem, operation) : List.of(),
                checkBody ? body(where, operation) : null);
    }

    /** The validator's settings; where the contract names none, everything is checked. */
    private JsonNode validator(JsonNode operation) {
        JsonNode name = operation.has("x-amazon-apigateway-request-validator")
                ? operation.get("x-amazon-apigateway-request-validator")
                : document.path("x-amazon-apigateway-request-validator");
        return document.path("x-amazon-apigateway-request-validators").path(name.asText());
    }

    private Operation.Target target(String where, JsonNode operation) {
        JsonNode integration = operation.path("x-amazon-apigateway-integration");
        if (integration.path("type").asText().equalsIgnoreCase("mock")) {
            return new Operation.MockTarget(mock(integration));
        }
        String uri = integration.path("uri").asText("");
        String name = !uri.isEmpty()
                ? functionOfUri.apply(uri)
                : operation
                        .path("x-tandem-function")
                        .asText(operation.path("operationId").asText(""));
        if (name.isBlank()) {
            throw new ContractException(where, "has no integration and no operationId, so nothing can answer it");
        }
        return new Operation.FunctionTarget(name);
    }

    private static HttpReply mock(JsonNode integration) {
        JsonNode response = integration.at("/responses/default");
        var headers = new Headers();
        response.path("responseParameters").properties().forEach(parameter -> {
            String prefix = "method.response.header.";
            String value = parameter.getValue().asText();
            // Constant values stand in single quotes; mappings from the request have no meaning in a fixed answer.
            if (parameter.getKey().startsWith(prefix) && value.length() > 1 && value.startsWith("'")) {
                headers.add(parameter.getKey().substring(prefix.length()), value.substring(1, value.length() - 1));
            }
        });
        String text = response.at("/responseTemplates/application~1json").asText("");
        if (!text.isEmpty() && !headers.has("Content-Type")) {
            headers.add("Content-Type", "application/json");
        }
        int status = response.path("statusCode").asInt(200);
        return new HttpReply(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<List<SecurityScheme>> security(String where, JsonNode operation) {
        JsonNode declared = operation.has("security") ? operation.get("security") : document.path("security");
        List<List<SecurityScheme>> alternatives = new ArrayList<>();
        for (JsonNode alternative : declared) {
            List<SecurityScheme> all = new ArrayList<>();
            alternative.fieldNames().forEachRemaining(name -> {
                SecurityScheme scheme = schemes.get(name);
                if (scheme == null) {
                    throw new ContractException(where, "uses the unknown security scheme " + name);
                }
                all.add(scheme);
            });
            alternatives.add(List.copyOf(all));
        }
        return List.copyOf(alternatives);
    }

    private List<ParameterRule> parameters(String where, JsonNode pathItem, JsonNode operation) {
        // An operation's parameter replaces the path's of the same place and name.
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        for (JsonNode owner : List.of(pathItem, operation)) {
            for (JsonNode parameter : owner.path("parameters")) {
                JsonNode resolved = resolve(where, parameter);
                merged.put(
                        resolved.path("in").asText() + " "
                                + resolved.path("name").asText(),
                        resolved);
            }
        }
        List<ParameterRule> rules = new ArrayList<>();
        for (JsonNode parameter : merged.values()) {
            String in = parameter.path("in").asText();
            if (!List.of("path", "query", "header").contains(in)) {
                throw new ContractException(where, "parameters come in path, query or header, not in '" + in + "'");
            }
            JsonNode schema = parameter.path("schema");
            JsonNode resolved = resolve(where, schema);
            String name = parameter.path("name").asText();
            JsonSchema compiled = schema.isObject() ? schemas.compile(where + " " + name, schema) : null;
            rules.add(new ParameterRule(
                    in,
                    name,
                    in.equals("path") || parameter.path("required").asBoolean(false),
                    resolved.path("type").asText("string"),
                    resolve(where, resolved.path("items")).path("type").asText("string"),
                    in.equals("query") && parameter.path("explode").asBoolean(true),
                    compiled));
        }
        return List.copyOf(rules);
    }

    private @Nullable BodyRule body(String where, JsonNode operation) {
        JsonNode body = resolve(where, operation.path("requestBody"));
        if (!body.isObject()) {
            return null;
        }
        Map<String, Optional<JsonSchema>> contents = new LinkedHashMap<>();
        body.path("content").properties().forEach(content -> {
            JsonNode schema = content.getValue().path("schema");
            String type = BodyRule.mediaType(content.getKey());
            boolean checked = BodyRule.isJson(type) && schema.isObject();
            contents.put(type, checked ? Optional.of(schemas.compile(where + " body", schema)) : Optional.empty());
        });
        return new BodyRule(body.path("required").asBoolean(false), contents);
    }

    private JsonNode resolve(String where, JsonNode node) {
        Set<String> seen = new HashSet<>();
        JsonNode at = node;
        while (at.has("$ref")) {
            String reference = at.get("$ref").asText();
            if (!reference.startsWith("#/") || !seen.add(reference)) {
                throw new ContractException(where, "cannot follow the reference " + reference);
            }
            at = document.at(reference.substring(1));
            if (at.isMissingNode()) {
                throw new ContractException(where, "refers to " + reference + ", which does not exist");
            }
        }
        return at;
    }
}
