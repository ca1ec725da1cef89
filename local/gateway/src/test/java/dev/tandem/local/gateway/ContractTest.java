package dev.tandem.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
    private static RouteTable compile(String paths, String components) throws Exception {
        ObjectNode document = Shop.JSON.createObjectNode();
        document.set("paths", Shop.JSON.readTree(paths));
        document.set("components", Shop.JSON.readTree(components));
        return Contract.compile(document, GatewayOptions::functionInUri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"/a\":{\"get\":{}}}|GET /a: has no integration",
                "{\"a\":{}}|a: a path starts with '/'",
                "{\"/a/\":{\"get\":{\"operationId\":\"A\"}}}|/a/: a segment is empty",
                "{\"/a/{b}c\":{\"get\":{\"operationId\":\"A\"}}}|/a/{b}c: a segment is empty or only partly",
                "{\"/{a+}/b\":{\"get\":{\"operationId\":\"A\"}}}|/{a+}/b: nothing can follow",
                "{\"/{a}\":{\"get\":{\"operationId\":\"A\"}},\"/{b}\":{\"get\":{\"operationId\":\"B\"}}}|/{b}: is the same path as /{a}",
                "{\"/a\":{\"get\":{\"operationId\":\"A\",\"security\":[{\"what\":[]}]}}}|GET /a: uses the unknown security scheme what",
                "{\"/a\":{\"get\":{\"operationId\":\"A\",\"parameters\":[{\"$ref\":\"#/components/x\"}]}}}|GET /a: refers to #/components/x",
                "{\"/a\":{\"get\":{\"operationId\":\"A\",\"parameters\":[{\"in\":\"cookie\",\"name\":\"c\"}]}}}|GET /a: parameters come in",
                "{\"/a\":{\"post\":{\"operationId\":\"A\",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/None\"}}}}}}}|POST /a body: schema does not compile",
            })
    void whatCannotBeServedIsRefusedByName(String paths, String message) {
        assertThatThrownBy(() -> compile(paths, "{}"))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("contract, " + message);
    }

    @Test
    void unknownSecuritySchemesAreRefused() {
        assertThatThrownBy(() -> compile("{}", "{\"securitySchemes\":{\"k\":{\"type\":\"oauth2\"}}}"))
                .hasMessageContaining("security scheme k");
    }

    @Test
    void referencesInACircleAreRefused() {
        String components = "{\"parameters\":{\"a\":{\"$ref\":\"#/components/parameters/a\"}}}";
        assertThatThrownBy(() -> compile(
                        "{\"/a\":{\"get\":{\"operationId\":\"A\",\"parameters\":[{\"$ref\":\"#/components/parameters/a\"}]}}}",
                        components))
                .hasMessageContaining("cannot follow the reference");
    }

    @Test
    void aSearchGoesBackWhenAFixedSegmentLeadsNowhere() throws Exception {
        RouteTable routes = compile(
                "{\"/a/b/c\":{\"get\":{\"operationId\":\"C\"}},\"/a/{x}/d\":{\"get\":{\"operationId\":\"D\"}},\"/{all+}\":{\"get\":{\"operationId\":\"E\"}}}",
                "{}");
        assertThat(routes.find("/a/b/c").resource().template()).isEqualTo("/a/b/c");
        assertThat(routes.find("/a/b/d").resource().template()).isEqualTo("/a/{x}/d");
        assertThat(routes.find("/a/b/d").parameters()).containsOnlyKeys("x").containsEntry("x", "b");
        assertThat(routes.find("/a/b/e").parameters()).containsOnlyKeys("all").containsEntry("all", "a/b/e");
    }

    @Test
    void namesTheFunctionInAnIntegrationUri() {
        String arn = "arn:aws:lambda:eu-central-1:000000000000:function:LookupStock";
        String prefix = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/";
        assertThat(GatewayOptions.functionInUri(prefix + arn + ":live/invocations"))
                .isEqualTo("LookupStock");
        assertThat(GatewayOptions.functionInUri(prefix + arn + "/invocations")).isEqualTo("LookupStock");
        assertThat(GatewayOptions.functionInUri(arn + ":$LATEST")).isEqualTo("LookupStock");
        assertThat(GatewayOptions.functionInUri("LookupStock")).isEqualTo("LookupStock");
    }
}
