package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.recommendation.bandit.Judgement;
import dev.tandem.recommendation.bandit.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * From the feedback queue: what became of answers. Counts first, then logs; either may happen twice and then changes nothing. Events
 * that are no feedback to an answer of ours are refused with a reason, and are no failure of the message: anybody can send them.
 */
public final class RecordFeedbackHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFeedbackHandler.class);

    private final BanditTable answers;
    private final AttributionKeyTable keys;
    private final ExposureLog log;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private byte @Nullable [] key;

    public RecordFeedbackHandler() {
        this(
                new BanditTable(Clients.dynamoDb(), Environment.system().require("BANDIT_TABLE")),
                new AttributionKeyTable(Clients.dynamoDb(), Environment.system().require("ATTRIBUTION_KEY_TABLE")),
                new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
        Priming.register(() -> Json.read("{\"events\":[]}", BehaviourBatch.class));
    }

    RecordFeedbackHandler(
            BanditTable answers, AttributionKeyTable keys, DataFiles files, DeadLetters deadLetters, Clock clock) {
        this.answers = answers;
        this.keys = keys;
        this.log = new ExposureLog(files);
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::record);
    }

    private void record(SqsRecord message) {
        Map<String, Judgement.Accepted> highest = new TreeMap<>();
        for (BehaviourEvent event : BehaviourBatch.read(message.body()).events()) {
            Optional<Outcome> outcome = event.kind().outcome();
            String text = event.recommendationId();
            if (outcome.isEmpty() || text == null) {
                continue;
            }
            switch (judge(event, text, outcome.get())) {
                case Judgement.Accepted accepted ->
                    highest.merge(text, accepted, (a, b) -> a.outcome().reaches(b.outcome()) ? a : b);
                case Judgement.Refused refused ->
                    LOG.warn(
                            "Feedback refused",
                            StructuredArguments.entry("code", refused.code()),
                            StructuredArguments.entry("reason", refused.reason()),
                            StructuredArguments.entry("event_id", event.eventId()));
            }
        }
        highest.forEach((text, accepted) -> answers.raise(text, accepted.id(), accepted.outcome()));
        log.append(highest.entrySet().stream()
                .map(entry -> ExposureLog.Line.of(
                        entry.getKey(), entry.getValue().id(), entry.getValue().outcome()))
                .toList());
    }

    private Judgement judge(BehaviourEvent event, String text, Outcome outcome) {
        if (key == null) {
            // Not before: it is made with the first answer.
            key = keys.read().orElse(null);
        }
        byte[] signing = key;
        return signing == null
                ? new Judgement.Refused("ID_FORGED_OR_FOREIGN", "No answer has been given yet")
                : Judgement.of(signing, text, event.sessionId(), event.sku(), event.at(), outcome, clock.instant());
    }
}
