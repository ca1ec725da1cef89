package dev.tandem.local.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection: requests one after the other until a side closes it. */
final class HttpConnection {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> FRAMING = Set.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "date", "upgrade", "te", "trailer");
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final long LINGER_BYTES = 64L * 1024 * 1024;
    private static final int ONE_WRITE = 64 * 1024;

    private record Stamp(long second, String text) {}

    private static volatile Stamp stamp = new Stamp(0, "");

    private final Socket socket;
    private final HttpListener.Patience patience;
    private final HttpListener.Exchange exchange;
    private final WireReader wire;
    private final OutputStream out;

    HttpConnection(Socket socket, HttpListener.Patience patience, HttpListener.Exchange exchange) throws IOException {
        this.socket = socket;
        this.patience = patience;
        this.exchange = exchange;
        this.wire = new WireReader(socket);
        this.out = socket.getOutputStream();
    }

    void run() throws IOException {
        boolean goOn = true;
        while (goOn) {
            wire.allow(patience.idle());
            try {
                if (!wire.hasMore()) {
                    return;
                }
            } catch (SocketTimeoutException idle) {
                return;
            }
            goOn = one();
        }
    }

    /** Serves one request; false when the connection is over. */
    private boolean one() throws IOException {
        RequestHead head;
        wire.allow(patience.head());
        try {
            head = RequestHead.read(wire);
        } catch (ProblemException e) {
            return end(e.problem());
        } catch (SocketTimeoutException e) {
            return end(Problem.of(408, "REQUEST_TIMEOUT", "The request line and headers came too slowly."));
        } catch (EOFException e) {
            return end(Problem.of(400, "MALFORMED_REQUEST", "The request ended within its headers."));
        }
        var body = new WireBody(wire, out, head, patience.body());
        var remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        HttpReply reply = exchange.answer(new HttpRequest(
                head.method(), head.rawPath(), head.rawQuery(), head.protocol(), head.headers(), remote, body));
        boolean goOn = head.keepAlive() && body.canBeSkipped();
        write(reply, goOn, head);
        if (!goOn) {
            if (!body.isComplete()) {
                linger();
            }
            return false;
        }
        body.skip();
        return true;
    }

    private boolean end(Problem problem) throws IOException {
        write(exchange.refuse(problem), false, null);
        linger();
        return false;
    }

    private void write(HttpReply reply, boolean goOn, @Nullable RequestHead head) throws IOException {
        int status = reply.status();
        boolean noLength = status == 204 || status < 200;
        boolean noBody =
                noLength || status == 304 || (head != null && head.method().equals("HEAD"));
        var text = new StringBuilder(512);
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(Reasons.of(status))
                .append("\r\n");
        text.append("Date: ").append(date()).append("\r\n");
        reply.headers().forEach((name, value) -> {
            if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                text.append(name).append(": ").append(value).append("\r\n");
            }
        });
        if (!noLength && status != 304) {
            text.append("Content-Length: ").append(reply.body().length).append("\r\n");
        }
        if (!goOn) {
            text.append("Connection: close\r\n");
        } else if (head != null && head.protocol().equals("HTTP/1.0")) {
            text.append("Connection: keep-alive\r\n");
        }
        text.append("\r\n");
        byte[] lines = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        int length = noBody ? 0 : reply.body().length;
        if (length > ONE_WRITE) {
            out.write(lines);
            out.write(reply.body(), 0, length);
            return;
        }
        // One write, so that head and body leave in one packet.
        byte[] all = Arrays.copyOf(lines, lines.length + length);
        System.arraycopy(reply.body(), 0, all, lines.length, length);
        out.write(all);
    }

    /**
     * Closes so that a client that is still sending reads our answer: closing at once would reset the connection and throw
     * the answer away. Bounded in time and bytes.
     */
    private void linger() {
        try {
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            byte[] rest = new byte[64 * 1024];
            long end = System.nanoTime() + LINGER.toNanos();
            for (long total = 0; total < LINGER_BYTES; ) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                socket.setSoTimeout((int) left);
                int count = in.read(rest);
                if (count < 0) {
                    return;
                }
                total += count;
            }
        } catch (IOException over) {
            // The other side is gone, which is what we were waiting for.
        }
    }

    private static String date() {
        long second = System.currentTimeMillis() / 1000;
        Stamp last = stamp;
        if (last.second() != second) {
            last = new Stamp(second, HTTP_DATE.format(Instant.ofEpochSecond(second)));
            stamp = last;
        }
        return last.text();
    }
}
