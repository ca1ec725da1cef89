package dev.tandem.commons.drops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where files are dropped, and what was made of them is put. */
public interface DropStore {
    /**
     * An open file.
     *
     * @param etag names these very bytes
     * @param size bytes as stored
     */
    record Content(InputStream body, String etag, long size) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** There is no such file (any more). */
    final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public MissingException(String key) {
            super("There is no file " + key);
        }
    }

    /** The file was replaced between two reads; start again with the new one. */
    final class ReplacedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ReplacedException(String key) {
            super("The file was replaced while it was read: " + key);
        }
    }

    /**
     * Opens a file for streaming.
     *
     * @param etag when given, only these bytes will do
     */
    Content open(Drop drop, @Nullable String etag);

    void put(String key, String contentType, byte[] content);

    void put(String key, String contentType, Path content);
}
