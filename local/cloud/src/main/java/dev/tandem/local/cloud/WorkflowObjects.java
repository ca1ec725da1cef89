package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.TaskFailedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** S3 for workflows; arguments and answers have the names of the SDK integration. */
final class WorkflowObjects implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI endpoint;
    private final Principals principals;
    private final Map<String, S3Client> clients = new ConcurrentHashMap<>();

    WorkflowObjects(URI endpoint, Principals principals) {
        this.endpoint = endpoint;
        this.principals = principals;
    }

    /** @param binary whether the body of an object comes as bytes (item readers) or as text (tasks) */
    JsonNode call(String accessKeyId, String action, JsonNode arguments, boolean binary) throws TaskFailedException {
        S3Client s3 = clients.computeIfAbsent(accessKeyId, this::client);
        try {
            return switch (action) {
                case "getObject" -> get(s3, arguments, binary);
                case "putObject" -> put(s3, arguments);
                case "listObjectsV2" -> list(s3, arguments);
                default ->
                    throw new TaskFailedException(
                            "States.Runtime", "the embedded cloud has no integration s3:" + action);
            };
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null
                    ? "S3Exception"
                    : e.awsErrorDetails().errorCode();
            throw new TaskFailedException(
                    "S3." + (code.endsWith("Exception") ? code : code + "Exception"), String.valueOf(e.getMessage()));
        } catch (SdkClientException e) {
            throw new TaskFailedException("S3.SdkClientException", String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode get(S3Client s3, JsonNode arguments, boolean binary) {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(arguments.path("Bucket").asText())
                .key(arguments.path("Key").asText());
        if (arguments.has("VersionId")) {
            request.versionId(arguments.path("VersionId").asText());
        }
        ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(request.build());
        ObjectNode answer = MAPPER.createObjectNode();
        if (binary) {
            answer.put("Body", object.asByteArray());
        } else {
            answer.put("Body", object.asString(StandardCharsets.UTF_8));
        }
        answer.put("ContentLength", object.response().contentLength());
        answer.put("ContentType", object.response().contentType());
        return answer.put("ETag", object.response().eTag());
    }

    private static JsonNode put(S3Client s3, JsonNode arguments) {
        JsonNode body = arguments.path("Body");
        String text = body.isTextual() ? body.asText() : body.toString();
        String etag = s3.putObject(
                        PutObjectRequest.builder()
                                .bucket(arguments.path("Bucket").asText())
                                .key(arguments.path("Key").asText())
                                .contentType(arguments.path("ContentType").asText("application/json"))
                                .build(),
                        RequestBody.fromString(text, StandardCharsets.UTF_8))
                .eTag();
        return MAPPER.createObjectNode().put("ETag", etag);
    }

    private static JsonNode list(S3Client s3, JsonNode arguments) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(arguments.path("Bucket").asText());
        if (arguments.has("Prefix")) {
            request.prefix(arguments.path("Prefix").asText());
        }
        if (arguments.has("ContinuationToken")) {
            request.continuationToken(arguments.path("ContinuationToken").asText());
        }
        if (arguments.has("MaxKeys")) {
            request.maxKeys(arguments.path("MaxKeys").asInt());
        }
        ListObjectsV2Response page = s3.listObjectsV2(request.build());
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode contents = answer.putArray("Contents");
        page.contents()
                .forEach(object -> contents.addObject()
                        .put("Etag", object.eTag())
                        .put("Key", object.key())
                        .put("LastModified", object.lastModified().getEpochSecond())
                        .put("Size", object.size())
                        .put("StorageClass", object.storageClassAsString()));
        answer.put("IsTruncated", page.isTruncated());
        answer.put("KeyCount", page.keyCount());
        answer.put("Name", page.name());
        if (page.nextContinuationToken() != null) {
            answer.put("NextContinuationToken", page.nextContinuationToken());
        }
        return answer;
    }

    private S3Client client(String accessKeyId) {
        String secret = principals.secretOf(accessKeyId).orElse("none");
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
                .build();
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
    }
}
