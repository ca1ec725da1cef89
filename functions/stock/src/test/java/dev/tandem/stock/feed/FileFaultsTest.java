package dev.tandem.stock.feed;

import static dev.tandem.stock.feed.StockFeed.STOCK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.commons.drops.Deadline;
import dev.tandem.commons.drops.FeedReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that is broken as a whole: a clear refusal, nothing applied, a report. */
class FileFaultsTest {
    private static final String GOOD = "mode,sequence,location,sku,quantity\nsnapshot,1,LON-01,A1,7\n";
    private final FeedLab lab = new FeedLab("LON-01");

    static Stream<Arguments> brokenFiles() throws IOException {
        byte[] packed = FeedLab.gzip(GOOD + "snapshot,1,LON-01,A2,7\n".repeat(50));
        return Stream.of(
                Arguments.of("EMPTY_FILE", new byte[0]),
                Arguments.of("EMPTY_FILE", FeedLab.gzip("")),
                Arguments.of("EMPTY_FILE", "mode,sequence,location,sku,quantity\n".getBytes(UTF_8)),
                Arguments.of("TRUNCATED_GZIP", Arrays.copyOf(packed, packed.length / 2)),
                Arguments.of("TRUNCATED_GZIP", Arrays.copyOf(packed, packed.length - 1)),
                Arguments.of("WRONG_DELIMITER", GOOD.replace(',', ';').getBytes(UTF_8)),
                Arguments.of("MISSING_COLUMN", GOOD.replace("quantity", "count").getBytes(UTF_8)),
                Arguments.of("NOT_UTF8", (GOOD + "snapshot,1,LON-01,Caf\u00e9,7\n").getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void isRefusedWholeWithAReport(String code, byte[] file) throws IOException {
        FeedReport report = lab.bring(STOCK, "a.csv", file);

        assertThat(report.status()).isEqualTo(FeedReport.Status.REJECTED);
        assertThat(report.fault()).isNotNull();
        assertThat(report.fault().code()).isEqualTo(code);
        assertThat(report.fault().reason()).isNotBlank();
        assertThat(report.hash()).hasSize(64);
        assertThat(lab.drops.report("partner-drops/stock/a.csv")).isEqualTo(report);
        assertThat(lab.drops.rejected("partner-drops/stock/a.csv"))
                .containsExactly(report.fault().line() + " " + code);
        assertThat(lab.onHand("LON-01")).isEmpty();

        assertThat(lab.bring(STOCK, "b.csv", GOOD).status())
                .as("the queue goes on")
                .isEqualTo(FeedReport.Status.APPLIED);
    }

    @Test
    void takesAByteOrderMarkAndCrLf() throws IOException {
        FeedReport report = lab.bring(STOCK, "a.csv", ("\uFEFF" + GOOD).replace("\n", "\r\n"));

        assertThat(report.status()).isEqualTo(FeedReport.Status.APPLIED);
        assertThat(lab.onHand("LON-01")).containsExactly(Map.entry("A1", 7L));
    }

    @Test
    void setsALineOfAGigabyteAsideAndAppliesTheRest() throws IOException {
        long gigabyte = 1L << 30;
        byte[] before = GOOD.getBytes(UTF_8);
        byte[] after = "\nsnapshot,1,LON-01,A2,3\n".getBytes(UTF_8);
        lab.drops.drop(
                FeedLab.key(STOCK, "a.csv"),
                before.length + gigabyte + after.length,
                () -> new SequenceInputStream(
                        new SequenceInputStream(new ByteArrayInputStream(before), new Repeated(gigabyte)),
                        new ByteArrayInputStream(after)));

        FeedReport report = lab.importer(STOCK, lab.dynamoDb).run(lab.arrival(STOCK, "a.csv"), "c", Deadline.NEVER);

        assertThat(report.rejected()).containsExactly(Map.entry("LINE_TOO_LONG", 1L));
        assertThat(lab.drops.rejected(report.file())).containsExactly("3 LINE_TOO_LONG");
        assertThat(lab.drops.text(report.rejectedFile()).length()).isLessThan(2000);
        assertThat(lab.onHand("LON-01")).containsExactlyInAnyOrderEntriesOf(Map.of("A1", 7L, "A2", 3L));
    }

    @Test
    void aConnectionThatBreaksOffSaysNothingAboutTheFile() {
        byte[] packed = GOOD.getBytes(UTF_8);
        lab.drops.drop(
                FeedLab.key(STOCK, "a.csv"),
                packed.length,
                () -> new ByteArrayInputStream(packed, 0, packed.length - 5));

        assertThatThrownBy(
                        () -> lab.importer(STOCK, lab.dynamoDb).run(lab.arrival(STOCK, "a.csv"), "c", Deadline.NEVER))
                .isInstanceOf(IOException.class);
        assertThat(lab.drops.has("reports/partner-drops/stock/a.csv.json")).isFalse();
    }

    @Test
    void readsJsonLinesInGzip() throws IOException {
        FeedReport report = lab.bring(
                STOCK,
                "a.jsonl.gz",
                FeedLab.gzip(
                        "{\"mode\":\"snapshot\",\"sequence\":1,\"location\":\"LON-01\",\"sku\":\"A1\",\"quantity\":7}\n{oops\n"));

        assertThat(report.applied()).isEqualTo(1);
        assertThat(lab.drops.rejected(report.file())).isEqualTo(List.of("2 MALFORMED_JSON"));
    }

    private static final class Repeated extends InputStream {
        private long left;

        Repeated(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + given, (byte) 'x');
            left -= given;
            return given;
        }
    }
}
