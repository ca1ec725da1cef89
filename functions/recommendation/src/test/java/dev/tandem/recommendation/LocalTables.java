package dev.tandem.recommendation;

import dev.tandem.local.backends.DynamoDbBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** One DynamoDB Local for all tests of this module; each test makes tables of its own. */
final class LocalTables {
    private static @Nullable DynamoDbClient client;

    private LocalTables() {}

    static synchronized DynamoDbClient client() {
        DynamoDbClient current = client;
        if (current == null) {
            // Its threads are daemons: it ends with the tests.
            DynamoDbBackend backend = DynamoDbBackend.start(null);
            current = DynamoDbClient.builder()
                    .endpointOverride(backend.endpoint())
                    .region(Region.EU_CENTRAL_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
            client = current;
        }
        return current;
    }

    /** A new table with text keys; returns its name. */
    static String create(String name, String... keys) {
        KeyType[] types = {KeyType.HASH, KeyType.RANGE};
        List<KeySchemaElement> schema = new java.util.ArrayList<>();
        List<AttributeDefinition> attributes = new java.util.ArrayList<>();
        for (String key : keys) {
            schema.add(KeySchemaElement.builder()
                    .attributeName(key)
                    .keyType(types[schema.size()])
                    .build());
            attributes.add(AttributeDefinition.builder()
                    .attributeName(key)
                    .attributeType(ScalarAttributeType.S)
                    .build());
        }
        client().createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(schema));
        return name;
    }
}
