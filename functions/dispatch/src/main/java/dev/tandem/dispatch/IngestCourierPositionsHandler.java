package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiException;
import dev.tandem.commons.http.ServiceUnavailableException;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.dispatch.flow.PositionDesk;
import dev.tandem.dispatch.flow.PositionReport;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoPositionBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * From the queue of positions: many in one message. One that is refused is logged with its code and left; a position is worth nothing a
 * minute later. A message of which all are refused is set aside, for then its sender is wrong.
 */
public final class IngestCourierPositionsHandler implements RequestStreamHandler {
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    private static final int MOST_POSITIONS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(IngestCourierPositionsHandler.class);

    private final PositionDesk desk;
    private final DeadLetters deadLetters;

    public IngestCourierPositionsHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
    }

    IngestCourierPositionsHandler(
            Environment environment, DynamoDbClient dynamoDb, DeadLetters deadLetters, Clock clock) {
        Zones zones = Door.zones(environment, dynamoDb, clock);
        this.desk = new PositionDesk(new DynamoPositionBook(environment, dynamoDb, clock), zones, clock);
        this.deadLetters = deadLetters;
        Priming.register(zones::all);
    }

    /** One position of a batch; not checked yet, so that a bad one leaves the others alone. */
    record Position(
            @Nullable String courierId,
            @Nullable Double lat,
            @Nullable Double lon,
            @Nullable Instant at,
            @Nullable Double accuracyMeters) {}

    /** As told: what one of them looks like is no matter of the others. */
    record Batch(List<JsonNode> positions) {
        Batch {
            if (positions == null || positions.isEmpty() || positions.size() > MOST_POSITIONS) {
                throw new IllegalArgumentException("positions takes 1 to " + MOST_POSITIONS);
            }
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::take);
    }

    private void take(SqsRecord message) {
        Batch batch = message.bodyAs(Batch.class);
        Map<String, Integer> refused = new TreeMap<>();
        for (JsonNode told : batch.positions()) {
            String fault = fault(told);
            if (fault != null) {
                refused.merge(fault, 1, Integer::sum);
            }
        }
        if (!refused.isEmpty()) {
            LOG.warn("Positions refused", StructuredArguments.entry("codes", refused.toString()));
        }
        if (refused.values().stream().mapToInt(Integer::intValue).sum()
                == batch.positions().size()) {
            throw new PermanentFailureException(refused.keySet().iterator().next(), "All were refused: " + refused);
        }
    }

    /** The code of what is wrong with it; null when it was taken. What may be better later is thrown on. */
    private @Nullable String fault(JsonNode told) {
        if (!told.isObject()) {
            return "POSITION_INVALID";
        }
        Position position;
        try {
            position = Json.read(told, Position.class);
        } catch (UncheckedIOException e) {
            return "POSITION_INVALID";
        }
        String courierId = position.courierId();
        if (courierId == null || !Door.isCourierId(courierId)) {
            return "COURIER_ID_INVALID";
        }
        try {
            PositionReport report =
                    new PositionReport(position.lat(), position.lon(), position.at(), position.accuracyMeters());
            desk.take(courierId, report, Attempts.in(MOST_TIME));
            return null;
        } catch (IllegalArgumentException e) {
            return "POSITION_INVALID";
        } catch (ServiceUnavailableException e) {
            throw e;
        } catch (ApiException e) {
            return e.code();
        }
    }
}
