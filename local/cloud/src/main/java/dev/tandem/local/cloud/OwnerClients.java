package dev.tandem.local.cloud;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS clients in the name of the owner of the machine, for tests and for what stands beside the functions. */
public final class OwnerClients implements AutoCloseable {

    private final DynamoDbClient dynamoDb;
    private final SqsClient sqs;
    private final S3Client s3;

    OwnerClients(URI endpoint, URI s3Endpoint) {
        this.dynamoDb = here(DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint);
        this.sqs = here(SqsClient.builder().httpClient(UrlConnectionHttpClient.create()), endpoint);
        this.s3 =
                here(S3Client.builder().forcePathStyle(true).httpClient(UrlConnectionHttpClient.create()), s3Endpoint);
    }

    private static <B extends AwsClientBuilder<B, C>, C> C here(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Principals.OWNER, Principals.OWNER)))
                .build();
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public SqsClient sqs() {
        return sqs;
    }

    public S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        dynamoDb.close();
        sqs.close();
        s3.close();
    }
}
