package dev.tandem.local.lambda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Output of one child. The child appends to the file itself, so a line it wrote before its answer is in the file when the
 * answer is here, and no thread of ours has to pump.
 */
final class LogFile implements AutoCloseable {
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private final Path path;
    private final FileChannel channel;
    private String lastTail = "";

    LogFile(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path.toAbsolutePath().getParent());
        this.channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    Path path() {
        return path;
    }

    /** Bytes written so far, 0 where the file is gone. */
    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The last {@code limit} bytes from {@code from} on; of a closed file what it ended with. */
    String tail(long from, int limit) {
        try {
            long end = channel.size();
            long start = Math.max(Math.min(from, end), end - limit);
            ByteBuffer bytes = ByteBuffer.allocate((int) (end - start));
            while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {
                // until full
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return lastTail;
        }
    }

    /** Empties a file that has grown too long; the child appends, so it goes on at the start. */
    void trim() {
        try {
            if (channel.size() > MAX_BYTES) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            // the next sweep tries again
        }
    }

    @Override
    public void close() {
        lastTail = tail(0, ExecutionEnvironment.LOG_TAIL_BYTES);
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // left behind in the work folder
        }
    }
}
