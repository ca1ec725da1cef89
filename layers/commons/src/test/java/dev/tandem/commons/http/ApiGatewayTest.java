package dev.tandem.commons.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApiGatewayTest {
    record Order(String sku, int quantity) {
        Order {
            if (sku == null) {
                throw new IllegalArgumentException("sku is required");
            }
        }
    }

    private static ObjectNode event(String body) {
        ObjectNode event = Json.object()
                .put("httpMethod", "POST")
                .put("path", "/v1/orders/7")
                .put("body", body);
        event.putObject("pathParameters").put("id", "7");
        event.putObject("queryStringParameters").put("limit", "5").put("lat", "91");
        event.putObject("headers").put("X-Correlation-ID", "abc-1").put("idempotency-key", "k1");
        ObjectNode context = event.putObject("requestContext").put("requestId", "r-1");
        context.putObject("authorizer").putObject("claims").put("sub", "u1").put("cognito:groups", "staff,operations");
        return event;
    }

    private static JsonNode call(ObjectNode event, Function<ApiRequest, ApiResponse> useCase) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ApiGateway.handle(new ByteArrayInputStream(Json.writeBytes(event)), out, new TestContext(), useCase);
        return Json.tree(out.toByteArray());
    }

    @Test
    void handsTheRequestOnAndTheAnswerBack() throws Exception {
        JsonNode answer = call(event("{\"sku\":\"A\",\"quantity\":2}"), request -> {
            assertThat(request.pathParameter("id")).isEqualTo("7");
            assertThat(request.queryInt("limit", 1, 1, 10)).isEqualTo(5);
            assertThat(request.idempotencyKey()).isEqualTo("k1");
            assertThat(request.requireSubject()).isEqualTo("u1");
            request.requireGroup("staff");
            return ApiResponse.json(201, request.bodyAs(Order.class)).withHeader("ETag", "\"1\"");
        });
        assertThat(answer.path("statusCode").asInt()).isEqualTo(201);
        assertThat(answer.path("headers").path("ETag").asText()).isEqualTo("\"1\"");
        assertThat(answer.path("headers").path("X-Correlation-Id").asText()).isEqualTo("abc-1");
        assertThat(Json.tree(answer.path("body").asText()).path("quantity").asInt())
                .isEqualTo(2);
    }

    @Test
    void tellsAnExpectedFailureAsAProblemDocument() throws Exception {
        JsonNode answer = call(event(""), request -> {
            throw new ConflictException("INSUFFICIENT_STOCK", "Only 3 left.").with("available", 3);
        });
        assertThat(answer.path("statusCode").asInt()).isEqualTo(409);
        assertThat(answer.path("headers").path("Content-Type").asText()).isEqualTo("application/problem+json");
        JsonNode problem = Json.tree(answer.path("body").asText());
        assertThat(problem.path("code").asText()).isEqualTo("INSUFFICIENT_STOCK");
        assertThat(problem.path("status").asInt()).isEqualTo(409);
        assertThat(problem.path("requestId").asText()).isEqualTo("r-1");
        assertThat(problem.path("available").asInt()).isEqualTo(3);
    }

    @Test
    void hidesTheCauseOfAnUnexpectedFailure() throws Exception {
        JsonNode answer = call(event(""), request -> {
            throw new IllegalStateException("password=hunter2 at 10.0.0.1");
        });
        assertThat(answer.path("statusCode").asInt()).isEqualTo(500);
        assertThat(answer.path("body").asText()).contains("INTERNAL_ERROR").doesNotContain("hunter2", "IllegalState");
    }

    @Test
    void namesTheFieldThatIsWrong() throws Exception {
        assertThat(problemOf("{\"sku\":\"A\",\"quantity\":\"two\"}")).contains("quantity");
        assertThat(problemOf("{\"sku\":\"A\",\"quantity\":2,\"x\":1}")).contains("Unknown field x");
        assertThat(problemOf("{\"quantity\":2}")).contains("sku is required");
        assertThat(problemOf("null")).contains("not null");
        assertThat(problemOf("{")).doesNotContain("com.fasterxml");
    }

    private static String problemOf(String body) throws Exception {
        JsonNode answer = call(event(body), request -> ApiResponse.json(200, request.bodyAs(Order.class)));
        assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
        JsonNode problem = Json.tree(answer.path("body").asText());
        assertThat(problem.path("code").asText()).isEqualTo("BODY_INVALID");
        return problem.path("detail").asText();
    }

    @Test
    void refusesAParameterOutOfRangeAndAGroupThatIsNotHeld() throws Exception {
        assertThat(call(event(""), request -> ApiResponse.json(200, request.queryDouble("lat", -90, 90)))
                        .path("statusCode")
                        .asInt())
                .isEqualTo(400);
        assertThat(call(event(""), request -> {
                            request.requireGroup("finance");
                            return ApiResponse.empty(204);
                        })
                        .path("statusCode")
                        .asInt())
                .isEqualTo(403);
    }

    @Test
    void replacesACorrelationIdThatIsNotSafeToLog() throws Exception {
        ObjectNode event = event("");
        event.putObject("headers").put("X-Correlation-Id", "a\nb");
        JsonNode answer = call(event, request -> ApiResponse.empty(204));
        assertThat(answer.path("headers").path("X-Correlation-Id").asText()).matches("[0-9a-f-]{36}");
    }
}
