package dev.tandem.commons.http;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Json;
import dev.tandem.commons.log.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * The edge of a function behind API Gateway. Reads the proxy event, calls the use case, writes the proxy answer; an
 * {@link ApiException} becomes its problem document and a WARN line, anything else a 500 without a cause and an ERROR line.
 */
public final class ApiGateway {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGateway.class);

    private ApiGateway() {}

    public static void handle(
            InputStream in, OutputStream out, Context context, Function<ApiRequest, ApiResponse> useCase)
            throws IOException {
        byte[] event = in.readAllBytes();
        long start = System.nanoTime();
        Clients.resetWaited();
        ApiRequest request = ApiRequest.fromProxyEvent(Json.tree(event));
        ApiResponse response = Logs.around(context, request.correlationId(), () -> answer(request, useCase));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("statusCode", response.status());
        answer.put(
                "headers",
                response.withHeader("X-Correlation-Id", request.correlationId())
                        .withHeader("Server-Timing", timing(System.nanoTime() - start, Clients.waitedNanos()))
                        .headers());
        answer.put("body", response.body());
        answer.put("isBase64Encoded", false);
        out.write(Json.writeBytes(answer));
    }

    /** Milliseconds (W3C Server Timing): in the function without its last step, writing the answer, and of that waiting for AWS. */
    private static String timing(long functionNanos, long awsNanos) {
        return "function;dur=" + functionNanos / 1000 / 1000.0 + ", aws;dur=" + awsNanos / 1000 / 1000.0;
    }

    static ApiResponse answer(ApiRequest request, Function<ApiRequest, ApiResponse> useCase) {
        try {
            return useCase.apply(request);
        } catch (ApiException e) {
            LOG.warn(
                    "Refused",
                    StructuredArguments.entry("code", e.code()),
                    StructuredArguments.entry("status", e.status()),
                    StructuredArguments.entry("api_request_id", request.requestId()));
            return Problem.of(e, request.requestId());
        } catch (RuntimeException e) {
            LOG.error("Failed", StructuredArguments.entry("api_request_id", request.requestId()), e);
            return Problem.unexpected(request.requestId());
        }
    }
}
