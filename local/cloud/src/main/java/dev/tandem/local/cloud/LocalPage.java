package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.gateway.HttpReply;
import dev.tandem.local.gateway.HttpRequest;
import dev.tandem.local.gateway.MountedHandler;
import dev.tandem.local.gateway.Problem;
import dev.tandem.local.gateway.ProblemException;
import dev.tandem.local.stepfunctions.StepFunctionsException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.NoSuchElementException;

/**
 * {@code /_local}: the page for people, the same as JSON for programs, and the two levers: fire a schedule, move the clock.
 */
final class LocalPage implements MountedHandler {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEDULES = "/_local/schedules/";
    private static final int MAX_BODY = 64 * 1024;

    private final EmbeddedCloud cloud;
    private final LocalState state;

    LocalPage(EmbeddedCloud cloud) {
        this.cloud = cloud;
        this.state = new LocalState(cloud);
    }

    @Override
    public HttpReply handle(HttpRequest request) {
        String path = request.rawPath();
        boolean fire = path.startsWith(SCHEDULES) && path.endsWith("/fire");
        boolean advance = path.equals("/_local/clock/advance");
        String allowed = fire || advance ? "POST" : "GET";
        if (!request.method().equals(allowed)
                && !(allowed.equals("GET") && request.method().equals("HEAD"))) {
            throw Problem.of(405, "METHOD_NOT_ALLOWED", "This path answers " + allowed + ".")
                    .with("Allow", allowed)
                    .asException();
        }
        if (fire) {
            return fire(decode(path.substring(SCHEDULES.length(), path.length() - "/fire".length())));
        }
        if (advance) {
            return advance(request.body().readAll(MAX_BODY));
        }
        return switch (path) {
            case "/_local", "/_local/" -> HttpReply.html(200, LocalHtml.page(state.snapshot()));
            case "/_local/state.json" -> json(200, state.snapshot());
            case "/_local/connection.json" -> json(200, cloud.connection());
            case "/_local/execution" -> HttpReply.html(200, LocalHtml.execution(execution(request)));
            case "/_local/execution.json" -> json(200, execution(request));
            default -> throw notFound("There is nothing here; see /_local.");
        };
    }

    private ObjectNode execution(HttpRequest request) {
        try {
            return state.execution(request.query("arn", ""));
        } catch (StepFunctionsException e) {
            throw notFound("There is no execution of this arn.");
        }
    }

    private HttpReply fire(String name) {
        try {
            cloud.fireSchedule(name);
            return json(202, MAPPER.createObjectNode().put("fired", name));
        } catch (NoSuchElementException e) {
            throw Problem.of(404, "SCHEDULE_NOT_FOUND", "The template has no schedule " + name + ".")
                    .asException();
        } catch (RuntimeException e) {
            throw Problem.of(409, "SCHEDULE_FAILED", "The target was not started: " + e.getMessage() + ".")
                    .asException();
        }
    }

    /** Body: {@code {"duration":"PT1H"}} or {@code {"seconds":3600}}. */
    private HttpReply advance(byte[] body) {
        try {
            JsonNode request = MAPPER.readTree(body);
            Duration by = request.path("seconds").isNumber()
                    ? Duration.ofSeconds(request.path("seconds").asLong())
                    : Duration.parse(request.path("duration").asText());
            if (by.isNegative() || by.compareTo(Duration.ofDays(3660)) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            cloud.clock().advance(by);
            return json(
                    200,
                    MAPPER.createObjectNode().put("now", cloud.clock().now().toString()));
        } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
            throw Problem.of(
                            400,
                            "MALFORMED_DURATION",
                            "Send {\"duration\":\"PT1H\"} or {\"seconds\":3600}, not below zero.")
                    .asException();
        }
    }

    private static HttpReply json(int status, JsonNode body) {
        HttpReply reply = HttpReply.json(status, body.toPrettyString());
        reply.headers().set("Cache-Control", "no-store");
        return reply;
    }

    private static ProblemException notFound(String detail) {
        return Problem.of(404, "NOT_FOUND", detail).asException();
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notFound("The name is not well encoded.");
        }
    }
}
