package dev.tandem.stock.feed;

import static dev.tandem.stock.feed.StockFeed.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.drops.Deadline;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.commons.drops.Parallel;
import dev.tandem.stock.Cause;
import dev.tandem.stock.Movement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesImportTest {
    private static final String HEADER = "saleId,saleLine,location,sku,quantity,soldAt\n";
    private final FeedLab lab = new FeedLab("LON-01", "LON-02");

    @Test
    void sellsFromStockAndTakesReturnsBack() throws IOException {
        FeedReport report = lab.bring(
                SALES,
                "a.csv",
                HEADER
                        + row("S1", 1, "A1", 3)
                        + row("S1", 2, "A2", 1)
                        + row("S2", 1, "A1", 2)
                        + row("C1", 1, "A1", -1));

        assertThat(report.status()).isEqualTo(FeedReport.Status.APPLIED);
        assertThat(report.applied()).isEqualTo(4);
        assertThat(lab.onHand("LON-01")).containsExactlyInAnyOrderEntriesOf(Map.of("A1", -4L, "A2", -1L));
        assertThat(lab.ledger("LON-01", "A1"))
                .extracting(Movement::cause, Movement::onHandDelta, Movement::lines, Movement::reference)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                Cause.SALE, -5L, 2, "partner-drops/sales/a.csv sales S1..S2"),
                        org.assertj.core.groups.Tuple.tuple(
                                Cause.RETURN, 1L, 1, "partner-drops/sales/a.csv sales C1..C1"));
        assertThat(lab.drops.report("partner-drops/sales/a.csv")).isEqualTo(report);
        assertThat(lab.drops.has("rejected/partner-drops/sales/a.csv")).isFalse();
    }

    @Test
    void setsBadRowsAsideAndAppliesTheOthers() throws IOException {
        FeedReport report = lab.bring(
                SALES,
                "a.csv",
                HEADER + row("S1", 1, "A1", 3) + row("S1", 2, "A1", 0) + "S2,1,NOWHERE,A1,1,2009-12-01T07:45:00Z\n"
                        + "S3,1,LON-01,A1,many,2009-12-01T07:45:00Z\n"
                        + "S4,1,LON-01,BANK CHARGES,1,2009-12-01T07:45:00Z\n"
                        + "S5,1,LON-01,A1,1,yesterday\n" + "S6,1,LON-01\n" + row("S7", 1, "A1", 4));

        assertThat(report.status()).isEqualTo(FeedReport.Status.PARTLY_APPLIED);
        assertThat(report.rows()).isEqualTo(8);
        assertThat(report.applied()).isEqualTo(2);
        assertThat(report.rejected())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ZERO_QUANTITY",
                        1L,
                        "UNKNOWN_LOCATION",
                        1L,
                        "NOT_A_NUMBER",
                        1L,
                        "INVALID_VALUE",
                        1L,
                        "NOT_A_TIME",
                        1L,
                        "FIELD_COUNT",
                        1L));
        assertThat(lab.drops.rejected("partner-drops/sales/a.csv"))
                .containsExactly(
                        "3 ZERO_QUANTITY",
                        "4 UNKNOWN_LOCATION",
                        "5 NOT_A_NUMBER",
                        "6 INVALID_VALUE",
                        "7 NOT_A_TIME",
                        "8 FIELD_COUNT");
        assertThat(lab.onHand("LON-01")).containsEntry("A1", -7L).hasSize(1);
    }

    @Test
    void theSameContentAgainChangesNothingWhateverItsName() throws IOException {
        String text = HEADER + row("S1", 1, "A1", 3) + row("S2", 1, "A1", 2);
        lab.bring(SALES, "a.csv", text);
        Drop first = lab.arrival(SALES, "a.csv");

        FeedReport other = lab.bring(SALES, "b.csv", text);
        FeedReport sameName = lab.importer(SALES, lab.dynamoDb).run(first, "c", Deadline.NEVER);

        assertThat(other.status()).isEqualTo(FeedReport.Status.ALREADY_APPLIED);
        assertThat(other.file()).isEqualTo("partner-drops/sales/b.csv");
        assertThat(other.applied()).isZero();
        assertThat(sameName.status()).isEqualTo(FeedReport.Status.ALREADY_APPLIED);
        assertThat(lab.onHand("LON-01")).containsEntry("A1", -5L);
    }

    @Test
    void theSameMessageAgainLeavesTheReportAsItIs() throws IOException {
        lab.drops.drop("partner-drops/sales/a.csv", (HEADER + row("S1", 1, "A1", 3)).getBytes());
        Drop message = lab.arrival(SALES, "a.csv");
        FeedReport first = lab.importer(SALES, lab.dynamoDb).run(message, "c", Deadline.NEVER);

        FeedReport second = lab.importer(SALES, lab.dynamoDb).run(message, "c", Deadline.NEVER);

        assertThat(second).isEqualTo(first);
        assertThat(lab.drops.report("partner-drops/sales/a.csv").status()).isEqualTo(FeedReport.Status.APPLIED);
    }

    @Test
    void aLineThatAnotherFileBroughtIsADuplicateAndTheRestOfItsSaleIsNot() throws IOException {
        lab.bring(SALES, "a.csv", HEADER + row("S1", 1, "A1", 3));

        FeedReport report = lab.bring(
                SALES, "b.csv", HEADER + row("S1", 1, "A1", 3) + row("S1", 2, "A1", 2) + row("S1", 2, "A1", 2));

        assertThat(report.applied()).isEqualTo(1);
        assertThat(report.duplicates()).isEqualTo(2);
        assertThat(report.status()).isEqualTo(FeedReport.Status.PARTLY_APPLIED);
        assertThat(lab.drops.rejected("partner-drops/sales/b.csv"))
                .containsExactly("2 DUPLICATE_SALE", "4 DUPLICATE_SALE");
        assertThat(lab.onHand("LON-01")).containsEntry("A1", -5L);
    }

    @Test
    void aFileWithoutOneUsableRowMayComeAgainOnceItsLocationIsKnown() throws IOException {
        String text = HEADER + "S1,1,NEW-01,A1,1,2009-12-01T07:45:00Z\n";
        assertThat(lab.bring(SALES, "a.csv", text).status()).isEqualTo(FeedReport.Status.REJECTED);

        lab.bring(
                StockFeed.LOCATIONS,
                "l.csv",
                "locationId,name,kind,lat,lon,timeZone,fulfilment\nNEW-01,New,STORE,51,0,Europe/London,pickup;delivery\n");

        assertThat(lab.bring(SALES, "a.csv", text).status()).isEqualTo(FeedReport.Status.APPLIED);
        assertThat(lab.onHand("NEW-01")).containsEntry("A1", -1L);
    }

    /** Files that overlap, come shuffled, twice and at once, and crash at any call: each sale line counts once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everySaleLineCountsOnceWhateverCrashesOrComesTwice(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        Map<String, Long> expected = new TreeMap<>();
        for (int sale = 0; sale < 25; sale++) {
            for (int line = 1; line <= 1 + random.nextInt(4); line++) {
                int quantity = random.nextInt(5) == 0 ? -1 - random.nextInt(2) : 1 + random.nextInt(5);
                String sku = "A" + random.nextInt(6);
                lines.add(row("S" + sale, line, sku, quantity));
                expected.merge(sku, (long) -quantity, Long::sum);
            }
        }
        List<Drop> deliveries = new ArrayList<>();
        Map<String, Integer> rows = new HashMap<>();
        for (int file = 0; file < 4; file++) {
            String name = "f" + file + ".csv";
            Set<String> part = new HashSet<>();
            for (int i = 0; i < lines.size(); i++) {
                if (i % 4 == file || random.nextInt(5) == 0) {
                    part.add(lines.get(i));
                }
            }
            rows.put(FeedLab.key(SALES, name), part.size());
            lab.drops.drop(FeedLab.key(SALES, name), FeedLab.gzip(HEADER + String.join("", part)));
            Drop message = lab.arrival(SALES, name);
            deliveries.addAll(List.of(message, message));
        }
        Collections.shuffle(deliveries, random);

        for (Drop delivery : deliveries) {
            lab.bringCrashing(SALES, delivery, random);
        }

        Map<String, Long> booked = lab.onHand("LON-01");
        expected.values().removeIf(quantity -> quantity == 0);
        booked.values().removeIf(quantity -> quantity == 0);
        assertThat(booked).isEqualTo(expected);
        lab.assertLedgerAgrees("LON-01");
        rows.forEach((key, count) -> {
            FeedReport report = lab.drops.report(key);
            assertThat(report.rows()).isEqualTo(count.longValue());
            assertThat(report.applied() + report.duplicates()).isEqualTo(count.longValue());
        });
        assertThat(rows.keySet().stream()
                        .mapToLong(key -> lab.drops.report(key).applied())
                        .sum())
                .isEqualTo(lines.size());
    }

    @Test
    void twoRunsOfTheSameFileAtOnceBookItOnce() throws Exception {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 200; i++) {
            text.append(row("S" + i / 3, i, "A" + i % 10, 1));
        }
        lab.drops.drop("partner-drops/sales/a.csv", text.toString().getBytes());
        Drop message = lab.arrival(SALES, "a.csv");

        try (Parallel parallel = new Parallel(3)) {
            java.util.concurrent.Callable<FeedReport> run =
                    () -> lab.importer(SALES, lab.dynamoDb).run(message, "c", Deadline.NEVER);
            assertThat(parallel.all(List.of(run, run, run))).allMatch(report -> report.applied() == 200);
        }

        assertThat(lab.onHand("LON-01"))
                .hasSize(10)
                .allSatisfy((sku, pieces) -> assertThat(pieces).isEqualTo(-20));
        lab.assertLedgerAgrees("LON-01");
    }

    private static String row(String sale, int line, String sku, int quantity) {
        return sale + "," + line + ",LON-01," + sku + "," + quantity + ",2009-12-01T07:45:00Z\n";
    }
}
