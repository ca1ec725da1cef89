package dev.tandem.local.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The body of one request on the wire: by length or in chunks, read when asked for, within a limit. */
final class WireBody implements HttpRequest.Body {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MAX_DRAIN = 256 * 1024;

    private final WireReader wire;
    private final OutputStream out;
    private final RequestHead head;
    private final Duration time;
    private boolean started;
    private boolean complete;

    WireBody(WireReader wire, OutputStream out, RequestHead head, Duration time) {
        this.wire = wire;
        this.out = out;
        this.head = head;
        this.time = time;
        this.complete = head.contentLength() == 0;
    }

    @Override
    public long announcedBytes() {
        return head.contentLength();
    }

    @Override
    public byte[] readAll(int maxBytes) {
        if (head.contentLength() == 0) {
            return new byte[0];
        }
        if (started) {
            throw new IllegalStateException("the body was read already");
        }
        if (head.contentLength() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        started = true;
        // The time counts from here: a body that we let wait is not a slow one.
        wire.allow(time);
        try {
            if (head.expectsContinue()) {
                out.write(CONTINUE);
            }
            byte[] body = head.contentLength() < 0 ? chunks(maxBytes) : plain((int) head.contentLength());
            complete = true;
            return body;
        } catch (SocketTimeoutException e) {
            throw Problem.of(408, "REQUEST_TIMEOUT", "The body came too slowly.")
                    .asException();
        } catch (EOFException e) {
            throw Problem.of(400, "INCOMPLETE_BODY", "The body ended before its announced length.")
                    .asException();
        } catch (IOException e) {
            throw Problem.of(400, "INCOMPLETE_BODY", "The connection broke while the body was read.")
                    .asException();
        }
    }

    /** Whether nothing of it is left on the wire. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the next request can follow on this connection: all was read, or so little is left that we skip it. */
    boolean canBeSkipped() {
        return complete
                || (!started
                        && !head.expectsContinue()
                        && head.contentLength() > 0
                        && head.contentLength() <= MAX_DRAIN);
    }

    /** Skips what was not read; only after {@link #canBeSkipped()}. */
    void skip() throws IOException {
        if (!complete) {
            wire.allow(time);
            plain((int) head.contentLength());
            complete = true;
        }
    }

    /** Grows with what really comes: an announced length is only a claim. */
    private byte[] plain(int length) throws IOException {
        byte[] body = new byte[Math.min(length, 64 * 1024)];
        int filled = 0;
        while (filled < length) {
            if (filled == body.length) {
                body = Arrays.copyOf(body, (int) Math.min((long) body.length * 2, length));
            }
            filled += wire.read(body, filled, body.length - filled);
        }
        return body;
    }

    private byte[] chunks(int maxBytes) throws IOException {
        var body = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        while (true) {
            int left = chunkSize(maxBytes);
            if (left == 0) {
                skipTrailers();
                return body.toByteArray();
            }
            if (body.size() + (long) left > maxBytes) {
                throw tooLarge(maxBytes);
            }
            while (left > 0) {
                int count = wire.read(piece, 0, Math.min(left, piece.length));
                body.write(piece, 0, count);
                left -= count;
            }
            if (wire.read() != '\r' || wire.read() != '\n') {
                throw malformed("a chunk is longer than its size");
            }
        }
    }

    private int chunkSize(int maxBytes) throws IOException {
        String line = wire.line(4096);
        if (line == null) {
            throw malformed("a chunk extension is too long");
        }
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).stripTrailing();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
            throw malformed("a chunk size is not hexadecimal");
        }
        if (digits.length() > 16) {
            throw malformed("a chunk size is too long");
        }
        long size = Long.parseUnsignedLong(digits, 16);
        if (size < 0 || size > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return (int) size;
    }

    private void skipTrailers() throws IOException {
        for (int count = 0; count < 100; count++) {
            String line = wire.line(8192);
            if (line == null) {
                break;
            }
            if (line.isEmpty()) {
                return;
            }
        }
        throw malformed("the trailers are too long");
    }

    private static ProblemException malformed(String what) {
        return Problem.of(400, "MALFORMED_CHUNKS", "The chunked body is broken: " + what + ".")
                .asException();
    }

    private static ProblemException tooLarge(int maxBytes) {
        return Problem.of(413, "PAYLOAD_TOO_LARGE", "A body may have at most " + maxBytes + " bytes.")
                .asException();
    }
}
