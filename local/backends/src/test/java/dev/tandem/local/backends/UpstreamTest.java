package dev.tandem.local.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client's framing against a server that answers what the test says, byte by byte. */
class UpstreamTest {
    private static final String HANG_UP = "hang up";

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server = listen();
    private final Upstream upstream = new Upstream(URI.create("http://127.0.0.1:" + server.getLocalPort()));

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
            Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                try (Socket connection = socket.accept()) {
                    connections.incrementAndGet();
                    while (answerOne(connection)) {
                        requests.incrementAndGet();
                    }
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private boolean answerOne(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head += (char) next;
        }
        in.readNBytes(Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1")));
        String answer = answers.poll();
        if (answer == null || answer.equals(HANG_UP)) {
            return false;
        }
        connection.getOutputStream().write(answer.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
        return !answer.contains("Connection: close");
    }

    @AfterEach
    void close() throws IOException {
        upstream.close();
        server.close();
    }

    @Test
    void oneConnectionServesManyCallsWhateverTheFraming() throws IOException {
        answers.add("HTTP/1.1 200 OK|Content-Length: 3||one");
        answers.add("HTTP/1.1 200 OK|Transfer-Encoding: chunked||2;x=y|tw|1|o|0|Trailer: t||");
        answers.add("HTTP/1.1 100 Continue||HTTP/1.1 404 Not Found|content-length: 0|X-A: b : c||");
        answers.add("HTTP/1.1 204 No Content||");
        assertThat(body(send())).isEqualTo("one");
        assertThat(body(send())).isEqualTo("two");
        var missing = send();
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.headers()).contains(new Upstream.Header("X-A", "b : c"));
        assertThat(send().status()).isEqualTo(204);
        assertThat(connections).hasValue(1);
    }

    @Test
    void aConnectionTheServerClosedWhileIdleIsReplaced() throws IOException {
        answers.add("HTTP/1.1 200 OK|Content-Length: 1||a");
        assertThat(body(send())).isEqualTo("a");
        answers.add(HANG_UP);
        answers.add("HTTP/1.1 200 OK|Connection: close||rest until close");
        assertThat(body(send())).isEqualTo("rest until close");
        assertThat(connections).hasValue(2);
    }

    @Test
    void anAnswerThatBreaksOffIsAnErrorAndNeverRepeated() {
        answers.add("HTTP/1.1 200 OK|Content-Length: 10|Connection: close||half");
        assertThatThrownBy(this::send).isInstanceOf(IOException.class).hasMessageContaining("broke off");
        assertThat(connections).hasValue(1);
    }

    private Upstream.Response send() throws IOException {
        return upstream.send("POST", "/", List.of(), "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static String body(Upstream.Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
