package dev.tandem.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventTest {
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
    void hasTheShapeOfARestApiEvent() throws Exception {
        HttpResponse<String> response =
                shop.get("/v1/items/A-1?x=1&x=2&empty=&flag&p=a%26b+c", "Accept", "application/json");
        JsonNode event = Shop.event(response);
        assertThat(event.path("httpMethod").asText()).isEqualTo("GET");
        assertThat(event.path("resource").asText()).isEqualTo("/v1/items/{sku}");
        assertThat(event.at("/queryStringParameters/x").asText()).isEqualTo("2");
        assertThat(event.at("/multiValueQueryStringParameters/x").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(event.at("/queryStringParameters/empty").asText("none")).isEmpty();
        assertThat(event.at("/queryStringParameters/flag").asText("none")).isEmpty();
        assertThat(event.at("/queryStringParameters/p").asText()).isEqualTo("a&b c");
        assertThat(event.at("/headers/Accept").asText()).isEqualTo("application/json");
        assertThat(event.at("/multiValueHeaders/Accept/0").asText()).isEqualTo("application/json");
        assertThat(event.at("/headers/X-Forwarded-For").asText()).isEqualTo("127.0.0.1");
        assertThat(event.path("stageVariables").isNull()).isTrue();
        assertThat(event.path("body").isNull()).isTrue();
        assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("requestId").asText())
                .isEqualTo(response.headers().firstValue("x-amzn-RequestId").orElseThrow());
        assertThat(context.path("stage").asText()).isEqualTo("local");
        assertThat(context.path("path").asText()).isEqualTo("/local/v1/items/A-1");
        assertThat(context.path("resourcePath").asText()).isEqualTo("/v1/items/{sku}");
        assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(context.at("/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(context.path("requestTimeEpoch").asLong()).isPositive();
        assertThat(context.has("authorizer")).isFalse();
    }

    @Test
    void absentMapsAreNull() throws Exception {
        JsonNode event = Shop.event(shop.get("/v1/items"));
        for (String field : List.of("queryStringParameters", "multiValueQueryStringParameters", "pathParameters")) {
            assertThat(event.path(field).isNull()).as(field).isTrue();
        }
    }

    @Test
    void aSafeCorrelationIdIsKeptAndAnUnsafeOneReplaced() throws Exception {
        HttpResponse<String> kept = shop.get("/v1/items", "x-correlation-id", "order-7:2026.a_b");
        assertThat(kept.headers().firstValue("X-Correlation-Id")).hasValue("order-7:2026.a_b");
        assertThat(Shop.event(kept).at("/headers/X-Correlation-Id").asText()).isEqualTo("order-7:2026.a_b");
        for (String unsafe : List.of("a b", "<script>", "x".repeat(129), "${jndi}")) {
            HttpResponse<String> replaced = shop.get("/v1/items", "X-Correlation-Id", unsafe);
            String made = replaced.headers().firstValue("X-Correlation-Id").orElseThrow();
            assertThat(made).isNotEqualTo(unsafe).matches("[0-9a-f-]{36}");
            assertThat(Shop.event(replaced).at("/headers/X-Correlation-Id").asText())
                    .isEqualTo(made);
        }
    }

    @Test
    void binaryAndBrokenTextTravelInBase64() throws Exception {
        byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
        for (String type : List.of("image/png", "text/csv")) {
            JsonNode event = Shop.event(upload(type, bytes));
            assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
            assertThat(Base64.getDecoder().decode(event.path("body").asText())).isEqualTo(bytes);
        }
        JsonNode text = Shop.event(upload("text/csv", "sku;é".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(text.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(text.path("body").asText()).isEqualTo("sku;é");
    }

    private static HttpResponse<String> upload(String type, byte[] bytes) throws Exception {
        return shop.client.send(
                java.net.http.HttpRequest.newBuilder(URI.create(shop.gateway.url() + "/v1/upload"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
    }
}
