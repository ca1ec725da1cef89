package dev.tandem.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void namesTheFunctionByIntegrationThenExtensionThenOperationId() throws Exception {
        assertThat(Shop.function(shop.get("/v1/items/A-1"))).isEqualTo("LookupItem");
        assertThat(Shop.function(shop.get("/v1/items/A-1/notes/7"))).isEqualTo("Notes");
        assertThat(Shop.function(shop.get("/v1/items"))).isEqualTo("ListItems");
        assertThat(Shop.function(shop.get("/"))).isEqualTo("Root");
    }

    @Test
    void fixedSegmentsGoBeforeParameters() throws Exception {
        HttpResponse<String> query = shop.send("POST", "/v1/items/query", "{}");
        assertThat(Shop.function(query)).isEqualTo("QueryItems");
        assertThat(shop.get("/v1/items/query").statusCode()).isEqualTo(405);
    }

    @Test
    void keepsTheRawPathAndDecodesParameters() throws Exception {
        JsonNode event = Shop.event(shop.get("/v1/items/A/notes/a%2Fb%20%C3%A9%25"));
        assertThat(event.path("path").asText()).isEqualTo("/v1/items/A/notes/a%2Fb%20%C3%A9%25");
        assertThat(event.path("resource").asText()).isEqualTo("/v1/items/{sku}/notes/{noteId}");
        assertThat(event.at("/pathParameters/sku").asText()).isEqualTo("A");
        assertThat(event.at("/pathParameters/noteId").asText()).isEqualTo("a/b é%");
    }

    @Test
    void aGreedyParameterTakesTheRest() throws Exception {
        JsonNode event = Shop.event(shop.get("/v1/files/a/b/c.txt"));
        assertThat(event.at("/pathParameters/path").asText()).isEqualTo("a/b/c.txt");
        assertThat(shop.get("/v1/files/").statusCode()).isEqualTo(404);
    }

    @Test
    void anyMethodIsAnswered() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "PURGE")) {
            assertThat(shop.send(method, "/v1/any", null).statusCode())
                    .as(method)
                    .isEqualTo(200);
        }
    }

    @Test
    void unknownPathsAre404() throws Exception {
        for (String path :
                List.of("/v2", "/v1", "/v1/", "/v1/items/", "/v1/items/A/", "/v1//items", "//", "/V1/items")) {
            assertProblem(shop.get(path), 404, "ROUTE_NOT_FOUND");
        }
    }

    @Test
    void wrongMethodsAre405AndTellTheRightOnes() throws Exception {
        HttpResponse<String> response = shop.send("PATCH", "/v1/items", "{}");
        assertProblem(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, OPTIONS, POST");
        assertProblem(shop.send("OPTIONS", "/v1/items/A", null), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void preflightIsAnsweredFromTheContract() throws Exception {
        HttpResponse<String> response = shop.send("OPTIONS", "/v1/items", null);
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void mountedHandlersServeTheirPrefixOnly() throws Exception {
        shop.gateway.mount("/_local", request -> HttpReply.json(200, "{\"saw\":\"" + request.rawPath() + "\"}"));
        shop.gateway.mount("/_local/deep", _ -> {
            throw new IllegalStateException("secret");
        });
        assertThat(shop.get("/_local").body()).isEqualTo("{\"saw\":\"/_local\"}");
        assertThat(shop.get("/_local/x/y?z=1").body()).isEqualTo("{\"saw\":\"/_local/x/y\"}");
        assertThat(shop.get("/_localhost").statusCode()).isEqualTo(404);
        HttpResponse<String> failed = shop.get("/_local/deep/1");
        assertProblem(failed, 500, "INTERNAL_ERROR");
        assertThat(failed.body()).doesNotContain("secret");
        assertProblem(shop.get("/_local", "Origin", "https://evil.example"), 403, "FOREIGN_ORIGIN");
    }

    static void assertProblem(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Shop.JSON.readTree(response.body());
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(response.headers().firstValue("x-amzn-RequestId"))
                .hasValue(problem.path("requestId").asText());
        assertThat(response.headers().firstValue("X-Correlation-Id")).isPresent();
    }
}
