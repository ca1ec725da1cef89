package dev.tandem.commons.drops;

import dev.tandem.commons.Json;
import dev.tandem.commons.feed.BadLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines set aside, on disk until the file is done: a bad file may have more of them than memory. In the order of the file within
 * each window.
 */
final class Rejects implements AutoCloseable {
    /** Half of the disk that a Lambda function has. Beyond it lines are counted, not kept. */
    private static final long MOST_BYTES = 256L << 20;

    private final Path file;
    private final OutputStream out;
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<BadLine> window = new ArrayList<>();
    private long bytes;
    private long kept;

    Rejects() throws IOException {
        this.file = Files.createTempFile("rejected", ".jsonl");
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    /** Sets a line aside and counts it by its code. */
    void add(BadLine line) {
        counts.merge(line.code(), 1L, Long::sum);
        window.add(line);
    }

    /** Sets a line aside that counts as a duplicate, not as rejected. */
    void addUncounted(BadLine line) {
        window.add(line);
    }

    /** Ends a window of rows: its lines are put in order and written. */
    void flush() {
        window.sort(Comparator.comparingLong(BadLine::line));
        try {
            for (BadLine line : window) {
                if (bytes < MOST_BYTES) {
                    byte[] json = Json.writeBytes(line);
                    out.write(json);
                    out.write('\n');
                    bytes += json.length + 1;
                    kept++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        window.clear();
    }

    Map<String, Long> counts() {
        return counts;
    }

    boolean any() {
        return kept > 0;
    }

    /** All lines, complete; nothing may be added after. */
    Path finished() throws IOException {
        flush();
        out.flush();
        return file;
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
