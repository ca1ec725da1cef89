package dev.tandem.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What a partner does: drops a file into the bucket and reads the report that comes of it. */
public final class PartnerDoor implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Client s3;
    private final String bucket;

    public PartnerDoor(Connection connection) {
        this.bucket = connection.partnerBucket();
        this.s3 = S3Client.builder()
                .endpointOverride(URI.create(connection.s3()))
                .region(Region.of(connection.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Puts a file at {@code partner-drops/<name>}. */
    public void drop(String name, byte[] content, String contentType) {
        s3.putObject(
                request -> request.bucket(bucket).key("partner-drops/" + name).contentType(contentType),
                RequestBody.fromBytes(content));
    }

    /** The report on a dropped file, once the system has written one that is newer than the given time. */
    public Optional<JsonNode> report(String name, Instant newerThan) throws IOException {
        try {
            var object = s3.getObjectAsBytes(
                    request -> request.bucket(bucket).key("reports/partner-drops/" + name + ".json"));
            JsonNode report = JSON.readTree(object.asByteArray());
            Instant finished = Instant.parse(report.path("finishedAt").asText("1970-01-01T00:00:00Z"));
            return finished.isBefore(newerThan) ? Optional.empty() : Optional.of(report);
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * Waits for the report on a file.
     *
     * @throws IOException when none has come in time
     */
    public JsonNode awaitReport(String name, Instant newerThan, Duration patience)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            Optional<JsonNode> report = report(name, newerThan);
            if (report.isPresent()) {
                return report.get();
            }
            Thread.sleep(100);
        }
        throw new IOException(
                "No report on " + name + " after " + patience.toSeconds() + " s; see /_local for the function's log");
    }

    @Override
    public void close() {
        s3.close();
    }
}
