package dev.tandem.local.backends;

import static dev.tandem.local.backends.LocalStores.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What the front door asks of the authorizer, and what a refused caller sees. */
class LeastPrivilegeTest {
    private static final String TABLES = "arn:aws:dynamodb:eu-central-1:000000000000:table/";
    private static final String QUEUES = "arn:aws:sqs:eu-central-1:000000000000:";
    private static final String FUNCTION = "LookupStock1";

    /** "action resource" pairs that the function's role allows. */
    private static final Set<String> ALLOWED = ConcurrentHashMap.newKeySet();

    private static LocalStores stores;
    private static DynamoDbClient dynamoDb;
    private static SqsClient sqs;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        stores = LocalStores.inMemory(
                (key, action, resource) -> key.equals(FUNCTION) && ALLOWED.contains(action + " " + resource)
                        ? Authorizer.Decision.allow()
                        : Authorizer.Decision.deny("arn:aws:iam::000000000000:role/" + key));
        for (String table : List.of("One", "Two")) {
            stores.dynamoDb.createTable(json("{'TableName':'" + table
                    + "Table','AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}],"
                    + "'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}]}"));
        }
        stores.sqs.createQueue("Work", json("{}"));
        stores.s3.createBucket("data");
        dynamoDb = stores.dynamoDbClient(FUNCTION);
        sqs = stores.sqsClient(FUNCTION);
        s3 = stores.s3Client(FUNCTION);
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @BeforeEach
    void forget() {
        ALLOWED.clear();
    }

    @Test
    void aRefusalIsTheAccessDeniedOfTheServiceAndNamesActionAndResource() {
        var refusal = catchThrowableOfType(
                DynamoDbException.class,
                () -> dynamoDb.putItem(put -> put.tableName("OneTable").item(key())));
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
        assertThat(refusal.getMessage())
                .contains("arn:aws:iam::000000000000:role/LookupStock1 is not authorized to perform: dynamodb:PutItem"
                        + " on resource: " + TABLES + "OneTable");
    }

    @Test
    void aTransactionNeedsThePermissionOfEachItem() {
        Runnable transaction = () -> dynamoDb.transactWriteItems(write -> write.transactItems(
                item -> item.put(put -> put.tableName("OneTable").item(key())),
                item -> item.conditionCheck(check ->
                        check.tableName("TwoTable").key(key()).conditionExpression("attribute_not_exists(pk)"))));
        ALLOWED.add("dynamodb:PutItem " + TABLES + "OneTable");
        assertDenied(transaction, "dynamodb:ConditionCheckItem on resource: " + TABLES + "TwoTable");
        ALLOWED.add("dynamodb:ConditionCheckItem " + TABLES + "TwoTable");
        transaction.run();
    }

    @Test
    void aBatchNeedsThePermissionOnEachTable() {
        var write = List.of(WriteRequest.builder()
                .putRequest(PutRequest.builder().item(key()).build())
                .build());
        Runnable batch =
                () -> dynamoDb.batchWriteItem(put -> put.requestItems(Map.of("OneTable", write, "TwoTable", write)));
        ALLOWED.add("dynamodb:BatchWriteItem " + TABLES + "OneTable");
        assertDenied(batch, "dynamodb:BatchWriteItem on resource: " + TABLES + "TwoTable");
        ALLOWED.add("dynamodb:BatchWriteItem " + TABLES + "TwoTable");
        batch.run();
    }

    @Test
    void aQueryOfAnIndexNeedsTheIndex() {
        ALLOWED.add("dynamodb:Query " + TABLES + "OneTable");
        assertDenied(
                () -> dynamoDb.query(query -> query.tableName("OneTable")
                        .indexName("byLocation")
                        .keyConditionExpression("pk = :k")
                        .expressionAttributeValues(Map.of(":k", AttributeValue.fromS("k")))),
                "dynamodb:Query on resource: " + TABLES + "OneTable/index/byLocation");
    }

    @Test
    void aBatchOfMessagesNeedsTheSingleAction() {
        String url = stores.sqs.queueUrl("Work").toString();
        Runnable send = () -> sqs.sendMessageBatch(
                batch -> batch.queueUrl(url).entries(entry -> entry.id("a").messageBody("x")));
        assertDenied(send, "sqs:SendMessage on resource: " + QUEUES + "Work");
        ALLOWED.add("sqs:SendMessage " + QUEUES + "Work");
        send.run();
        assertDenied(() -> sqs.receiveMessage(receive -> receive.queueUrl(url)), "sqs:ReceiveMessage");
    }

    @Test
    void objectsAreCheckedByKeyAndWritingDoesNotImplyReading() {
        ALLOWED.add("s3:PutObject arn:aws:s3:::data/reports/one.json");
        s3.putObject(put -> put.bucket("data").key("reports/one.json").ifNoneMatch("*"), RequestBody.fromString("{}"));
        assertDenied(
                () -> s3.putObject(put -> put.bucket("data").key("other/one.json"), RequestBody.fromString("{}")),
                "s3:PutObject on resource: arn:aws:s3:::data/other/one.json");
        assertDenied(() -> s3.getObjectAsBytes(get -> get.bucket("data").key("reports/one.json")), "s3:GetObject");
        assertDenied(
                () -> s3.listObjectsV2(list -> list.bucket("data")), "s3:ListBucket on resource: arn:aws:s3:::data");
        assertDenied(
                () -> s3.copyObject(copy -> copy.sourceBucket("data")
                        .sourceKey("reports/one.json")
                        .destinationBucket("data")
                        .destinationKey("reports/two.json")),
                "s3:GetObject");
        assertDenied(() -> s3.deleteObject(delete -> delete.bucket("data").key("reports/one.json")), "s3:DeleteObject");
    }

    /** A server that leaves a part of the request unread closes the connection, and the client sees that instead of an answer. */
    @Test
    void uploadsAreAnsweredAndNotBrokenOff() {
        ALLOWED.add("s3:PutObject arn:aws:s3:::data/mine");
        S3Client impatient = stores.s3ClientWithoutRepeats(FUNCTION);
        for (int size : new int[] {2, 300_000}) {
            RequestBody body = RequestBody.fromBytes(new byte[size]);
            for (int attempt = 0; attempt < 50; attempt++) {
                impatient.putObject(put -> put.bucket("data").key("mine"), body);
                assertDenied(
                        () -> impatient.putObject(put -> put.bucket("data").key("other"), body),
                        "s3:PutObject on resource: arn:aws:s3:::data/other");
                assertThatThrownBy(() -> impatient.putObject(
                                put -> put.bucket("data").key("mine").ifNoneMatch("*"), body))
                        .isInstanceOfSatisfying(
                                S3Exception.class,
                                taken -> assertThat(taken.statusCode()).isEqualTo(412));
            }
        }
    }

    @Test
    void aMultipartUploadNeedsPutObjectOnly() {
        ALLOWED.add("s3:PutObject arn:aws:s3:::data/big");
        String upload = s3.createMultipartUpload(create -> create.bucket("data").key("big"))
                .uploadId();
        var part = s3.uploadPart(
                request -> request.bucket("data").key("big").uploadId(upload).partNumber(1),
                RequestBody.fromString("all"));
        s3.completeMultipartUpload(complete -> complete.bucket("data")
                .key("big")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(p -> p.partNumber(1).eTag(part.eTag()))));
        assertThat(stores.events).anyMatch(event -> event.key().equals("big"));
    }

    @Test
    void aMissingKeyIsHiddenFromWhoMayNotList() {
        ALLOWED.add("s3:GetObject arn:aws:s3:::data/missing");
        Runnable get =
                () -> s3.getObjectAsBytes(request -> request.bucket("data").key("missing"));
        assertDenied(get, "s3:ListBucket");
        ALLOWED.add("s3:ListBucket arn:aws:s3:::data");
        assertThatThrownBy(get::run)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        missing -> assertThat(missing.statusCode()).isEqualTo(404));
    }

    private static void assertDenied(Runnable call, String fragment) {
        AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call::run);
        assertThat(refusal).as("refusal of " + fragment).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).startsWith("AccessDenied");
        assertThat(refusal.getMessage()).contains(fragment);
    }

    private static Map<String, AttributeValue> key() {
        return Map.of("pk", AttributeValue.fromS("k"));
    }
}
