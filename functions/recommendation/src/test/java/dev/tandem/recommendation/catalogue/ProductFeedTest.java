package dev.tandem.recommendation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.drops.Deadline;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.FeedImporter;
import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.commons.drops.MemoryDrops;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.recommendation.MemoryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Product files on tables of DynamoDB Local. */
class ProductFeedTest {
    private static final String HEADER =
            "sku,name,category,brand,scenes,price,currency,variantGroup,discontinued,updatedAt\n";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T09:00:00Z"), ZoneOffset.UTC);
    private static final AtomicInteger LABS = new AtomicInteger();

    private final DynamoDbClient dynamoDb = DynamoInMemory.client();
    private final MemoryDrops drops = new MemoryDrops();
    private final String name = "Catalogue" + LABS.incrementAndGet();
    private final ProductTable products = table();
    private int files;

    private ProductTable table() {
        DynamoInMemory.create(name, false, null);
        DynamoInMemory.create(name + "Feed", true, null);
        return new ProductTable(dynamoDb, name, CLOCK);
    }

    private FeedReport bring(String... rows) throws IOException {
        return deliver(drop(rows), Deadline.NEVER);
    }

    private Drop drop(String... rows) {
        String key = "partner-drops/products/" + files++ + ".csv";
        drops.drop(key, (HEADER + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
        return new Drop(key, null, key);
    }

    private FeedReport deliver(Drop drop, Deadline deadline) throws IOException {
        return new FeedImporter(
                        new ProductsApplier(products, 3),
                        drops,
                        new FeedFileTable(dynamoDb, name + "Feed"),
                        none -> Set.of(),
                        FeedLimits.DEFAULT,
                        CLOCK)
                .run(drop, "correlation", deadline);
    }

    private static String row(String sku, String name, int minute) {
        return sku + "," + name + ",Prams,Kiwi,new-baby|city,12.50,EUR,G1,," + time(minute);
    }

    private static String time(int minute) {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(60L * minute).toString();
    }

    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        try (var all = products.all()) {
            all.forEach(listing -> names.put(listing.sku(), listing.product().name()));
        }
        return names;
    }

    @Test
    void listsWhatTheFileSays() throws IOException {
        FeedReport report = bring(
                "A1,\"Pram, blue\",Prams,Kiwi,new-baby|city,1249.5,EUR,PRAM,false," + time(1),
                "Y1,Kimono,Wear,,,1200,JPY,,true," + time(2));

        assertThat(report.status()).isEqualTo(FeedReport.Status.APPLIED);
        Listing pram = products.find(List.of("A1")).get("A1");
        assertThat(pram.product().name()).isEqualTo("Pram, blue");
        assertThat(pram.product().priceMinor()).isEqualTo(124_950);
        assertThat(pram.product().scenes()).containsExactlyInAnyOrder("new-baby", "city");
        assertThat(pram.product().firstSeen()).isEqualTo(LocalDate.parse("2026-03-02"));
        assertThat(pram.variantGroup()).isEqualTo("PRAM");
        Listing kimono = products.find(List.of("Y1")).get("Y1");
        assertThat(kimono.product().priceMinor()).isEqualTo(1_200);
        assertThat(kimono.product().brand()).isNull();
        assertThat(kimono.product().scenes()).isEmpty();
        assertThat(kimono.discontinued()).isTrue();
    }

    @Test
    void anOlderRowNeverOverwritesANewerOne() throws IOException {
        bring(row("A1", "new", 10));

        FeedReport older = bring(row("A1", "old", 9), row("A2", "other", 9));
        assertThat(older.status()).isEqualTo(FeedReport.Status.PARTLY_APPLIED);
        assertThat(older.rejected()).isEqualTo(Map.of("STALE_ROW", 1L));
        assertThat(bring(row("A1", "rival", 10)).rejected()).isEqualTo(Map.of("CONFLICTING_ROW", 1L));
        assertThat(bring(row("A1", "new", 10), row("A2", "later", 11)).unchanged())
                .isEqualTo(1);
        assertThat(names()).isEqualTo(Map.of("A1", "new", "A2", "later"));
    }

    @Test
    void theSameFileTwiceChangesNothing() throws IOException {
        String[] rows = {row("A1", "a", 1), row("A2", "b", 1)};
        bring(rows);
        assertThat(bring(rows).status()).isEqualTo(FeedReport.Status.ALREADY_APPLIED);
    }

    @Test
    void setsBadRowsAsideAndTakesTheRest() throws IOException {
        FeedReport report = bring(
                row("A1", "good", 1),
                "A2,n,c,b,,1.234,EUR,,," + time(1),
                "A3,n,c,b,,1e9,EUR,,," + time(1),
                "A4,n,c,b,,-1,EUR,,," + time(1),
                "A5,n,c,b,,1,EURO,,," + time(1),
                "A6,,c,b,,1,EUR,,," + time(1),
                "A7,n,c,b,,1,EUR,,maybe," + time(1),
                "A8,n,c,b,,1,EUR,,,yesterday",
                row("A1", "again", 2),
                "a b,n,c,b,,1,EUR,,," + time(1));

        assertThat(drops.rejected(report.file()))
                .containsExactlyInAnyOrder(
                        "3 PRICE_PRECISION",
                        "4 INVALID_VALUE",
                        "5 INVALID_VALUE",
                        "6 INVALID_VALUE",
                        "7 MISSING_VALUE",
                        "8 INVALID_VALUE",
                        "9 NOT_A_TIME",
                        "10 DUPLICATE_SKU",
                        "11 INVALID_VALUE");
        assertThat(names()).isEqualTo(Map.of("A1", "good"));
    }

    @Test
    void filesInAnyOrderEndInTheSameCatalogue() throws IOException {
        Random random = new Random(7);
        Map<String, String> newest = new TreeMap<>();
        List<String[]> drops = new ArrayList<>();
        for (int minute = 0; minute < 12; minute++) {
            List<String> rows = new ArrayList<>();
            for (int sku = 0; sku < 8; sku++) {
                if (random.nextInt(3) > 0) {
                    String said = "name-" + minute + "-" + sku;
                    rows.add(row("S" + sku, said, minute));
                    newest.put("S" + sku, said);
                }
            }
            drops.add(rows.toArray(String[]::new));
        }
        Collections.shuffle(drops, random);
        for (String[] rows : drops) {
            bring(rows);
        }
        assertThat(names()).isEqualTo(newest);
    }

    @Test
    void aBrokenOffFileGoesOnAndIsCountedOnce() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int sku = 0; sku < 10; sku++) {
            rows.add(row("S" + sku, "n" + sku, 1));
        }
        Drop drop = drop(rows.toArray(String[]::new));
        FeedReport report = null;
        int calls = 0;
        while (report == null) {
            calls++;
            try {
                report = deliver(drop, () -> true);
            } catch (FeedInterruptedException e) {
                // the queue delivers it again
            }
        }
        assertThat(calls).isEqualTo(4);
        assertThat(report.applied()).isEqualTo(10);
        assertThat(report.status()).isEqualTo(FeedReport.Status.APPLIED);
        assertThat(names()).hasSize(10);
    }

    @Test
    void publishesWhatChangedAndNothingElse() throws IOException {
        MemoryFiles data = new MemoryFiles();
        CatalogueExport export = new CatalogueExport(products, data);
        assertThat(export.run().published()).as("nothing was ever listed").isFalse();

        bring(row("B2", "second", 1), row("A1", "first", 1), "C3,third,Toys,,,,,,," + time(1));
        assertThat(export.run().products()).isEqualTo(2);
        assertThat(export.run().published()).isFalse();
        Catalogue catalogue = Catalogue.read(data.read(Catalogue.KEY).orElseThrow());
        assertThat(catalogue.products()).extracting(product -> product.sku()).containsExactly("A1", "B2");
        assertThat(catalogue.find("B2")).isEqualTo(products.find(List.of("B2")).get("B2"));
        assertThat(catalogue.find("C3")).isNull();

        bring(row("A1", "renamed", 2));
        assertThat(export.run().published()).isTrue();
        data.byKey.clear();
        assertThat(export.run().published()).as("somebody took the file away").isTrue();
    }

    @Test
    void aSlowExportThatPutAnOlderStateOverANewerOneIsPutRight() throws IOException {
        MemoryFiles data = new MemoryFiles();
        bring(row("A1", "first", 1));
        long before = products.changes().made();
        bring(row("A1", "second", 2));
        new CatalogueExport(products, data).run();
        products.published(before);
        assertThat(new CatalogueExport(products, data).run().published()).isTrue();
    }
}
