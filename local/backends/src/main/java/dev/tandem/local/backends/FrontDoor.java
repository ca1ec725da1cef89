package dev.tandem.local.backends;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AWS endpoint of the embedded cloud for everything but S3.
 *
 * <p>Bound first, so that its address is known to the services behind it; a service that is not attached yet answers 503,
 * which SDKs repeat. Each request is checked against the {@link Authorizer} before it goes on. Signatures are read for
 * the access key, not verified: whoever reaches this address is a process of the same user.
 */
public final class FrontDoor implements AutoCloseable {
    /** What the cloud itself signs with; the stores behind this door look at its form only. */
    static final Upstream.Header INTERNAL_SIGNATURE = new Upstream.Header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=tandem/20260101/" + Aws.REGION
                    + "/local/aws4_request, SignedHeaders=host, Signature=0");

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    /** DynamoDB's largest request is 16 MB. */
    private static final int LARGEST_BODY = 17 * 1024 * 1024;

    private static final Set<String> NOT_FORWARDED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "expect",
            "authorization",
            "keep-alive",
            "date",
            "upgrade",
            "http2-settings",
            "server");

    static {
        // Without this the answer's body waits for the acknowledgement of its head: 40 ms on every call. Read once,
        // when
        // the first server of the process is made.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Upstream> upstreams = new ConcurrentHashMap<>();
    private final Map<String, HttpHandler> targets = new ConcurrentHashMap<>();
    private volatile @Nullable HttpHandler lambda;
    private volatile Authorizer authorizer = Authorizer.ALLOW_ALL;

    private FrontDoor(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * @param port 0 for a free one
     * @throws BackendException when the port is taken
     */
    public static FrontDoor bind(int port) {
        try {
            return new FrontDoor(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1024));
        } catch (IOException cause) {
            throw new BackendException("Port " + port + " of 127.0.0.1 cannot be used: " + cause.getMessage(), cause);
        }
    }

    /** The address for {@code AWS_ENDPOINT_URL} and {@code aws --endpoint-url}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public FrontDoor authorizer(Authorizer checks) {
        authorizer = checks;
        return this;
    }

    public FrontDoor attachDynamoDb(URI endpoint) {
        upstreams.put("dynamodb", new Upstream(endpoint));
        return this;
    }

    public FrontDoor attachSqs(URI endpoint) {
        upstreams.put("sqs", new Upstream(endpoint));
        return this;
    }

    /**
     * Serves a service of the AWS JSON protocol.
     *
     * @param targetPrefix of the header X-Amz-Target up to the dot, for example {@code AWSStepFunctions}
     * @param handler gets the exchange with its body unread
     */
    public FrontDoor attachTarget(String targetPrefix, HttpHandler handler) {
        targets.put(targetPrefix, handler);
        return this;
    }

    /** Serves Lambda's REST paths, {@code /2015-03-31/functions/...}. */
    public FrontDoor attachLambda(HttpHandler handler) {
        lambda = handler;
        return this;
    }

    private void handle(HttpExchange exchange) {
        try {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                new AwsError(413, "RequestEntityTooLargeException", "The request is larger than 17 MB")
                        .sendJson(exchange);
            } else {
                answer(exchange, body);
            }
        } catch (IOException gone) {
            LOG.debug("Caller of {} went away", exchange.getRequestURI(), gone);
        } catch (RuntimeException cause) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), cause);
            tryToSayFailed(exchange);
        } finally {
            exchange.close();
        }
    }

    private static void tryToSayFailed(HttpExchange exchange) {
        try {
            new AwsError(500, "InternalFailure", "The embedded cloud failed; see its log").sendJson(exchange);
        } catch (IOException answered) {
            LOG.debug("Answer was already under way", answered);
        }
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        AwsRequest request = AwsRequest.read(exchange, body);
        if (request.malformed() != null) {
            new AwsError(400, "SerializationException", request.malformed()).sendJson(exchange);
            return;
        }
        String accessKeyId = AwsRequest.accessKeyId(exchange);
        for (Need need : request.needs()) {
            Authorizer.Decision decision = authorizer.check(accessKeyId, need.action(), need.resource());
            if (!decision.allowed()) {
                refuse(exchange, request, decision.refusal(need.action(), need.resource()));
                return;
            }
        }
        switch (request.service()) {
            case "dynamodb", "sqs" -> forward(exchange, request, body);
            case "lambda" -> hand(exchange, request, body, lambda);
            case "" ->
                new AwsError(
                                404,
                                "UnknownOperationException",
                                "No service of the embedded cloud answers this request here; S3 has an address of its own")
                        .sendJson(exchange);
            default -> hand(exchange, request, body, targets.get(request.service()));
        }
    }

    private static void refuse(HttpExchange exchange, AwsRequest request, String message) throws IOException {
        switch (request.protocol()) {
            case QUERY -> new AwsError(403, "AccessDeniedException", message).sendXml(exchange);
            case REST -> new AwsError(403, "AccessDeniedException", message).sendJson(exchange);
            case JSON -> new AwsError(400, "AccessDeniedException", message).sendJson(exchange);
        }
    }

    private static void hand(HttpExchange exchange, AwsRequest request, byte[] body, @Nullable HttpHandler handler)
            throws IOException {
        if (handler == null) {
            notReady(request).sendJson(exchange);
            return;
        }
        exchange.setStreams(new ByteArrayInputStream(body), null);
        handler.handle(exchange);
    }

    private static AwsError notReady(AwsRequest request) {
        return new AwsError(503, "ServiceUnavailable", request.service() + " is not attached to this endpoint (yet)");
    }

    private void forward(HttpExchange exchange, AwsRequest request, byte[] body) throws IOException {
        Upstream upstream = upstreams.get(request.service());
        if (upstream == null) {
            notReady(request).sendJson(exchange);
            return;
        }
        Upstream.Response response;
        try {
            response = upstream.send(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    forwarded(exchange.getRequestHeaders()),
                    body);
        } catch (IOException cause) {
            LOG.error("{} did not answer", request.service(), cause);
            new AwsError(503, "ServiceUnavailable", request.service() + " did not answer").sendJson(exchange);
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        for (Upstream.Header header : response.headers()) {
            if (!NOT_FORWARDED.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header.name(), header.value());
            }
        }
        byte[] answer = response.body();
        exchange.sendResponseHeaders(response.status(), answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
        }
    }

    private static List<Upstream.Header> forwarded(Headers headers) {
        List<Upstream.Header> forwarded = new ArrayList<>(headers.size() + 1);
        forwarded.add(INTERNAL_SIGNATURE);
        headers.forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.add(new Upstream.Header(name, value)));
            }
        });
        return forwarded;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        upstreams.values().forEach(Upstream::close);
    }
}
