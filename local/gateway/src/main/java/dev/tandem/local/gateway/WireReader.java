package dev.tandem.local.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Buffered bytes of one connection under a deadline for the whole phase, so that a drip of bytes cannot hold a connection. */
final class WireReader {
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;
    private long deadline;

    WireReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    void allow(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /** Waits for a byte; false at the end of the stream. */
    boolean hasMore() throws IOException {
        return position < limit || fill();
    }

    int read() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException();
        }
        return buffer[position++] & 0xff;
    }

    /** Reads some bytes, at least one. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /**
     * A line as ISO 8859-1 without its end (CRLF, or LF alone), or null when it is longer than {@code max} bytes.
     * A carriage return elsewhere stays in the text, where the checks of the callers refuse it.
     */
    @Nullable
    String line(int max) throws IOException {
        var line = new StringBuilder(80);
        while (true) {
            int b = read();
            if (b == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            if (line.length() >= max) {
                return null;
            }
            line.append((char) b);
        }
    }

    private boolean fill() throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }
}
