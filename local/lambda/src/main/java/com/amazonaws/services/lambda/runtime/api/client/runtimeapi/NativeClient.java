package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Stands in for the one class of AWS's runtime client that needs its native library, which exists for Linux only. A child on
 * macOS or Windows has this class first on its class path; all else of the client is AWS's own there too. The package and the
 * three methods are what the client calls.
 */
final class NativeClient {
    private static volatile String invocations = "";

    private NativeClient() {}

    static void init(String runtimeApi) {
        invocations = "http://" + runtimeApi + "/2018-06-01/runtime/invocation/";
    }

    static InvocationRequest next() {
        try {
            HttpURLConnection connection = open("next");
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new LambdaRuntimeClientException("Failed to get next.", status);
            }
            InvocationRequest request = new InvocationRequest();
            request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
            request.setInvokedFunctionArn(connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
            request.setXrayTraceId(connection.getHeaderField("Lambda-Runtime-Trace-Id"));
            request.setDeadlineTimeInMs(connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0));
            try (InputStream body = connection.getInputStream()) {
                request.setContent(body.readAllBytes());
            }
            return request;
        } catch (IOException e) {
            throw new LambdaRuntimeClientException("Failed to get next: " + e.getMessage(), -1);
        }
    }

    static void postInvocationResponse(byte[] requestId, byte[] response) {
        try {
            HttpURLConnection connection = open(new String(requestId, StandardCharsets.UTF_8) + "/response");
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setFixedLengthStreamingMode(response.length);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(response);
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new LambdaRuntimeClientException("Failed to post invocation response.", status);
            }
            try (InputStream answer = connection.getInputStream()) {
                answer.readAllBytes();
            }
        } catch (IOException e) {
            throw new LambdaRuntimeClientException("Failed to post invocation response: " + e.getMessage(), -1);
        }
    }

    private static HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(invocations + path).toURL().openConnection();
    }
}
