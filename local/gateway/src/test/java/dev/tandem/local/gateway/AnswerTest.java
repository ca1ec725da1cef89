package dev.tandem.local.gateway;

import static dev.tandem.local.gateway.RoutingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static FunctionInvoker answering(String payload) {
        return (_, _) -> new FunctionInvoker.Answered(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> call(FunctionInvoker invoker) throws Exception {
        try (var shop = new Shop(invoker, UnaryOperator.identity())) {
            return shop.get("/v1/items");
        }
    }

    @Test
    void statusHeadersAndBodyOfTheFunctionArePassedOn() throws Exception {
        HttpResponse<String> response = call(answering("""
                        {"statusCode": 201, "headers": {"ETag": "\\"7\\"", "X-Both": "single", "X-Number": 5, "Content-Length": "3"},
                         "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "x-both": ["list"]},
                         "body": "{\\"é\\":1}", "isBase64Encoded": false}"""));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"é\":1}");
        assertThat(response.headers().firstValue("ETag")).hasValue("\"7\"");
        assertThat(response.headers().firstValue("X-Number")).hasValue("5");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(response.headers().allValues("X-Both")).containsExactly("list");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void base64BodiesAreDecoded() throws Exception {
        HttpResponse<String> response = call(
                answering(
                        "{\"statusCode\":200,\"headers\":{\"content-type\":\"text/plain\"},\"body\":\"aGk=\",\"isBase64Encoded\":true}"));
        assertThat(response.body()).isEqualTo("hi");
        assertThat(response.headers().allValues("Content-Type")).containsExactly("text/plain");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void answersWithoutBodyHaveNone(int status) throws Exception {
        HttpResponse<String> response = call(answering("{\"statusCode\":" + status + "}"));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not json",
                "{}",
                "{\"statusCode\":\"abc\"}",
                "{\"statusCode\":99}",
                "{\"statusCode\":1000}",
                "{\"statusCode\":200,\"body\":{}}",
                "{\"statusCode\":200,\"headers\":{\"a b\":\"x\"}}",
                "{\"statusCode\":200,\"headers\":{\"a\":\"x\\r\\nInjected: 1\"}}",
                "{\"statusCode\":200,\"body\":\"%%\",\"isBase64Encoded\":true}"
            })
    void whatIsNoProxyResponseIs502(String payload) throws Exception {
        assertProblem(call(answering(payload)), 502, "FUNCTION_FAILED");
    }

    @Test
    void aFailureIs502AndKeepsItsSecrets() throws Exception {
        HttpResponse<String> failed = call((_, _) -> new FunctionInvoker.Failed("Unhandled", "password in the trace"));
        assertProblem(failed, 502, "FUNCTION_FAILED");
        assertThat(failed.body()).doesNotContain("password");
        assertProblem(
                call((_, _) -> {
                    throw new IllegalStateException("boom");
                }),
                502,
                "FUNCTION_FAILED");
    }

    @Test
    void timeoutsAre504AndThrottlesAre429() throws Exception {
        assertProblem(call((_, _) -> new FunctionInvoker.TimedOut()), 504, "FUNCTION_TIMEOUT");
        HttpResponse<String> throttled = call((_, _) -> new FunctionInvoker.Throttled());
        assertProblem(throttled, 429, "FUNCTION_THROTTLED");
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void theGatewayStopsWaitingAfterItsTimeout() throws Exception {
        var never = new CountDownLatch(1);
        FunctionInvoker stuck = (_, _) -> {
            never.await();
            return new FunctionInvoker.TimedOut();
        };
        try (var shop = new Shop(stuck, options -> options.withIntegrationTimeout(Duration.ofMillis(50)))) {
            assertProblem(shop.get("/v1/items"), 504, "FUNCTION_TIMEOUT");
        } finally {
            never.countDown();
        }
    }
}
