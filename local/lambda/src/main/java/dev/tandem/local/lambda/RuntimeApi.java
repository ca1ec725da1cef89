package dev.tandem.local.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Lambda Runtime API for one child, over HTTP/1.1 on a port of its own. It is written on plain sockets because the hop
 * must cost microseconds: a request for work that finds none keeps no thread waiting, the invoking thread itself later
 * writes the answer to the socket, in one packet.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final int MAX_LINE = 64 * 1024;
    private static final byte[] ACCEPTED =
            ("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
                            + "{\"status\":\"OK\"}")
                    .getBytes(StandardCharsets.US_ASCII);

    /** What a child says; called on the thread of its connection. */
    interface Listener {
        /** The child asks for work; write it to {@code answer} with {@link RuntimeApi#writeInvocation}, now or later. */
        void next(OutputStream answer);

        /** The function answered. @return false where no such invocation runs */
        boolean response(String requestId, byte[] payload);

        /** The function answered more than Lambda takes. @return false where no such invocation runs */
        boolean responseTooLarge(String requestId, long bytes);

        /** The function failed. @return false where no such invocation runs */
        boolean error(String requestId, byte[] errorObject);

        /** The function could not be loaded; the child exits after this. */
        void initError(byte[] errorObject);
    }

    private final ServerSocket server;
    private final Listener listener;
    private final long maxResponseBytes;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    RuntimeApi(Listener listener, long maxResponseBytes) throws IOException {
        this.listener = listener;
        this.maxResponseBytes = maxResponseBytes;
        this.server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        Thread.ofVirtual().name("runtime-api-accept").start(this::accept);
    }

    /** {@code host:port} for {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Hands an invocation to a waiting child. @throws IOException where it is gone; it has not seen the whole then */
    static void writeInvocation(OutputStream answer, Invocation invocation, long deadlineMillis) throws IOException {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + invocation.payload().length
                        + "\r\nLambda-Runtime-Aws-Request-Id: " + invocation.requestId()
                        + "\r\nLambda-Runtime-Deadline-Ms: " + deadlineMillis
                        + "\r\nLambda-Runtime-Invoked-Function-Arn: " + invocation.functionArn()
                        + "\r\nLambda-Runtime-Trace-Id: " + invocation.traceId()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + invocation.payload().length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(invocation.payload(), 0, whole, head.length, invocation.payload().length);
        answer.write(whole);
    }

    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(RuntimeApi::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                if (server.isClosed()) {
                    closeQuietly(socket);
                }
                // A platform thread: it sits in a blocking read, where a virtual thread would pay the poller's extra
                // hop.
                Thread.ofPlatform().daemon().name("runtime-api").start(() -> serve(socket));
            } catch (IOException e) {
                // closed, or the child gave up while connecting
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            OutputStream out = socket.getOutputStream();
            String requestLine = readLine(in);
            while (!requestLine.isEmpty()) {
                long length = readHeaders(in);
                handle(requestLine, length, in, out);
                requestLine = readLine(in);
            }
        } catch (IOException e) {
            // The child closed or died; its process tells, not its socket.
        } finally {
            connections.remove(socket);
        }
    }

    private void handle(String requestLine, long length, InputStream in, OutputStream out) throws IOException {
        String[] parts = requestLine.split(" ");
        String path = parts.length == 3 ? parts[1] : "";
        if (path.equals(PREFIX + "invocation/next")) {
            in.skipNBytes(length);
            listener.next(out);
            return;
        }
        if (path.equals(PREFIX + "init/error")) {
            listener.initError(readBody(in, length));
            out.write(ACCEPTED);
            return;
        }
        int idStart = PREFIX.length() + "invocation/".length();
        int idEnd = path.lastIndexOf('/');
        if (!path.startsWith(PREFIX + "invocation/") || idEnd <= idStart) {
            in.skipNBytes(length);
            out.write(refusal("404 Not Found", "InvalidPath"));
            return;
        }
        String requestId = path.substring(idStart, idEnd);
        boolean isResponse = path.endsWith("/response");
        boolean taken;
        if (isResponse && length > maxResponseBytes) {
            in.skipNBytes(length);
            taken = listener.responseTooLarge(requestId, length);
            out.write(refusal("413 Payload Too Large", "RequestEntityTooLarge"));
            return;
        }
        byte[] body = readBody(in, length);
        taken = isResponse ? listener.response(requestId, body) : listener.error(requestId, body);
        out.write(taken ? ACCEPTED : refusal("400 Bad Request", "InvalidRequestID"));
    }

    private static byte[] readBody(InputStream in, long length) throws IOException {
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException();
        }
        return body;
    }

    private static byte[] refusal(String status, String type) {
        String body = "{\"errorType\":\"" + type + "\"}";
        return ("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads headers up to the empty line. @return content length, 0 where none is given */
    private static long readHeaders(InputStream in) throws IOException {
        long length = 0;
        String line = readLine(in);
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                length = Long.parseLong(line.substring(colon + 1).strip());
            } else if (name.equals("transfer-encoding")) {
                throw new IOException("The runtime client sends plain bodies only");
            }
            line = readLine(in);
        }
        return length;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > MAX_LINE) {
                throw new IOException("Header too long");
            }
            next = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // already gone
        }
    }
}
