package dev.tandem.local.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

class S3BackendTest {
    private static final String BUCKET = "partner";

    @TempDir
    private static java.nio.file.Path state;

    private static LocalStores stores;
    private static S3Client client;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        stores = LocalStores.keptIn(state);
        stores.s3.createBucket(BUCKET);
        client = stores.s3Client("partner");
    }

    @AfterAll
    static void stop() {
        stores.close();
        HTTP.close();
    }

    @Test
    void eachWriteAndRemovalIsToldOnce() {
        var put = client.putObject(
                request -> request.bucket(BUCKET).key("ev/ä b+c.csv"), RequestBody.fromString("12345"));
        client.copyObject(copy -> copy.sourceBucket(BUCKET)
                .sourceKey("ev/ä b+c.csv")
                .destinationBucket(BUCKET)
                .destinationKey("ev/copy"));
        client.deleteObject(delete -> delete.bucket(BUCKET).key("ev/copy"));
        client.deleteObject(delete -> delete.bucket(BUCKET).key("ev/never-there"));
        String etag = put.eTag().replace("\"", "");
        assertThat(stores.events)
                .filteredOn(event -> event.key().startsWith("ev/"))
                .containsExactly(
                        new ObjectEvent(BUCKET, "ev/ä b+c.csv", 5, etag, ObjectEvent.Type.PUT),
                        new ObjectEvent(BUCKET, "ev/copy", 5, etag, ObjectEvent.Type.COPY),
                        new ObjectEvent(BUCKET, "ev/copy", 0, "", ObjectEvent.Type.REMOVED));
    }

    @Test
    void aMultipartUploadIsOneObjectAndOneEvent() {
        String key = "multi/big.bin";
        byte[] part = new byte[5 * 1024 * 1024];
        String upload = client.createMultipartUpload(
                        create -> create.bucket(BUCKET).key(key).contentType("application/gzip"))
                .uploadId();
        var first = client.uploadPart(
                request -> request.bucket(BUCKET).key(key).uploadId(upload).partNumber(1), RequestBody.fromBytes(part));
        var second = client.uploadPart(
                request -> request.bucket(BUCKET).key(key).uploadId(upload).partNumber(2),
                RequestBody.fromString("end"));
        assertThat(client.listObjectsV2(list -> list.bucket(BUCKET).prefix("multi/"))
                        .contents())
                .isEmpty();
        client.completeMultipartUpload(complete -> complete.bucket(BUCKET)
                .key(key)
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(first.eTag()).build(),
                        CompletedPart.builder()
                                .partNumber(2)
                                .eTag(second.eTag())
                                .build())));

        var head = client.headObject(request -> request.bucket(BUCKET).key(key));
        assertThat(head.contentLength()).isEqualTo(part.length + 3L);
        assertThat(head.contentType()).isEqualTo("application/gzip");
        assertThat(stores.events)
                .filteredOn(event -> event.key().startsWith("multi/"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo(ObjectEvent.Type.MULTIPART);
                    assertThat(event.size()).isEqualTo(part.length + 3L);
                });
        assertThat(client.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                .noneMatch(object -> object.key().startsWith(EventingBlobStore.UPLOAD_STUB));
    }

    @Test
    void onlyOneOfManyConditionalWritersWins() throws Exception {
        AtomicInteger won = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                threads.submit(() -> {
                    try {
                        client.putObject(
                                put -> put.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("mine"));
                        won.incrementAndGet();
                    } catch (S3Exception refusal) {
                        assertThat(refusal.statusCode()).isIn(409, 412);
                        refused.incrementAndGet();
                    }
                });
            }
        }
        assertThat(won).hasValue(1);
        assertThat(refused).hasValue(15);
        assertThat(stores.events)
                .filteredOn(event -> event.key().equals("once"))
                .hasSize(1);
    }

    @Test
    void aPresignedPutTakesTheSignedTypeAndLengthOnly() throws Exception {
        PresignedPutObjectRequest signed = presign("drops/feed.csv", "text/csv", 9);

        assertThat(send(signed, "application/json", "sku,count").statusCode()).isEqualTo(403);
        assertThat(send(signed, "text/csv", "sku,count,and more").statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> client.headObject(head -> head.bucket(BUCKET).key("drops/feed.csv")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(stores.events).noneMatch(event -> event.key().equals("drops/feed.csv"));

        HttpResponse<String> accepted = send(signed, "text/csv", "sku,count");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        assertThat(stores.events)
                .filteredOn(event -> event.key().equals("drops/feed.csv"))
                .singleElement()
                .satisfies(event -> assertThat(event.size()).isEqualTo(9));
    }

    @Test
    void aWrongSecretAnUnknownKeyAndNoSignatureAreRefused() throws Exception {
        assertThat(refusalOf(stores.s3Client("partner", "guessed"))).isEqualTo("SignatureDoesNotMatch");
        assertThat(refusalOf(stores.s3Client("nobody"))).isEqualTo("InvalidAccessKeyId");
        var unsigned = HTTP.send(
                HttpRequest.newBuilder(stores.s3.endpoint().resolve("/" + BUCKET + "/any"))
                        .PUT(BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(unsigned.statusCode()).isEqualTo(403);
    }

    private static String refusalOf(S3Client stranger) {
        return catchThrowableOfType(S3Exception.class, () -> stranger.listObjectsV2(list -> list.bucket(BUCKET)))
                .awsErrorDetails()
                .errorCode();
    }

    private static PresignedPutObjectRequest presign(String key, String contentType, long length) {
        return stores.presigner("partner")
                .presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                        .putObjectRequest(put -> put.bucket(BUCKET)
                                .key(key)
                                .contentType(contentType)
                                .contentLength(length)));
    }

    private static HttpResponse<String> send(PresignedPutObjectRequest signed, String contentType, String body)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(signed.url().toURI())
                        .header("Content-Type", contentType)
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
