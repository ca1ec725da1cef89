package dev.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.demo.Connection;
import dev.tandem.demo.DemoShop;
import dev.tandem.demo.PartnerDoor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The same stack on LocalStack, the second backend. Needs Docker, a LocalStack token and a stack deployed by cdklocal; set
 * LOCALSTACK_ENDPOINT to run it.
 */
class LocalStackTest {
    @Test
    void aDroppedFileIsImportedThereToo() throws Exception {
        String endpoint = System.getenv("LOCALSTACK_ENDPOINT");
        Assumptions.assumeTrue(
                endpoint != null,
                "skipped: LOCALSTACK_ENDPOINT is not set (needs Docker, a LocalStack token and a stack deployed by cdklocal)");
        String bucket;
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.EU_CENTRAL_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            bucket = s3.listBuckets().buckets().stream()
                    .map(found -> found.name())
                    .filter(name -> name.contains("partner"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The stack is not deployed: no partner bucket"));
        }
        Connection connection = new Connection(endpoint, endpoint, "eu-central-1", "test", "test", bucket, "", "", "");
        try (PartnerDoor door = new PartnerDoor(connection)) {
            Instant start = Instant.now();
            door.drop("locations/localstack.jsonl", DemoShop.locationsFile(), "application/x-ndjson");
            JsonNode report = door.awaitReport("locations/localstack.jsonl", start, Duration.ofMinutes(3));
            assertThat(report.path("status").asText()).isIn("APPLIED", "ALREADY_APPLIED");
        }
    }
}
