package dev.tandem.local.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one execution, a line each, in the order it happened. After a restart the interpreter walks the same
 * path again and takes what it finds here instead of doing it anew: finished states, deadlines, tokens, answers.
 *
 * <p>Lines are handed to the operating system at once, so they survive the end of the process (not of the machine).
 */
final class Journal implements AutoCloseable {
    private final @Nullable Path file;
    private final Map<String, ObjectNode> remembered = new HashMap<>();
    private @Nullable OutputStream out;

    private Journal(@Nullable Path file) {
        this.file = file;
    }

    /** Remembers nothing: the execution ends with the process. */
    static Journal none() {
        return new Journal(null);
    }

    static Journal create(Path file) {
        Journal journal = new Journal(file);
        journal.open(file);
        return journal;
    }

    /** The journal of an execution that is over: only its file counts. */
    static Journal closed(Path file) {
        return new Journal(file);
    }

    /** Goes on with a journal whose {@code lines} were read. */
    static Journal resume(Path file, List<ObjectNode> lines) {
        Journal journal = create(file);
        for (ObjectNode line : lines) {
            journal.remembered.put(
                    line.path("k").asText() + "|" + line.path("p").asText(), line);
        }
        return journal;
    }

    // A channel would be closed by the interrupt that stops an execution; a plain stream is not.
    private void open(Path path) {
        try {
            out = new FileOutputStream(path.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The lines of a journal. A last line that was cut short by the end of the process is cut off the file.
     *
     * @throws IOException naming the file when any other line is not readable
     */
    static List<ObjectNode> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<ObjectNode> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                try {
                    if (!(Json.read(new String(bytes, from, at - from, UTF_8)) instanceof ObjectNode line)) {
                        throw new IOException("corrupt journal " + file + ", line " + (lines.size() + 1));
                    }
                    lines.add(line);
                } catch (JsonProcessingException e) {
                    throw new IOException("corrupt journal " + file + ", line " + (lines.size() + 1), e);
                }
                from = at + 1;
            }
        }
        if (from < bytes.length) {
            try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(from);
            }
        }
        return lines;
    }

    boolean durable() {
        return file != null;
    }

    @Nullable
    Path file() {
        return file;
    }

    @Nullable
    ObjectNode recall(String kind, String path) {
        return remembered.get(kind + "|" + path);
    }

    static ObjectNode line(String kind, String path) {
        return Json.object().put("k", kind).put("p", path);
    }

    /** Writes a line; does nothing once the journal is closed, as if the process had ended before. */
    synchronized void append(JsonNode line) {
        if (out == null) {
            return;
        }
        try {
            out.write((Json.write(line) + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out = null;
        }
    }
}
