package dev.tandem.commons.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTest {
    private static final FeedSchema SCHEMA = FeedSchema.of(List.of("sku", "quantity"), List.of("note"));

    @Test
    void readsColumnsByNameWhateverTheirOrderAndTellsUnknownOnes() throws IOException {
        FeedReader reader = open(bytes("Quantity,colour,SKU\n3,red,A1\n"));

        FeedRow row = (FeedRow) reader.next();

        assertThat(row.line()).isEqualTo(2);
        assertThat(row.text("sku")).isEqualTo("A1");
        assertThat(row.whole("quantity", 0, 9)).isEqualTo(3);
        assertThat(row.optional("note")).isEmpty();
        assertThat(reader.ignoredColumns()).containsExactly("colour");
        assertThat(reader.next()).isNull();
    }

    @Test
    void dropsTheByteOrderMark() throws IOException {
        assertThat(skus(bytes("\uFEFFsku,quantity\nA1,3\n"))).containsExactly("A1@2");
    }

    @Test
    void readsEveryKindOfLineBreakAndNumbersLinesAlike() throws IOException {
        for (String lineBreak : List.of("\n", "\r\n", "\r")) {
            String text = String.join(lineBreak, "sku,quantity", "A1,3", "", "A2,4");
            assertThat(skus(bytes(text))).as("%s", bytes(lineBreak)[0]).containsExactly("A1@2", "A2@4");
        }
    }

    @Test
    void readsQuotedValuesWithCommasQuotesAndLineBreaks() throws IOException {
        FeedReader reader = open(bytes("sku,quantity,note\nA1,3,\"a, \"\"b\"\"\r\nc\"\nA2,4,15\" screen\n"));

        assertThat(((FeedRow) reader.next()).text("note")).isEqualTo("a, \"b\"\nc");
        FeedRow second = (FeedRow) reader.next();
        assertThat(second.line()).isEqualTo(4);
        assertThat(second.text("note")).isEqualTo("15\" screen");
    }

    @Test
    void aStrayQuoteCostsItsOwnLineOnly() throws IOException {
        List<FeedLine> lines = all(bytes("sku,quantity\nA1,3\n\"A2,4\nA3,5\n\"A4,6\nA5,7\n"));

        assertThat(lines)
                .extracting(FeedReaderTest::told)
                .containsExactly("A1@2", "UNCLOSED_QUOTE@3", "A3@4", "UNCLOSED_QUOTE@5", "A5@6");
    }

    @Test
    void aStrayQuoteBeforeManyLinesCostsItsOwnLineOnly() throws IOException {
        StringBuilder text = new StringBuilder("sku,quantity\n\"B,1\n");
        for (int i = 0; i < 30_000; i++) {
            text.append("A").append(i).append(",1\n");
        }

        List<FeedLine> lines = all(bytes(text.toString()));

        assertThat(lines).hasSize(30_001);
        assertThat(told(lines.get(0))).isEqualTo("UNCLOSED_QUOTE@2");
        assertThat(lines.subList(1, 30_001)).allMatch(FeedRow.class::isInstance);
    }

    @Test
    void setsAsideRowsThatDoNotFitTheHeader() throws IOException {
        assertThat(all(bytes("sku,quantity\nA1;3\nA2,4,5\n\"A\"x,1\nA3,1\n")))
                .extracting(FeedReaderTest::told)
                .containsExactly("FIELD_COUNT@2", "FIELD_COUNT@3", "MALFORMED_CSV@4", "A3@5");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void refusesAnotherDelimiter(String delimiter) {
        FeedRejectedException refusal = refusal(bytes("sku,quantity\nA1,3\n".replace(",", delimiter)));

        assertThat(refusal.fault()).isEqualTo(FeedFault.WRONG_DELIMITER);
        assertThat(refusal.line()).isEqualTo(1);
    }

    @Test
    void refusesAMissingColumnByName() {
        FeedRejectedException refusal = refusal(bytes("sku,qty\nA1,3\n"));

        assertThat(refusal.fault()).isEqualTo(FeedFault.MISSING_COLUMN);
        assertThat(refusal.reason()).contains("quantity").doesNotContain("sku");
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        assertThat(refusal(bytes("sku,quantity,SKU\nA1,3,A2\n")).fault()).isEqualTo(FeedFault.DUPLICATE_COLUMN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\n \n", "sku,quantity\n", "sku,quantity\n\n\n"})
    void refusesAFileWithoutRows(String text) throws IOException {
        assertThat(refusal(bytes(text)).fault()).isEqualTo(FeedFault.EMPTY_FILE);
        assertThat(refusal(gzip(bytes(text))).fault()).isEqualTo(FeedFault.EMPTY_FILE);
    }

    @Test
    void refusesBytesThatAreNotUtf8AndTellsTheLine() {
        FeedRejectedException refusal = refusal("sku,quantity\nA1,3\nCaf\u00e9,4\n".getBytes(ISO_8859_1));

        assertThat(refusal.fault()).isEqualTo(FeedFault.NOT_UTF8);
        byte[] accent = bytes("sku,quantity\nA1,3\u00e9");
        assertThat(refusal(Arrays.copyOf(accent, accent.length - 1)).fault())
                .as("a character cut in half by the end")
                .isEqualTo(FeedFault.NOT_UTF8);
        assertThat(refusal("sku,quantity\nA1,3\n".getBytes(UTF_16LE)).fault()).isEqualTo(FeedFault.NOT_UTF8);
    }

    @Test
    void readsGzipByItsMagicNumberAlsoWhenItHasSeveralMembers() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip(bytes("sku,quantity\nA1,3\n")));
        both.write(gzip(bytes("A2,4\n")));

        assertThat(skus(both.toByteArray())).containsExactly("A1@2", "A2@3");
    }

    @Test
    void losesNoGzipMemberOnAStreamThatNeverSaysHowMuchIsAvailable() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip(bytes("sku,quantity\nA1,3\n")));
        both.write(gzip(bytes("A2,4\n")));
        InputStream network = new FilterInputStream(new ByteArrayInputStream(both.toByteArray())) {
            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 7));
            }
        };

        FeedReader reader = FeedReader.open(network, SCHEMA, FeedLimits.DEFAULT);

        assertThat(told(reader.next())).isEqualTo("A1@2");
        assertThat(told(reader.next())).isEqualTo("A2@3");
    }

    @Test
    void refusesAGzipFileCutAnywhere() throws IOException {
        byte[] whole = gzip(bytes("sku,quantity\n" + "A1,3\n".repeat(2000)));

        for (int length = 2; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)).fault())
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isEqualTo(FeedFault.TRUNCATED_GZIP);
        }
    }

    @Test
    void refusesADamagedGzipFile() throws IOException {
        byte[] file = gzip(bytes("sku,quantity\n" + "A1,3\n".repeat(2000)));
        file[file.length - 6] ^= 0x55;

        assertThat(refusal(file).fault()).isEqualTo(FeedFault.CORRUPT_GZIP);
    }

    @Test
    void readsPastALineOfAGigabyteWithoutHoldingIt() throws IOException {
        long gigabyte = 1L << 30;
        InputStream file = new Sequence(
                new ByteArrayInputStream(bytes("sku,quantity\nA1,3\n")),
                new Repeated('x', gigabyte),
                new ByteArrayInputStream(bytes("\nA2,4\n")));

        FeedReader reader = FeedReader.open(file, SCHEMA, FeedLimits.DEFAULT);

        assertThat(told(reader.next())).isEqualTo("A1@2");
        BadLine bad = (BadLine) reader.next();
        assertThat(bad.code()).isEqualTo("LINE_TOO_LONG");
        assertThat(bad.line()).isEqualTo(3);
        assertThat(bad.raw()).hasSize(BadLine.RAW_CHARACTERS);
        assertThat(told(reader.next())).isEqualTo("A2@4");
        assertThat(reader.next()).isNull();
    }

    @Test
    void refusesAHeaderThatNeverEnds() {
        InputStream file = new Repeated('x', 10_000_000);

        assertThatThrownBy(() -> FeedReader.open(file, SCHEMA, FeedLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        FeedRejectedException.class, e -> assertThat(e.fault()).isEqualTo(FeedFault.MALFORMED_HEADER));
    }

    @Test
    void refusesToUnpackMoreThanAllowed() throws IOException {
        byte[] bomb = gzip(bytes("sku,quantity\n" + "A1,3\n".repeat(100_000)));

        assertThat(refusal(bomb, new FeedLimits(1000, 100_000, 1_000_000)).fault())
                .isEqualTo(FeedFault.TOO_LARGE);
        assertThat(refusal(bomb, new FeedLimits(1000, 10_000_000, 99_999)).fault())
                .isEqualTo(FeedFault.TOO_LARGE);
    }

    @Test
    void readsJsonLines() throws IOException {
        List<FeedLine> lines = all(bytes("{\"sku\":\"A1\",\"quantity\":3}\r\n\n"
                + "{\"sku\":\"A2\",\"quantity\":\"4\",\"note\":null,\"more\":1}\n"
                + "[1]\n{\"sku\":\n{\"sku\":{\"a\":1}}\n{\"sku\":\"A3\",\"sku\":\"A4\",\"quantity\":1}\n"));

        assertThat(lines)
                .extracting(FeedReaderTest::told)
                .containsExactly(
                        "A1@1", "A2@3", "MALFORMED_JSON@4", "MALFORMED_JSON@5", "INVALID_VALUE@6", "MALFORMED_JSON@7");
        assertThat(((FeedRow) lines.get(0)).whole("quantity", 0, 9)).isEqualTo(3);
    }

    @Test
    void givesListsAndObjectsOfStructuredColumnsAsJsonText() throws IOException {
        FeedReader reader = FeedReader.open(
                new ByteArrayInputStream(bytes("{\"sku\":\"A1\",\"quantity\":1,\"note\":[1, {\"a\":2}]}")),
                SCHEMA.withStructured("note"),
                FeedLimits.DEFAULT);

        assertThat(((FeedRow) reader.next()).text("note")).isEqualTo("[1,{\"a\":2}]");
    }

    @Test
    void tellsTheColumnThatCannotBeRead() throws IOException {
        FeedRow row =
                (FeedRow) open(bytes("sku,quantity,note\n,1.5,2009-12-01\n")).next();

        assertThat(fault(row, r -> r.text("sku"))).isEqualTo("sku MISSING_VALUE");
        assertThat(fault(row, r -> r.whole("quantity", 0, 9))).isEqualTo("quantity NOT_A_NUMBER");
        assertThat(fault(row, r -> r.decimal("quantity", 2, 9))).isEqualTo("quantity OUT_OF_RANGE");
        assertThat(fault(row, r -> r.instant("note"))).isEqualTo("note NOT_A_TIME");
        assertThat(fault(row, r -> r.oneOf("note", List.of("a")))).isEqualTo("note INVALID_VALUE");
        assertThat(row.optionalDate("note")).isPresent();
        assertThat(row.bad(new RowFaultException("sku", "X", "why")).raw()).isEqualTo(",1.5,2009-12-01");
    }

    /** Random bytes of a small alphabet: whatever comes, the reader ends with rows, bad lines or a refusal, never otherwise. */
    @Test
    void endsInOneOfItsWaysOnAnyBytes() throws IOException {
        Random random = new Random(42);
        byte[] alphabet = bytes("a1,\"\"\n\r;{}\u00e9\uFEFF ");
        for (int round = 0; round < 5000; round++) {
            byte[] noise = new byte[random.nextInt(60)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = alphabet[random.nextInt(alphabet.length)];
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.writeBytes(bytes(random.nextBoolean() ? "sku,quantity\n" : ""));
            file.writeBytes(noise);
            try {
                List<FeedLine> lines = all(file.toByteArray());
                assertThat(lines).isSortedAccordingTo((a, b) -> Long.compare(a.line(), b.line()));
            } catch (FeedRejectedException e) {
                assertThat(e.fault()).isNotNull();
            }
        }
    }

    private static String fault(FeedRow row, Function<FeedRow, Object> read) {
        RowFaultException fault = catchThrowableOfType(RowFaultException.class, () -> read.apply(row));
        return fault.column() + " " + fault.code();
    }

    private static FeedRejectedException refusal(byte[] file) {
        return refusal(file, FeedLimits.DEFAULT);
    }

    private static FeedRejectedException refusal(byte[] file, FeedLimits limits) {
        return catchThrowableOfType(FeedRejectedException.class, () -> {
            FeedReader reader = FeedReader.open(new ByteArrayInputStream(file), SCHEMA, limits);
            while (reader.next() != null) {
                // on to the end, where some faults only show
            }
        });
    }

    private static FeedReader open(byte[] file) throws IOException {
        return FeedReader.open(new ByteArrayInputStream(file), SCHEMA, FeedLimits.DEFAULT);
    }

    private static List<FeedLine> all(byte[] file) throws IOException {
        FeedReader reader = open(file);
        List<FeedLine> lines = new ArrayList<>();
        for (FeedLine line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static List<String> skus(byte[] file) throws IOException {
        return all(file).stream().map(FeedReaderTest::told).toList();
    }

    private static String told(FeedLine line) {
        return switch (line) {
            case FeedRow row -> row.text("sku") + "@" + row.line();
            case BadLine bad -> bad.code() + "@" + bad.line();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    /** A long run of one byte that exists nowhere. */
    private static final class Repeated extends InputStream {
        private final byte value;
        private long left;

        Repeated(char value, long length) {
            this.value = (byte) value;
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + given, value);
            left -= given;
            return given;
        }
    }

    private static final class Sequence extends java.io.SequenceInputStream {
        Sequence(InputStream first, InputStream second, InputStream third) {
            super(new java.io.SequenceInputStream(first, second), third);
        }
    }
}
