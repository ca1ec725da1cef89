package dev.tandem.local.lambda;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Answers as an empty AWS: JSON protocols get an empty success, so that a handler goes on as far as it can and its
 * success path is recorded too; S3 has no object and takes any.
 */
final class StubAws implements AutoCloseable {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_OBJECT =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>training</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8);
    private final HttpServer server;

    StubAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
                exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
                exchange.sendResponseHeaders(200, EMPTY.length);
                exchange.getResponseBody().write(EMPTY);
            } else if (exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(404, NO_OBJECT.length);
                exchange.getResponseBody().write(NO_OBJECT);
            } else {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? 404 : 200, -1);
            }
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
