package dev.tandem.local.backends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Calls of the cloud itself to a store, in the AWS JSON protocol and without the weight of an SDK client. */
final class JsonCalls implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Upstream upstream;
    private final String targetPrefix;
    private final String contentType;

    JsonCalls(URI endpoint, String targetPrefix, String contentType) {
        this.upstream = new Upstream(endpoint);
        this.targetPrefix = targetPrefix;
        this.contentType = contentType;
    }

    /** A refusal by the service, with the short name of its error, for example ResourceNotFoundException. */
    static final class ServiceException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String type;

        ServiceException(String type, String message) {
            super(message);
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    JsonNode call(String operation, JsonNode request) {
        try {
            return callOrRefuse(operation, request);
        } catch (ServiceException refusal) {
            throw new BackendException(operation + ": " + refusal.type() + ": " + refusal.getMessage(), refusal);
        }
    }

    JsonNode callOrRefuse(String operation, JsonNode request) {
        try {
            Upstream.Response response = upstream.send(
                    "POST",
                    "/",
                    List.of(
                            new Upstream.Header("X-Amz-Target", targetPrefix + operation),
                            new Upstream.Header("Content-Type", contentType),
                            FrontDoor.INTERNAL_SIGNATURE),
                    JSON.writeValueAsBytes(request));
            JsonNode answer = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.status() >= 300) {
                String type = answer.path("__type").asText("status " + response.status());
                String message =
                        answer.path("message").asText(answer.path("Message").asText());
                throw new ServiceException(type.substring(type.indexOf('#') + 1), message);
            }
            return answer;
        } catch (IOException cause) {
            throw new BackendException(operation + " was not answered: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        upstream.close();
    }
}
