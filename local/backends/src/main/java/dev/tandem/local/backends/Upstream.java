package dev.tandem.local.backends;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A keep-alive HTTP/1.1 connection pool to one server on this machine.
 *
 * <p>Blocking sockets on virtual threads: the JDK's client hands each call through a selector and an executor, which on
 * two cores costs more than the loopback itself. Only servers that run inside this process are called, so the parser
 * knows the two framings they use (Content-Length and chunked) and nothing else.
 */
final class Upstream implements AutoCloseable {
    /** Both servers close connections that idle for 30 s or more; below that a pooled one is alive. */
    private static final long REUSABLE_NANOS = 10_000_000_000L;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int LONGEST_HEAD = 64 * 1024;

    private final InetSocketAddress address;
    private final String host;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    Upstream(URI endpoint) {
        this.address = new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
        this.host = endpoint.getHost() + ":" + endpoint.getPort();
    }

    record Header(String name, String value) {}

    record Response(int status, List<Header> headers, byte[] body) {}

    /**
     * Sends one request and reads the whole answer.
     *
     * @throws IOException when the server cannot be reached or breaks off; a request is only repeated when it went out on
     *     a pooled connection that turned out to be closed before a single byte came back
     */
    Response send(String method, String pathAndQuery, List<Header> headers, byte[] body) throws IOException {
        byte[] request = encode(method, pathAndQuery, headers, body);
        Connection pooled = takeIdle();
        if (pooled != null) {
            try {
                return exchange(pooled, request, method);
            } catch (StaleConnectionException stale) {
                pooled.close();
            } catch (IOException | RuntimeException broken) {
                pooled.close();
                throw broken;
            }
        }
        Connection fresh = new Connection(address);
        try {
            return exchange(fresh, request, method);
        } catch (IOException | RuntimeException broken) {
            fresh.close();
            throw broken;
        }
    }

    private Response exchange(Connection connection, byte[] request, String method) throws IOException {
        connection.send(request);
        Response response = connection.receive(method);
        if (connection.reusable) {
            connection.idleSince = System.nanoTime();
            idle.push(connection);
        } else {
            connection.close();
        }
        return response;
    }

    private @org.jspecify.annotations.Nullable Connection takeIdle() {
        while (true) {
            Connection connection = idle.poll();
            if (connection == null || System.nanoTime() - connection.idleSince < REUSABLE_NANOS) {
                return connection;
            }
            connection.close();
        }
    }

    private byte[] encode(String method, String pathAndQuery, List<Header> headers, byte[] body) {
        StringBuilder head = new StringBuilder(512);
        head.append(method)
                .append(' ')
                .append(pathAndQuery)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        for (Header header : headers) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    @Override
    public void close() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }

    private static final class StaleConnectionException extends IOException {
        private static final long serialVersionUID = 1L;

        StaleConnectionException(String message) {
            super(message);
        }
    }

    private static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private boolean used;
        private boolean reusable = true;
        private long idleSince;

        Connection(InetSocketAddress address) throws IOException {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(address, CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        }

        void send(byte[] request) throws IOException {
            try {
                socket.getOutputStream().write(request);
            } catch (IOException closed) {
                throw used ? new StaleConnectionException("Closed while idle: " + closed.getMessage()) : closed;
            }
        }

        Response receive(String method) throws IOException {
            String statusLine = statusLine();
            used = true;
            int status = Integer.parseInt(statusLine, 9, 12, 10);
            if (status == 100) {
                readHeaders();
                return receive(method);
            }
            List<Header> headers = readHeaders();
            long length = -1;
            boolean chunked = false;
            for (Header header : headers) {
                switch (header.name().toLowerCase(Locale.ROOT)) {
                    case "content-length" -> length = Long.parseLong(header.value());
                    case "transfer-encoding" -> chunked = header.value().equalsIgnoreCase("chunked");
                    case "connection" -> reusable = !header.value().equalsIgnoreCase("close");
                    default -> {}
                }
            }
            return new Response(status, headers, body(method, status, length, chunked));
        }

        private String statusLine() throws IOException {
            String line;
            try {
                line = readLine();
            } catch (IOException broken) {
                throw used ? new StaleConnectionException("Closed while idle: " + broken.getMessage()) : broken;
            }
            if (!line.startsWith("HTTP/1.") || line.length() < 12) {
                throw new IOException("Not an HTTP answer: " + line);
            }
            return line;
        }

        private byte[] body(String method, int status, long length, boolean chunked) throws IOException {
            if (method.equals("HEAD") || status == 204 || status == 304) {
                return new byte[0];
            }
            if (chunked) {
                return chunks();
            }
            if (length >= 0) {
                return exactly(length);
            }
            reusable = false;
            return in.readAllBytes();
        }

        private byte[] exactly(long length) throws IOException {
            byte[] bytes = in.readNBytes(Math.toIntExact(length));
            if (bytes.length < length) {
                throw new EOFException("Answer broke off after " + bytes.length + " of " + length + " bytes");
            }
            return bytes;
        }

        private byte[] chunks() throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            while (true) {
                String size = readLine();
                int extension = size.indexOf(';');
                long length = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
                if (length == 0) {
                    readHeaders();
                    return whole.toByteArray();
                }
                whole.writeBytes(exactly(length));
                readLine();
            }
        }

        private List<Header> readHeaders() throws IOException {
            List<Header> headers = new ArrayList<>(12);
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.add(new Header(
                            line.substring(0, colon), line.substring(colon + 1).strip()));
                }
            }
            return headers;
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder(80);
            for (int next = in.read(); ; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("Connection closed by the server");
                }
                if (next == '\n') {
                    return line.toString();
                }
                if (next != '\r') {
                    line.append((char) next);
                }
                if (line.length() > LONGEST_HEAD) {
                    throw new IOException("Header line too long");
                }
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException ignored) {
                // Closing is the best that can be done with a broken connection.
            }
        }
    }
}
