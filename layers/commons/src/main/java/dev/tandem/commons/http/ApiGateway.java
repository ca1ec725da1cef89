package dev.tandem.commons.http;

import com.amazonaws.services.lambda.runtime.Context;
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
        ApiRequest request = ApiRequest.fromProxyEvent(Json.tree(in.readAllBytes()));
        ApiResponse response = Logs.around(context, request.correlationId(), () -> answer(request, useCase));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("statusCode", response.status());
        answer.put(
                "headers",
                response.withHeader("X-Correlation-Id", request.correlationId()).headers());
        answer.put("body", response.body());
        answer.put("isBase64Encoded", false);
        out.write(Json.writeBytes(answer));
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
