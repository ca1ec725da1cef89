package dev.tandem.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 on 127.0.0.1 with one virtual thread a connection. Why not the JDK's HttpServer: it answers bad request targets
 * itself with an HTML page (and an unknown transfer encoding with 501), and it rewrites the capitals of header names.
 */
final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 4096;
    private static final int MAX_CONNECTIONS = 10_000;

    /** Answers requests; must not throw. */
    interface Exchange {
        HttpReply answer(HttpRequest request);

        /** Answers a request so broken that there is no request. */
        HttpReply refuse(Problem problem);
    }

    /** How long a connection may idle, a head may take, a body may take. */
    record Patience(Duration idle, Duration head, Duration body) {}

    private final ServerSocket server;
    private final Exchange exchange;
    private final Patience patience;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
    private volatile boolean closed;

    /**
     * Opens the port (0 for a free one) and starts to answer.
     *
     * @throws UncheckedIOException with a {@link java.net.BindException} when the port is in use
     */
    HttpListener(int port, Patience patience, Exchange exchange) {
        this.exchange = exchange;
        this.patience = patience;
        try {
            server = new ServerSocket();
            // A quick restart must not wait for the connections of the last run to be forgotten.
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
        Thread.ofPlatform()
                .name("gateway-accept-" + server.getLocalPort())
                .daemon()
                .start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        closed = true;
        quietly(server);
        open.forEach(HttpListener::quietly);
    }

    private void accept() {
        while (!closed) {
            try {
                room.acquire();
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("gateway-connection").start(() -> serve(socket));
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                room.release();
                if (!closed) {
                    LOG.warn("accept failed: {}", e.toString());
                    // Out of file handles: a pause lets connections end instead of filling the log.
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new HttpConnection(socket, patience, exchange).run();
        } catch (IOException e) {
            LOG.debug("connection ended: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.error("connection failed", e);
        } finally {
            open.remove(socket);
            room.release();
        }
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("close: {}", e.toString());
        }
    }
}
