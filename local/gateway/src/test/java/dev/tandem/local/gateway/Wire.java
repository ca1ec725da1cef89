package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends whatever bytes a test wants. */
final class Wire implements AutoCloseable {
    private final Socket socket = new Socket();

    /** One response as read from the wire. */
    record Answer(int status, String head, String body) {
        boolean isProblem() {
            return head.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json");
        }

        JsonNode problem() throws IOException {
            return Shop.JSON.readTree(body);
        }
    }

    Wire(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing more will come. */
    Wire finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next response; its body by Content-Length. */
    Answer next() throws IOException {
        InputStream in = socket.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("connection ended after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = 0;
        for (String line : text.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        return new Answer(Integer.parseInt(text.substring(9, 12)), text, new String(body, StandardCharsets.UTF_8));
    }

    /** Whether the other side closed in good order, with nothing left to read. */
    boolean isClosed() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /** Sends one request on a connection of its own and reads everything that comes back. */
    static List<Answer> exchange(int port, byte[] request) throws IOException {
        try (var wire = new Wire(port)) {
            wire.send(request).finish();
            List<Answer> answers = new ArrayList<>();
            while (true) {
                try {
                    answers.add(wire.next());
                } catch (IOException e) {
                    if (e.getMessage() != null && e.getMessage().equals("connection ended after: ")) {
                        return answers;
                    }
                    throw e;
                }
            }
        }
    }

    static Answer one(int port, String request) throws IOException {
        return exchange(port, request.getBytes(StandardCharsets.ISO_8859_1)).getFirst();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
