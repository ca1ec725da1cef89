package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** POST /v1/behaviour-events: what shoppers did. What is agreed to be kept goes to the queue, and which sessions
 * do not agree any more; the rest ends here. */
public final class IngestBehaviourHandler implements RequestStreamHandler {
    private static final int MOST_EVENTS = 100;

    /** Takes the events of one call to where they are worked on. */
    interface Outlet {
        void send(BehaviourBatch batch, String correlationId);
    }

    /** The answer: how many events are kept, how many are not for want of consent, and which were refused. */
    record Receipt(int accepted, int withoutConsent, List<EventReader.Refusal> refused) {}

    private final Outlet outlet;
    private final Outlet feedback;
    private final Clock clock;

    public IngestBehaviourHandler() {
        this(
                queue(Clients.sqs(), Environment.system().require("BEHAVIOUR_QUEUE_URL")),
                queue(Clients.sqs(), Environment.system().require("FEEDBACK_QUEUE_URL")),
                Clock.systemUTC());
        Priming.register(() -> EventReader.read(
                Json.tree("[{\"eventId\":\"p\",\"sessionId\":\"p\",\"consent\":true,\"kind\":\"view\",\"sku\":\"P\","
                        + "\"at\":\"2026-01-01T00:00:00Z\"}]"),
                Instant.parse("2026-01-01T00:00:00Z")));
    }

    /** @param feedback where events go besides that say what became of an answer */
    IngestBehaviourHandler(Outlet outlet, Outlet feedback, Clock clock) {
        this.outlet = outlet;
        this.feedback = feedback;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::ingest);
    }

    private ApiResponse ingest(ApiRequest request) {
        JsonNode events = request.bodyAs(JsonNode.class).path("events");
        if (!events.isArray() || events.isEmpty() || events.size() > MOST_EVENTS) {
            throw new BadRequestException(
                    "BODY_INVALID", "events must be an array of 1 to " + MOST_EVENTS + " events.");
        }
        EventReader.Reading reading = EventReader.read(events, clock.instant());
        if (!reading.events().isEmpty() || !reading.withdrawn().isEmpty()) {
            outlet.send(new BehaviourBatch(reading.events(), reading.withdrawn()), request.correlationId());
        }
        List<BehaviourEvent> answers = reading.events().stream()
                .filter(event -> event.recommendationId() != null
                        && event.kind().outcome().isPresent())
                .toList();
        // A call that fails here is repeated as a whole; on both ways everything counts once.
        if (!answers.isEmpty()) {
            feedback.send(new BehaviourBatch(answers), request.correlationId());
        }
        return ApiResponse.json(202, new Receipt(reading.events().size(), reading.withoutConsent(), reading.refused()));
    }

    private static Outlet queue(SqsClient sqs, String queueUrl) {
        return (batch, correlationId) -> sqs.sendMessage(message -> message.queueUrl(queueUrl)
                .messageBody(Json.write(batch))
                .messageAttributes(Map.of(
                        "correlationId",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(correlationId)
                                .build())));
    }
}
