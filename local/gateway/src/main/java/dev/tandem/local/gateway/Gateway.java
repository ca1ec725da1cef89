package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A REST API from its contract. Every request takes the same way: route, authorise, read the body, validate, call the
 * function, answer. Bad input ends in a 4xx problem document; only a function that fails gives a 5xx.
 *
 * <p>Usage plans (throttling, quotas) are not enforced.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    // These speak of the connection to the gateway, which ends here.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "keep-alive", "upgrade", "http2-settings", "te", "trailer", "transfer-encoding", "expect");
    private static final String CORRELATION = "X-Correlation-Id";

    private final GatewayOptions options;
    private final RouteTable routes;
    private final Set<String> binaryTypes;
    private final LargeBodies largeBodies;
    private final ConcurrentSkipListMap<String, MountedHandler> mounts = new ConcurrentSkipListMap<>();
    private final ExecutorService invocations = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpListener listener;

    private Gateway(GatewayOptions options) {
        this.options = options;
        this.routes = Contract.compile(options.contract(), options.functionOfUri());
        this.binaryTypes = binaryTypes(options.contract());
        this.largeBodies =
                new LargeBodies(Runtime.getRuntime().maxMemory(), options.maxBodyBytes(), options.bodyTime());
        var patience = new HttpListener.Patience(options.idle(), options.headTime(), options.bodyTime());
        this.listener = new HttpListener(options.port(), patience, new HttpListener.Exchange() {
            @Override
            public HttpReply answer(HttpRequest request) {
                return Gateway.this.answer(request);
            }

            @Override
            public HttpReply refuse(Problem problem) {
                String requestId = newId();
                return finish(problem.reply(requestId), requestId, newId());
            }
        });
    }

    /**
     * Compiles the contract and opens the port.
     *
     * @throws ContractException when the contract cannot be served
     * @throws java.io.UncheckedIOException when the port is in use
     */
    public static Gateway start(GatewayOptions options) {
        return new Gateway(options);
    }

    public int port() {
        return listener.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Serves a path and all below it by a handler of the machine's own, before the contract is asked. */
    public void mount(String prefix, MountedHandler handler) {
        mounts.put(prefix, handler);
    }

    @Override
    public void close() {
        listener.close();
        invocations.shutdownNow();
    }

    private HttpReply answer(HttpRequest request) {
        String requestId = newId();
        String given = request.headers().first(CORRELATION);
        String correlationId = given != null && CORRELATION_ID.matcher(given).matches() ? given : newId();
        HttpReply reply;
        try {
            MountedHandler mounted = mounted(request.rawPath());
            reply = mounted != null ? local(mounted, request) : serve(request, requestId, correlationId);
        } catch (ProblemException e) {
            reply = e.problem().reply(requestId);
        } catch (Exception | StackOverflowError e) {
            LOG.error("request {} {} {} failed", requestId, request.method(), request.rawPath(), e);
            reply = Problem.of(500, "INTERNAL_ERROR", "The gateway failed; its log has the request id.")
                    .reply(requestId);
        }
        LOG.debug("{} {} {} -> {}", requestId, request.method(), request.rawPath(), reply.status());
        return finish(reply, requestId, correlationId);
    }

    private static HttpReply finish(HttpReply reply, String requestId, String correlationId) {
        Headers headers =
                reply.headers().copy().set("x-amzn-RequestId", requestId).set(CORRELATION, correlationId);
        return new HttpReply(reply.status(), headers, reply.body());
    }

    private @Nullable MountedHandler mounted(String path) {
        // Backwards, so that the longest of several prefixes wins.
        for (Map.Entry<String, MountedHandler> mount : mounts.descendingMap().entrySet()) {
            String prefix = mount.getKey();
            if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
                return mount.getValue();
            }
        }
        return null;
    }

    private static HttpReply local(MountedHandler handler, HttpRequest request) throws Exception {
        String origin = request.headers().first("Origin");
        String host = request.headers().first("Host");
        // Any web page can post to this machine; only our own pages may operate it.
        if (origin != null && !origin.equals("http://" + host)) {
            throw Problem.of(403, "FOREIGN_ORIGIN", "Pages of another origin may not use this path.")
                    .asException();
        }
        return handler.handle(request);
    }

    private HttpReply serve(HttpRequest request, String requestId, String correlationId) {
        RouteTable.Match match = routes.find(request.rawPath());
        if (match == null) {
            throw Problem.of(404, "ROUTE_NOT_FOUND", "The API has no such path.")
                    .asException();
        }
        Operation operation = match.resource().operation(request.method());
        if (operation == null) {
            String allowed = String.join(", ", match.resource().operations().keySet());
            throw Problem.of(405, "METHOD_NOT_ALLOWED", "This path answers " + allowed + ".")
                    .with("Allow", allowed)
                    .asException();
        }
        if (operation.target() instanceof Operation.MockTarget(HttpReply reply)) {
            return reply;
        }
        Authorisation.Pass pass = Authorisation.check(operation.security(), request.headers(), options);
        Query query = Query.parse(request.rawQuery());
        try (LargeBodies.Slot slot = largeBodies.enter(request.body().announcedBytes())) {
            byte[] body = request.body().readAll(options.maxBodyBytes());
            slot.settle(body.length);
            validate(operation, match.parameters(), query, request.headers(), body);
            var event = new ProxyEvent(
                    options.stage(),
                    operation.resource(),
                    request.method(),
                    request.rawPath(),
                    request.protocol(),
                    match.parameters(),
                    query.parameters(),
                    forwarded(request, correlationId),
                    request.remote().getAddress().getHostAddress(),
                    pass.claims(),
                    pass.apiKeyId(),
                    requestId,
                    Instant.now(),
                    body,
                    isBinary(request.headers()));
            String function = ((Operation.FunctionTarget) operation.target()).name();
            return invoke(function, event.toBytes(), requestId);
        }
    }

    private static void validate(
            Operation operation, Map<String, String> path, Query query, Headers headers, byte[] body) {
        List<Problem.Violation> violations = new ArrayList<>(0);
        for (ParameterRule rule : operation.parameters()) {
            List<String> values = switch (rule.in()) {
                case "path" -> List.of(path.getOrDefault(rule.name(), ""));
                case "query" -> query.parameters().getOrDefault(rule.name(), List.of());
                default -> headers.all(rule.name());
            };
            rule.check(values, violations);
        }
        if (operation.body() != null) {
            operation.body().check(headers, body, violations);
        }
        if (!violations.isEmpty()) {
            throw Problem.violated(List.copyOf(violations)).asException();
        }
    }

    private Headers forwarded(HttpRequest request, String correlationId) {
        var headers = new Headers();
        request.headers().forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                headers.add(name, value);
            }
        });
        String client = request.remote().getAddress().getHostAddress();
        String earlier = headers.first("X-Forwarded-For");
        headers.set(CORRELATION, correlationId);
        headers.set("X-Forwarded-For", earlier == null ? client : earlier + ", " + client);
        headers.set("X-Forwarded-Port", Integer.toString(port()));
        return headers.set("X-Forwarded-Proto", "http");
    }

    private HttpReply invoke(String function, byte[] event, String requestId) {
        Future<FunctionInvoker.Outcome> running =
                invocations.submit(() -> options.invoker().invoke(function, event));
        FunctionInvoker.Outcome outcome;
        try {
            outcome = running.get(options.integrationTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // As on AWS the function goes on; only the caller stops waiting.
            outcome = new FunctionInvoker.TimedOut();
        } catch (ExecutionException e) {
            outcome = new FunctionInvoker.Failed("InvocationError", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = new FunctionInvoker.Failed("Interrupted", "the gateway is closing");
        }
        return switch (outcome) {
            case FunctionInvoker.Answered(byte[] payload) -> answered(function, payload, requestId);
            case FunctionInvoker.Failed(String type, String message) ->
                failed(function, type + ": " + message, requestId);
            case FunctionInvoker.TimedOut() -> {
                LOG.error("request {}: function {} timed out", requestId, function);
                yield Problem.of(504, "FUNCTION_TIMEOUT", "The function did not answer in time; repeat the request.")
                        .reply(requestId);
            }
            case FunctionInvoker.Throttled() ->
                Problem.of(429, "FUNCTION_THROTTLED", "Too many requests at once; repeat in a moment.")
                        .with("Retry-After", "1")
                        .reply(requestId);
        };
    }

    private static HttpReply answered(String function, byte[] payload, String requestId) {
        try {
            return ProxyResponse.read(payload);
        } catch (IllegalArgumentException e) {
            return failed(function, "malformed proxy response, " + e.getMessage(), requestId);
        }
    }

    private static HttpReply failed(String function, String why, String requestId) {
        LOG.error("request {}: function {} failed: {}", requestId, function, why);
        return Problem.of(502, "FUNCTION_FAILED", "The function failed; its log has the request id.")
                .reply(requestId);
    }

    private boolean isBinary(Headers headers) {
        String type = headers.first("Content-Type");
        return type != null
                && !binaryTypes.isEmpty()
                && (binaryTypes.contains(BodyRule.mediaType(type)) || binaryTypes.contains("*/*"));
    }

    private static Set<String> binaryTypes(JsonNode contract) {
        Set<String> types = new HashSet<>();
        contract.path("x-amazon-apigateway-binary-media-types")
                .forEach(type -> types.add(BodyRule.mediaType(type.asText())));
        return types;
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
