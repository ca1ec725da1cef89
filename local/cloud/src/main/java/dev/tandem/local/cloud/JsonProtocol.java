package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls services of the AWS JSON protocol through the front door in the name of an access key. */
final class JsonProtocol implements AutoCloseable {

    /** The service said no. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String type;

        RefusedException(String type, String message) {
            super(message);
            this.type = type;
        }

        /** {@code ConditionalCheckFailedException}, ... */
        String type() {
            return type;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI endpoint;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    JsonProtocol(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** @param target as in X-Amz-Target: {@code DynamoDB_20120810.GetItem} */
    JsonNode call(String accessKeyId, String target, JsonNode body)
            throws RefusedException, IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKeyId
                                + "/20260101/eu-central-1/local/aws4_request, SignedHeaders=host, Signature=0")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode answer = response.body().length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(response.body());
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        String type = answer.path("__type").asText("InternalFailure");
        throw new RefusedException(
                type.substring(type.lastIndexOf('#') + 1),
                answer.path("message").asText(answer.path("Message").asText(type)));
    }

    @Override
    public void close() {
        http.close();
    }
}
