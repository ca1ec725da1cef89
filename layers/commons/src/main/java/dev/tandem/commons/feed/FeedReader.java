package dev.tandem.commons.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partner file from a stream, one line at a time. Gzip is told by its magic number, JSON Lines by a first line that starts
 * with a brace, a UTF-8 byte order mark is dropped. {@link #next()} gives rows and bad lines in the order of the file and throws
 * {@link FeedRejectedException} as soon as the file as a whole is known to be unusable, which may be at its very end: read a file
 * through once before applying any of it.
 */
public final class FeedReader {
    private static final int GZIP_MAGIC = 0x8b1f;

    private final FeedLimits limits;
    private final FeedLines lines;
    private long rows;
    private boolean ended;

    private FeedReader(FeedLines lines, FeedLimits limits) {
        this.lines = lines;
        this.limits = limits;
    }

    /**
     * Opens a file. The stream stays the caller's, to close and, for instance, to hash.
     *
     * @throws FeedRejectedException when the beginning of the file says already that it is unusable
     */
    public static FeedReader open(InputStream raw, FeedSchema schema, FeedLimits limits) throws IOException {
        try {
            Reader characters = new InputStreamReader(
                    new Bounded(unpacked(raw), limits.bytes()),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            LineReader reader = new LineReader(characters, limits.lineCharacters());
            return new FeedReader(lines(reader, schema, limits.lineCharacters()), limits);
        } catch (EOFException e) {
            throw truncated();
        } catch (ZipException e) {
            throw corrupt();
        }
    }

    /**
     * The next row or bad line; null at the end.
     *
     * @throws FeedRejectedException when the file is unusable as a whole
     * @throws IOException when the source breaks off, which says nothing about the file
     */
    public @Nullable FeedLine next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            FeedLine line = lines.next();
            if (line == null) {
                end();
                return null;
            }
            if (++rows > limits.rows()) {
                throw new FeedRejectedException(
                        FeedFault.TOO_LARGE, line.line(), "The file has more than " + limits.rows() + " rows");
            }
            return line;
        } catch (EOFException e) {
            throw truncated();
        } catch (ZipException e) {
            throw corrupt();
        }
    }

    /** Lines with content so far, the header apart. */
    public long rows() {
        return rows;
    }

    /** Columns of the file that the schema does not know. */
    public List<String> ignoredColumns() {
        return lines.ignored();
    }

    private void end() {
        ended = true;
        if (rows == 0) {
            throw new FeedRejectedException(FeedFault.EMPTY_FILE, 0, "The file has no row");
        }
    }

    private static FeedLines lines(LineReader reader, FeedSchema schema, int limit) throws IOException {
        LineReader.Line first = reader.next();
        if (first != null && first.text().startsWith("\uFEFF")) {
            first = new LineReader.Line(first.number(), first.text().substring(1), first.tooLong());
        }
        while (first != null && !first.tooLong() && first.text().isBlank()) {
            first = reader.next();
        }
        if (first == null) {
            throw new FeedRejectedException(FeedFault.EMPTY_FILE, 0, "The file is empty");
        }
        if (first.text().indexOf('\0') >= 0) {
            throw new FeedRejectedException(
                    FeedFault.NOT_UTF8, first.number(), "The file holds NUL bytes; UTF-16 is not read, send UTF-8");
        }
        if (first.text().stripLeading().startsWith("{")) {
            return new JsonLines(reader, first, schema, limit);
        }
        return new CsvLines(reader, first, schema, limit);
    }

    private static FeedRejectedException truncated() {
        return new FeedRejectedException(
                FeedFault.TRUNCATED_GZIP, 0, "The gzip file ends before its end; upload it again");
    }

    private static FeedRejectedException corrupt() {
        return new FeedRejectedException(FeedFault.CORRUPT_GZIP, 0, "The gzip file is damaged; upload it again");
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        BufferedInputStream buffered = new HonestlyAvailable(raw);
        buffered.mark(2);
        int first = buffered.read();
        int second = buffered.read();
        buffered.reset();
        boolean gzip = first >= 0 && second >= 0 && (second << 8 | first) == GZIP_MAGIC;
        return gzip ? new GZIPInputStream(buffered, 64 * 1024) : buffered;
    }

    /**
     * {@link GZIPInputStream} takes {@code available() == 0} after a member as the end of the file, which a network stream says
     * between two packets; the members after it would be lost without a word. This one looks.
     */
    private static final class HonestlyAvailable extends BufferedInputStream {
        HonestlyAvailable(InputStream in) {
            super(in, 64 * 1024);
        }

        @Override
        public synchronized int available() throws IOException {
            if (pos < count) {
                return count - pos;
            }
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : 1;
        }
    }

    /** Refuses to unpack more than the limit. */
    private static final class Bounded extends FilterInputStream {
        private final long limit;
        private long read;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                count(1);
            }
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            if (got > 0) {
                count(got);
            }
            return got;
        }

        private void count(int more) {
            read += more;
            if (read > limit) {
                throw new FeedRejectedException(
                        FeedFault.TOO_LARGE, 0, "The file is larger than " + limit + " bytes unpacked");
            }
        }
    }
}
