package dev.tandem.local.cloud.shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Test function: one item of a table. {@code /items/forbidden} reads a table its role does not name and answers with the
 * error code; {@code /mine} and {@code /partner} answer with the subject of the token.
 */
public final class LookUpItemHandler implements RequestStreamHandler {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DynamoDbClient dynamoDb = DynamoDbClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = MAPPER.readTree(input);
        String id = event.at("/pathParameters/id").asText("");
        System.out.println("looking up " + id);
        ObjectNode body = MAPPER.createObjectNode();
        int status = 200;
        if (id.isEmpty()) {
            body.put(
                    "subject", event.at("/requestContext/authorizer/claims/sub").asText());
        } else {
            try {
                String table = System.getenv(id.equals("forbidden") ? "SECRET_TABLE" : "ITEM_TABLE");
                Map<String, AttributeValue> item = dynamoDb.getItem(
                                request -> request.tableName(table).key(Map.of("pk", AttributeValue.fromS(id))))
                        .item();
                status = item.isEmpty() ? 404 : 200;
                item.forEach((name, value) -> body.put(name, value.s() == null ? value.n() : value.s()));
            } catch (DynamoDbException e) {
                status = 403;
                body.put("error", e.awsErrorDetails().errorCode());
            }
        }
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("statusCode", status);
        answer.put("body", body.toString());
        MAPPER.writeValue(output, answer);
    }
}
