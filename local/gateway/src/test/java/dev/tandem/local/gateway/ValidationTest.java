package dev.tandem.local.gateway;

import static dev.tandem.local.gateway.RoutingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "limit=1",
                "limit=100",
                "lat=-90",
                "lat=51.5e0",
                "fulfilment=pickup",
                "inStock=true",
                "tag=ab&tag=cd",
                "near=1.5,2",
                "unknown=anything",
                "limit=1&&lat=2&",
                "limit=%31"
            })
    void goodParametersPass(String query) throws Exception {
        assertThat(shop.get("/v1/items?" + query).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=1.0",
                "limit=ten",
                "limit=%2B1",
                "limit=01",
                "limit=",
                "limit=1&limit=2",
                "limit=99999999999999999999999999",
                "lat=91",
                "lat=NaN",
                "lat=Infinity",
                "lat=1e999",
                "lat=0x10",
                "fulfilment=PICKUP",
                "fulfilment=",
                "inStock=1",
                "tag=a",
                "tag=ab&tag=cd&tag=ef&tag=gh",
                "near=1",
                "near=1,2,3",
                "near=1,x",
                "near=1,"
            })
    void badParametersAreRefused(String query) throws Exception {
        HttpResponse<String> response = shop.get("/v1/items?" + query);
        assertProblem(response, 400, "VALIDATION_FAILED");
        JsonNode violation = Shop.JSON.readTree(response.body()).at("/violations/0");
        assertThat(violation.path("in").asText()).isEqualTo("query");
        assertThat(violation.path("field").asText()).startsWith(query.substring(0, query.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/items/a.b", "/v1/items/a%2Fb", "/v1/items/%20", "/v1/items/%E2%82%AC", "/v1/items/a%0Ab"})
    void pathParametersAreChecked(String path) throws Exception {
        HttpResponse<String> response = shop.get(path);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).containsAnyOf("VALIDATION_FAILED", "MALFORMED_PATH");
    }

    private HttpResponse<String> create(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 4];
        all[0] = "Authorization";
        all[1] = shop.token();
        all[2] = "Idempotency-Key";
        all[3] = "12345678";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return shop.send("POST", "/v1/items", body, all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":1}]}",
                "{\"sku\":\"A\",\"price\":0.01,\"note\":null,\"lines\":[{\"quantity\":1000}]}",
                "{\"sku\":\"A\",\"place\":\"auto\",\"lines\":[{\"quantity\":2,\"parts\":[{\"quantity\":1}]}]}",
                "{\"sku\":\"A\",\"place\":{\"lat\":1},\"lines\":[{\"quantity\":1}]}"
            })
    void goodBodiesPassUntouched(String body) throws Exception {
        HttpResponse<String> response = create(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Shop.event(response).path("body").asText()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{\"sku\":\"A\",\"lines\":[]}",
                "{\"sku\":\"A\",\"lines\":null}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":0}]}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":1.5}]}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":\"1\"}]}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":1e400}]}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":1e999999999}]}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":123456789012345678901234567890}]}",
                "{\"sku\":\"A\",\"lines\":[{\"quantity\":1,\"parts\":[{\"quantity\":0}]}]}",
                "{\"sku\":\"A\",\"price\":0,\"lines\":[{\"quantity\":1}]}",
                "{\"sku\":\"A\",\"price\":1e999999999,\"lines\":[{\"quantity\":0}]}",
                "{\"sku\":\"A\\n\",\"lines\":[{\"quantity\":1}]}",
                "{\"sku\":\"A b\",\"lines\":[{\"quantity\":1}]}",
                "{\"sku\":\"A\",\"extra\":1,\"lines\":[{\"quantity\":1}]}",
                "{\"sku\":\"A\",\"note\":\"longer than twenty characters\",\"lines\":[{\"quantity\":1}]}",
                "{\"sku\":\"A\",\"place\":\"here\",\"lines\":[{\"quantity\":1}]}"
            })
    void bodiesThatBreakTheSchemaAreRefused(String body) throws Exception {
        assertProblem(create(body), 400, "VALIDATION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"sku\":}",
                "{'sku':1}",
                "{\"sku\":\"A\"} trailing",
                "{}{}",
                "\uFEFF",
                "undefined",
                "NaN",
                "   ",
                "\u0000",
                "{\"sku\":01}",
                "{\"sku\":\"\t\"}"
            })
    void malformedJsonIsRefused(String body) throws Exception {
        assertProblem(create(body), 400, "MALFORMED_JSON");
    }

    @Test
    void deepNestingAndEndlessNumbersAreRefused() throws Exception {
        assertProblem(create("[".repeat(200_000)), 400, "MALFORMED_JSON");
        assertProblem(create("{\"sku\":" + "9".repeat(100_000) + "}"), 400, "MALFORMED_JSON");
        String parts = "{\"quantity\":1,\"parts\":[".repeat(450) + "]}".repeat(450);
        HttpResponse<String> deep = create("{\"sku\":\"A\",\"lines\":[" + parts + "]}");
        assertThat(deep.statusCode()).as(deep.body()).isIn(200, 400);
    }

    @Test
    void aLargeBadBodyIsRefusedAtItsFirstViolation() throws Exception {
        String lines = "{\"quantity\":0},".repeat(600_000);
        HttpResponse<String> response =
                create("{\"sku\":\"A\",\"lines\":[" + lines.substring(0, lines.length() - 1) + "]}");
        assertProblem(response, 400, "VALIDATION_FAILED");
        assertThat(response.body()).hasSizeLessThan(2000);
    }

    @Test
    void violationsNameTheFieldAndAreBounded() throws Exception {
        HttpResponse<String> response = create("{\"sku\":\"A\",\"lines\":[{\"quantity\":1},{\"quantity\":\"x\"}]}");
        JsonNode violation = Shop.JSON.readTree(response.body()).at("/violations/0");
        assertThat(violation.path("in").asText()).isEqualTo("body");
        assertThat(violation.path("field").asText()).isEqualTo("/lines/1/quantity");
        assertThat(violation.path("message").asText()).contains("integer");
        String many = "{\"quantity\":0},".repeat(49) + "{\"quantity\":0}";
        JsonNode all = Shop.JSON.readTree(
                create("{\"sku\":\"A\",\"lines\":[" + many + "]}").body());
        assertThat(all.path("violations").size()).isEqualTo(20);
        JsonNode missing = Shop.JSON.readTree(create("{\"sku\":\"A\"}").body());
        assertThat(missing.at("/violations/0/field").asText()).isEqualTo("/lines");
    }

    @Test
    void requiredHeadersAreRequired() throws Exception {
        String body = "{\"sku\":\"A\",\"lines\":[{\"quantity\":1}]}";
        HttpResponse<String> without = shop.send("POST", "/v1/items", body, "Authorization", shop.token());
        assertProblem(without, 400, "VALIDATION_FAILED");
        assertThat(Shop.JSON.readTree(without.body()).at("/violations/0/field").asText())
                .isEqualTo("Idempotency-Key");
        HttpResponse<String> brief =
                shop.send("POST", "/v1/items", body, "Authorization", shop.token(), "idempotency-key", "short");
        assertProblem(brief, 400, "VALIDATION_FAILED");
    }

    @Test
    void aRequiredBodyIsRequired() throws Exception {
        assertProblem(shop.send("POST", "/v1/items/query", null), 400, "VALIDATION_FAILED");
        assertProblem(shop.send("POST", "/v1/items/query", ""), 400, "VALIDATION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "", "json", "application/json; charset=utf-16", "/", ";", "*/*"
            })
    void otherMediaTypesAre415(String type) throws Exception {
        assertProblem(shop.send("POST", "/v1/items/query", "{}", "Content-Type", type), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON;charset=UTF-8", "application/json; charset=\"utf-8\""})
    void jsonByAnyOfItsNamesIsTaken(String type) throws Exception {
        assertThat(shop.send("POST", "/v1/items/query", "{}", "Content-Type", type)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theContractCanSwitchValidationOff() throws Exception {
        assertThat(shop.send("POST", "/v1/loose", "not json").statusCode()).isEqualTo(200);
    }
}
