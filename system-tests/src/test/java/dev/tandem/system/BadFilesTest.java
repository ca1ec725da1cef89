package dev.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files as partners really send them: each gets a clear report, none stops the queue. */
@ExtendWith(RunningTandem.Extension.class)
class BadFilesTest {
    private static final String HEAD = "mode,sequence,location,sku,quantity\n";

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void assertRejected(JsonNode report, String code) {
        assertThat(report.path("status").asText()).as(report.toString()).isEqualTo("REJECTED");
        assertThat(report.path("applied").asInt()).isZero();
        assertThat(report.toString()).contains(code);
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreRead(RunningTandem tandem) throws Exception {
        JsonNode report =
                tandem.drop("stock/bom.csv", "\uFEFF" + (HEAD + "delta,3001,MAINZ,BOM-1,4\n").replace("\n", "\r\n"));
        assertThat(report.path("status").asText()).as(report.toString()).isEqualTo("APPLIED");
        assertThat(tandem.position("BOM-1", "MAINZ").path("onHand").asInt()).isEqualTo(4);
    }

    @Test
    void whatAFileBroughtIsCountedInMetrics(RunningTandem tandem) throws Exception {
        tandem.drop("stock/counted.csv", HEAD + "delta,3100,MAINZ,COUNTED-1,1\ndelta,3100,MAINZ,COUNTED-2,one\n");
        RunningTandem.await(
                "a line in the embedded metric format",
                () -> tandem.cloud().lambda().metrics("ImportStockFeed").logTail(),
                log -> log.lines()
                        .anyMatch(line -> line.contains("\"CloudWatchMetrics\":[{\"Namespace\":\"Tandem\"")
                                && line.contains("\"RowsApplied\":1")
                                && line.contains("\"RowsRejected\":1")));
    }

    @Test
    void filesThatCannotBeReadAreRejectedWholeAndTheQueueGoesOn(RunningTandem tandem) throws Exception {
        assertRejected(tandem.drop("stock/empty.csv", ""), "EMPTY_FILE");
        assertRejected(
                tandem.drop("stock/delimiter.csv", HEAD.replace(',', ';') + "delta;1;MAINZ;X;1\n"), "WRONG_DELIMITER");
        assertRejected(
                tandem.drop("stock/column.csv", "mode,sequence,location,sku\ndelta,1,MAINZ,X\n"), "MISSING_COLUMN");
        byte[] latin = (HEAD + "delta,3002,MAINZ,SCHR\u00c4NKE,1\n").getBytes(StandardCharsets.ISO_8859_1);
        assertRejected(tandem.drop("stock/latin.csv", latin), "NOT_UTF8");
        byte[] whole = gzip(HEAD + "delta,3003,MAINZ,GZ-1,1\n".repeat(2000));
        assertRejected(tandem.drop("stock/truncated.csv.gz", Arrays.copyOf(whole, whole.length / 2)), "TRUNCATED_GZIP");
        assertRejected(tandem.drop("stock/empty.csv.gz", gzip("")), "EMPTY_FILE");

        JsonNode good = tandem.drop("stock/after-all.csv", HEAD + "delta,3004,MAINZ,AFTER-ALL,1\n");
        assertThat(good.path("status").asText()).isEqualTo("APPLIED");
    }

    @Test
    void badRowsAreSetAsideWithLineAndReasonAndTheRestApplied(RunningTandem tandem) throws Exception {
        JsonNode report = tandem.drop(
                "stock/rows.csv",
                HEAD
                        + "snapshot,3005,FRIEDBERG,ROWS-1,5\n"
                        + "snapshot,3005,FRIEDBERG,ROWS-2,-5\n"
                        + "snapshot,3005,ATLANTIS,ROWS-3,5\n"
                        + "snapshot,3005,FRIEDBERG," + "x".repeat(100_000) + ",5\n"
                        + "snapshot,3005,FRIEDBERG,ROWS-4,many\n"
                        + "snapshot,3005,FRIEDBERG,ROWS-5,6\n");
        assertThat(report.path("status").asText()).isEqualTo("PARTLY_APPLIED");
        assertThat(tandem.position("ROWS-5", "FRIEDBERG").path("onHand").asInt())
                .isEqualTo(6);
        String rejects;
        try (var s3 = tandem.s3()) {
            rejects = s3.getObjectAsBytes(
                            request -> request.bucket(tandem.connection().partnerBucket())
                                    .key("rejected/partner-drops/stock/rows.csv"))
                    .asUtf8String();
        }
        assertThat(rejects.lines()).hasSize(4);
        assertThat(rejects)
                .contains("\"line\":3", "\"line\":4", "\"line\":5", "\"line\":6", "UNKNOWN_LOCATION", "LINE_TOO_LONG");
    }

    @Test
    void anOldFileNeverOverwritesANewOne(RunningTandem tandem) throws Exception {
        tandem.drop("stock/new.csv", HEAD + "delta,5001,OFFENBACH,OLD-1,9\n");
        tandem.drop(
                "locations/stale.jsonl",
                "{\"locationId\":\"STALE\",\"name\":\"Stale\",\"kind\":\"WAREHOUSE\",\"lat\":50,\"lon\":8,"
                        + "\"timeZone\":\"Europe/Berlin\",\"fulfilment\":[\"delivery\"]}\n");
        tandem.drop("stock/second.csv", HEAD + "snapshot,2,STALE,OLD-2,20\n");
        JsonNode late = tandem.drop("stock/first.csv", HEAD + "snapshot,1,STALE,OLD-2,10\n");
        assertThat(late.toString()).contains("STALE_SEQUENCE");
        assertThat(tandem.position("OLD-2", "STALE").path("onHand").asInt()).isEqualTo(20);
    }
}
