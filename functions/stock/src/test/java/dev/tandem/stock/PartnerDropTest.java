package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Ids;
import dev.tandem.commons.Json;
import dev.tandem.commons.drops.BucketSignatures;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.DropStore;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.stock.feed.FeedStore;
import dev.tandem.stock.feed.PartnerDropTable;
import dev.tandem.stock.feed.StockFeed;
import dev.tandem.stock.feed.StockImports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** From the signed upload to the report, through the functions. */
class PartnerDropTest {
    private static final String WANTED =
            "{\"kind\":\"sales\",\"fileName\":\"day 1.csv\",\"contentType\":\"text/csv\",\"sizeBytes\":120}"
                    .replace("day 1", "day-1");
    private final Shop shop = new Shop("PartnerDrop" + System.nanoTime()).open();
    private final Bucket bucket = new Bucket();
    private final PartnerDropTable drops = new PartnerDropTable(shop.dynamoDb, shop.tables.feeds());
    private final GetPartnerDropHandler get = new GetPartnerDropHandler(drops, bucket);
    private final List<String> deadLetters = new ArrayList<>();
    private final ImportSalesFeedHandler imports = new ImportSalesFeedHandler(
            StockImports.of(
                    StockFeed.SALES,
                    new FeedStore(
                            Environment.of(Map.of(
                                    "FEED_TABLE", shop.tables.feeds(),
                                    "LOCATION_TABLE", shop.tables.locations(),
                                    "STOCK_TABLE", shop.tables.stock(),
                                    "MOVEMENT_TABLE", shop.tables.movements())),
                            shop.dynamoDb),
                    bucket,
                    shop.clock),
            (message, code, reason) -> deadLetters.add(code));
    private final PresignPartnerDropHandler presign = presign();

    private PresignPartnerDropHandler presign() {
        SecureRandom random = new SecureRandom();
        S3Presigner presigner = S3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
        return new PresignPartnerDropHandler(
                drops,
                new IdempotencyTable(shop.dynamoDb, shop.tables.idempotency(), shop.clock),
                new BucketSignatures(presigner, "partners"),
                millis -> Ids.next(millis, random),
                shop.clock);
    }

    @Test
    void signsSizeAndTypeAndNothingThatAPartnerWouldHaveToCompute() {
        Shop.Answer answer = ask("k1", WANTED);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("method").asText()).isEqualTo("PUT");
        assertThat(answer.text("url"))
                .contains("/partner-drops/sales/" + answer.text("dropId") + "/day-1.csv")
                .contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost")
                .doesNotContain("checksum");
        assertThat(answer.body().path("headers").path("content-length").asText())
                .isEqualTo("120");
        assertThat(answer.body().path("headers").path("content-type").asText()).isEqualTo("text/csv");
        assertThat(answer.text("expiresAt")).isEqualTo("2026-03-02T10:00:00Z");
    }

    @Test
    void answersARepeatWithTheFirstAnswer() {
        Shop.Answer first = ask("k1", WANTED);

        assertThat(ask("k1", WANTED).body()).isEqualTo(first.body());
        assertThat(ask("k1", WANTED.replace("120", "121")).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(ask("k2", WANTED).text("dropId")).isNotEqualTo(first.text("dropId"));
    }

    @Test
    void refusesWhatIsNoDrop() {
        assertThat(ask("k1", WANTED.replace("sales", "weather")).status()).isEqualTo(400);
        assertThat(ask("k1", WANTED.replace("day-1", "../x")).status()).isEqualTo(400);
        assertThat(ask("k1", WANTED.replace(",\"sizeBytes\":120", "")).status()).isEqualTo(400);
        assertThat(ask("k1", WANTED.replace("120", "5000000000")).code()).isEqualTo("FILE_TOO_LARGE");
    }

    @Test
    void tellsThePartnerAndNobodyElseWhatBecameOfTheFile() {
        String id = ask("k1", WANTED).text("dropId");
        assertThat(look(id, "partner-1").text("status")).isEqualTo("AWAITED");
        assertThat(look(id, "partner-2").code()).isEqualTo("DROP_NOT_FOUND");

        String key = "partner-drops/sales/" + id + "/day-1.csv";
        bucket.objects.put(
                key,
                "saleId,saleLine,location,sku,quantity,soldAt\nS1,1,CAM,A1,2,2026-03-01T10:00:00Z\nS1,2,CAM,A1,0,x\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(deliver(message(key)).path("batchItemFailures")).isEmpty();

        Shop.Answer seen = look(id, "partner-1");
        assertThat(seen.text("status")).isEqualTo("PARTLY_APPLIED");
        assertThat(seen.body().path("report").path("applied").asInt()).isEqualTo(1);
        assertThat(seen.body()
                        .path("report")
                        .path("rejected")
                        .path("ZERO_QUANTITY")
                        .asInt())
                .isEqualTo(1);
        assertThat(shop.balance("CAM", "A1").onHand()).isEqualTo(-2);
    }

    @Test
    void setsAsideMessagesThatCanNeverSucceedAndGoesOn() {
        bucket.objects.put(
                "partner-drops/sales/a b.csv",
                "saleId,saleLine,location,sku,quantity,soldAt\nS1,1,CAM,A1,2,2026-03-01T10:00:00Z\n"
                        .getBytes(StandardCharsets.UTF_8));

        JsonNode answer = deliver(
                "not json",
                "{}",
                message("partner-drops/stock/a.csv"),
                message("partner-drops/sales/gone.csv"),
                "{\"Event\":\"s3:TestEvent\"}",
                message("partner-drops/sales/a+b.csv"));

        assertThat(answer.path("batchItemFailures")).isEmpty();
        assertThat(deadLetters).containsExactly("MALFORMED_EVENT", "MALFORMED_EVENT", "WRONG_FOLDER", "FILE_MISSING");
        assertThat(shop.balance("CAM", "A1").onHand()).isEqualTo(-2);
    }

    private Shop.Answer ask(String key, String body) {
        return Shop.call(
                presign,
                Shop.request("POST", "/v1/partner-drops")
                        .header("x-api-key", "partner-1")
                        .key(key)
                        .body(body));
    }

    private Shop.Answer look(String id, String partner) {
        return Shop.call(
                get,
                Shop.request("GET", "/v1/partner-drops/" + id)
                        .path("dropId", id)
                        .header("x-api-key", partner));
    }

    private JsonNode deliver(String... bodies) {
        var records = Json.mapper().createArrayNode();
        for (String body : bodies) {
            records.addObject().put("messageId", "m" + records.size()).put("body", body);
        }
        return Json.tree(Shop.invoke(imports, Json.writeBytes(Json.object().set("Records", records))));
    }

    private static String message(String encodedKey) {
        return "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"eventTime\":\"2026-03-02T09:00:00Z\",\"s3\":{\"bucket\":"
                + "{\"name\":\"partners\"},\"object\":{\"key\":\"" + encodedKey + "\",\"sequencer\":\"1\"}}}]}";
    }

    private static final class Bucket implements DropStore {
        private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

        @Override
        public Content open(Drop drop, @Nullable String etag) {
            byte[] object = objects.get(drop.key());
            if (object == null) {
                throw new MissingException(drop.key());
            }
            return new Content(new ByteArrayInputStream(object), "etag", object.length);
        }

        @Override
        public void put(String key, String contentType, byte[] content) {
            objects.put(key, content);
        }

        @Override
        public void put(String key, String contentType, Path content) {
            try {
                objects.put(key, Files.readAllBytes(content));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
