package dev.tandem.local.cloud.shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** Test function: puts the lines (id,quantity) of a dropped file into a table; a file with the word poison fails. */
public final class ImportDropHandler implements RequestStreamHandler {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DynamoDbClient dynamoDb = DynamoDbClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    private final S3Client s3 =
            S3Client.builder().httpClient(UrlConnectionHttpClient.create()).build();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (JsonNode message : MAPPER.readTree(input).path("Records")) {
            for (JsonNode change :
                    MAPPER.readTree(message.path("body").asText()).path("Records")) {
                String bucket = change.at("/s3/bucket/name").asText();
                String key = URLDecoder.decode(change.at("/s3/object/key").asText(), StandardCharsets.UTF_8);
                if (!importFile(bucket, key)) {
                    failures.addObject()
                            .put("itemIdentifier", message.path("messageId").asText());
                }
            }
        }
        MAPPER.writeValue(output, answer);
    }

    private boolean importFile(String bucket, String key) {
        String text =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
        if (text.contains("poison")) {
            return false;
        }
        text.lines()
                .map(line -> line.split(","))
                .forEach(fields -> dynamoDb.putItem(request -> request.tableName(System.getenv("ITEM_TABLE"))
                        .item(Map.of(
                                "pk", AttributeValue.fromS(fields[0]), "quantity", AttributeValue.fromN(fields[1])))));
        return true;
    }
}
