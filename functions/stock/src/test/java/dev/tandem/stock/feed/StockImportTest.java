package dev.tandem.stock.feed;

import static dev.tandem.stock.feed.StockFeed.STOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.commons.drops.Deadline;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.stock.Balance;
import dev.tandem.stock.Cause;
import dev.tandem.stock.Inbound;
import dev.tandem.stock.Movement;
import dev.tandem.stock.ShelfPlace;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockImportTest {
    private static final String HEADER = "mode,sequence,location,sku,quantity\n";
    private static final String WIDE =
            "mode,sequence,location,sku,quantity,buffer,inboundQuantity,inboundExpectedOn,floor,aisle,bay,shelf\n";
    private final FeedLab lab = new FeedLab("LON-01", "LON-02");

    @Test
    void aSnapshotSetsWhatIsThere() throws IOException {
        FeedReport report = lab.bring(
                STOCK,
                "1.csv",
                WIDE + "snapshot,1,LON-01,A1,7,2,24,2026-03-05,1,B,07,3\n" + "snapshot,1,LON-01,A2,0,,,,,,,\n");

        assertThat(report.status()).isEqualTo(FeedReport.Status.APPLIED);
        assertThat(lab.stock.balance("LON-01", "A1"))
                .contains(new Balance(
                        "LON-01",
                        "A1",
                        7,
                        0,
                        2,
                        List.of(new Inbound(24, LocalDate.of(2026, 3, 5))),
                        new ShelfPlace("1", "B", "07", "3"),
                        1,
                        FeedLab.NOW));
        assertThat(lab.onHand("LON-01")).containsEntry("A2", 0L);
        lab.assertLedgerAgrees("LON-01");
    }

    @Test
    void aNewerSnapshotBooksTheDifferenceAndTakesToZeroWhatItDoesNotName() throws IOException {
        lab.bring(
                STOCK,
                "1.csv",
                HEADER + "snapshot,1,LON-01,A1,7\nsnapshot,1,LON-01,A2,5\nsnapshot,1,LON-01,A3,1\n"
                        + "snapshot,1,LON-02,A1,9\n");

        FeedReport report = lab.bring(STOCK, "2.csv", HEADER + "snapshot,2,LON-01,A1,4\nsnapshot,2,LON-01,A3,1\n");

        assertThat(report.applied()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(lab.onHand("LON-01")).containsExactlyInAnyOrderEntriesOf(Map.of("A1", 4L, "A2", 0L, "A3", 1L));
        assertThat(lab.onHand("LON-02")).containsEntry("A1", 9L);
        assertThat(lab.ledger("LON-01", "A2"))
                .extracting(Movement::cause)
                .containsExactlyInAnyOrder(Cause.FEED_SNAPSHOT, Cause.FEED_ABSENT);
        lab.assertLedgerAgrees("LON-01");
    }

    @Test
    void aSnapshotWithARejectedRowTakesNothingToZeroAtThatLocation() throws IOException {
        lab.bring(STOCK, "1.csv", HEADER + "snapshot,1,LON-01,A1,7\nsnapshot,1,LON-01,A2,5\nsnapshot,1,LON-02,A2,5\n");

        FeedReport report = lab.bring(
                STOCK, "2.csv", HEADER + "snapshot,2,LON-01,A1,4\nsnapshot,2,LON-01,A2,-5\nsnapshot,2,LON-02,A1,1\n");

        assertThat(report.rejected()).containsExactly(Map.entry("NEGATIVE_QUANTITY", 1L));
        assertThat(lab.drops.rejected(report.file())).containsExactly("3 NEGATIVE_QUANTITY");
        assertThat(lab.onHand("LON-01")).containsEntry("A2", 5L).containsEntry("A1", 4L);
        assertThat(lab.onHand("LON-02")).as("a location without a rejected row").containsEntry("A2", 0L);
    }

    @Test
    void aLineThatCannotBeReadMayBeAboutAnyLocation() throws IOException {
        lab.bring(STOCK, "1.csv", HEADER + "snapshot,1,LON-01,A1,7\nsnapshot,1,LON-01,A2,5\n");

        lab.bring(STOCK, "2.csv", HEADER + "snapshot,2,LON-01,A1,4\ngibberish\n");

        assertThat(lab.onHand("LON-01")).containsEntry("A2", 5L);
    }

    @Test
    void anOldFileNeverOverwritesANewOne() throws IOException {
        lab.bring(STOCK, "5.csv", HEADER + "snapshot,5,LON-01,A1,7\n");

        FeedReport older = lab.bring(STOCK, "4.csv", HEADER + "snapshot,4,LON-01,A1,100\nsnapshot,4,LON-02,A1,3\n");
        FeedReport same = lab.bring(STOCK, "5b.csv", HEADER + "snapshot,5,LON-01,A1,200\n");
        FeedReport olderDelta = lab.bring(STOCK, "3.csv", HEADER + "delta,3,LON-01,A1,50\n");

        assertThat(older.rejected()).containsExactly(Map.entry("STALE_SEQUENCE", 1L));
        assertThat(older.applied()).as("the other location's own count").isEqualTo(1);
        assertThat(same.status()).isEqualTo(FeedReport.Status.REJECTED);
        assertThat(olderDelta.rejected()).containsExactly(Map.entry("STALE_SEQUENCE", 1L));
        assertThat(lab.onHand("LON-01")).containsEntry("A1", 7L);
    }

    @Test
    void deltasCountOnceInAnyOrder() throws IOException {
        lab.bring(STOCK, "1.csv", HEADER + "snapshot,1,LON-01,A1,7\n");
        lab.bring(STOCK, "3.csv", HEADER + "delta,3,LON-01,A1,5\n");
        lab.bring(STOCK, "2.csv", HEADER + "delta,2,LON-01,A1,-2\n");
        FeedReport usedUp = lab.bring(STOCK, "3b.csv", HEADER + "delta,3,LON-01,A1,1\n");
        FeedReport lateSnapshot = lab.bring(STOCK, "2s.csv", HEADER + "snapshot,2,LON-01,A1,0\n");

        assertThat(usedUp.rejected()).containsExactly(Map.entry("STALE_SEQUENCE", 1L));
        assertThat(lateSnapshot.rejected()).containsExactly(Map.entry("STALE_SEQUENCE", 1L));
        assertThat(lab.onHand("LON-01")).containsEntry("A1", 10L);
    }

    @Test
    void aDeltaWaitsForTheEndOfAHalfAppliedSnapshot() throws IOException {
        lab.bring(STOCK, "1.csv", HEADER + "snapshot,1,LON-01,A1,7\nsnapshot,1,LON-01,A2,7\n");
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 1; i <= 20; i++) {
            rows.append("snapshot,2,LON-01,A").append(i).append(",10\n");
        }
        lab.drops.drop(FeedLab.key(STOCK, "2.csv"), rows.toString().getBytes());
        Drop snapshot = lab.arrival(STOCK, "2.csv");
        assertThatThrownBy(() -> lab.importer(STOCK, lab.dynamoDb).run(snapshot, "c", () -> true))
                .isInstanceOf(FeedInterruptedException.class);

        lab.drops.drop(FeedLab.key(STOCK, "3.csv"), (HEADER + "delta,3,LON-01,A20,1\n").getBytes());
        Drop delta = lab.arrival(STOCK, "3.csv");
        assertThatThrownBy(() -> lab.importer(STOCK, lab.dynamoDb).run(delta, "c", Deadline.NEVER))
                .isInstanceOf(FeedInterruptedException.class);

        FeedReport resumed = lab.importer(STOCK, lab.dynamoDb).run(snapshot, "c", Deadline.NEVER);
        assertThat(resumed.applied() + resumed.unchanged()).isEqualTo(20);
        assertThat(lab.importer(STOCK, lab.dynamoDb)
                        .run(delta, "c", Deadline.NEVER)
                        .applied())
                .isEqualTo(1);
        assertThat(lab.onHand("LON-01")).containsEntry("A20", 11L).containsEntry("A19", 10L);
    }

    @Test
    void aSlowOldSnapshotStopsWhenANewerHasClaimedTheLocation() throws IOException {
        StringBuilder old = new StringBuilder(HEADER);
        for (int i = 1; i <= 20; i++) {
            old.append("snapshot,1,LON-01,A").append(i).append(",10\n");
        }
        lab.drops.drop(FeedLab.key(STOCK, "1.csv"), old.toString().getBytes());
        Drop slow = lab.arrival(STOCK, "1.csv");
        assertThatThrownBy(() -> lab.importer(STOCK, lab.dynamoDb).run(slow, "c", () -> true))
                .isInstanceOf(FeedInterruptedException.class);
        lab.bring(STOCK, "2.csv", HEADER + "snapshot,2,LON-01,A1,3\n");

        FeedReport report = lab.importer(STOCK, lab.dynamoDb).run(slow, "c", Deadline.NEVER);

        assertThat(report.applied())
                .as("the first window, before the newer came")
                .isEqualTo(7);
        assertThat(report.rejected()).containsExactly(Map.entry("STALE_SEQUENCE", 13L));
        assertThat(lab.onHand("LON-01").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(3);
        lab.assertLedgerAgrees("LON-01");
    }

    @Test
    void aFileMustNotContradictItself() throws IOException {
        FeedReport report = lab.bring(
                STOCK,
                "1.csv",
                HEADER + "snapshot,1,LON-01,A1,7\nsnapshot,1,LON-01,A1,8\nsnapshot,2,LON-01,A2,8\n"
                        + "delta,1,LON-01,A3,8\nsnapshot,0,LON-01,A4,1\nreplace,1,LON-01,A4,1\nsnapshot,1,NOWHERE,A4,1\n");

        assertThat(lab.drops.rejected(report.file()))
                .containsExactly(
                        "3 DUPLICATE_SKU",
                        "4 MIXED_SEQUENCE",
                        "5 MIXED_SEQUENCE",
                        "6 OUT_OF_RANGE",
                        "7 INVALID_VALUE",
                        "8 UNKNOWN_LOCATION");
        assertThat(lab.onHand("LON-01")).containsExactly(Map.entry("A1", 7L));
    }

    /** Deltas shuffled, twice, crashing anywhere: as if each had come once, in order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void deltasAddUpWhateverCrashesOrComesTwice(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, Long> expected = new TreeMap<>();
        List<Drop> deliveries = new ArrayList<>();
        for (int sequence = 1; sequence <= 5; sequence++) {
            StringBuilder text = new StringBuilder(HEADER);
            for (int sku = 0; sku < 12; sku++) {
                int change = 1 + random.nextInt(9);
                text.append("delta,")
                        .append(sequence)
                        .append(",LON-01,A")
                        .append(sku)
                        .append(',')
                        .append(change)
                        .append('\n');
                expected.merge("A" + sku, (long) change, Long::sum);
            }
            String name = sequence + ".csv";
            lab.drops.drop(FeedLab.key(STOCK, name), text.toString().getBytes());
            Drop message = lab.arrival(STOCK, name);
            deliveries.addAll(List.of(message, message));
        }
        Collections.shuffle(deliveries, random);

        for (Drop delivery : deliveries) {
            assertThat(lab.bringCrashing(STOCK, delivery, random).applied()).isEqualTo(12);
        }

        assertThat(lab.onHand("LON-01")).isEqualTo(expected);
        lab.assertLedgerAgrees("LON-01");
    }

    /** Snapshots shuffled, twice, crashing anywhere: the newest is what stands. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theNewestSnapshotStandsWhateverCrashesOrComesTwice(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, Long> newest = new TreeMap<>();
        List<Drop> deliveries = new ArrayList<>();
        for (int sequence = 1; sequence <= 4; sequence++) {
            StringBuilder text = new StringBuilder(HEADER + "snapshot," + sequence + ",LON-01,ALWAYS,1\n");
            newest.clear();
            newest.put("ALWAYS", 1L);
            for (int sku = 0; sku < 15; sku++) {
                if (random.nextInt(3) > 0) {
                    long pieces = random.nextInt(9);
                    text.append("snapshot,")
                            .append(sequence)
                            .append(",LON-01,A")
                            .append(sku)
                            .append(',')
                            .append(pieces)
                            .append('\n');
                    newest.put("A" + sku, pieces);
                }
            }
            String name = sequence + ".csv";
            lab.drops.drop(FeedLab.key(STOCK, name), text.toString().getBytes());
            Drop message = lab.arrival(STOCK, name);
            deliveries.addAll(List.of(message, message));
        }
        Collections.shuffle(deliveries, random);

        for (Drop delivery : deliveries) {
            lab.bringCrashing(STOCK, delivery, random);
        }

        Map<String, Long> booked = lab.onHand("LON-01");
        booked.values().removeIf(pieces -> pieces == 0);
        newest.values().removeIf(pieces -> pieces == 0);
        assertThat(booked).isEqualTo(newest);
        lab.assertLedgerAgrees("LON-01");
    }
}
