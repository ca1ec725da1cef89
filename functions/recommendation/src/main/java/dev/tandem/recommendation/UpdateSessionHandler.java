package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From the behaviour queue: brings session states up to date and writes the interaction log. All messages of a call together: each
 * session is read and written once, and the log gets one file. All of it may happen twice.
 */
public final class UpdateSessionHandler implements RequestStreamHandler {
    private final SessionTable sessions;
    private final BehaviourLog log;
    private final DeadLetters deadLetters;

    public UpdateSessionHandler() {
        this(
                new SessionTable(Clients.dynamoDb(), Environment.system().require("SESSION_TABLE"), Clock.systemUTC()),
                new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
        Priming.register(() -> Json.read("{\"events\":[]}", BehaviourBatch.class));
    }

    UpdateSessionHandler(SessionTable sessions, DataFiles files, DeadLetters deadLetters, Clock clock) {
        this.sessions = sessions;
        this.log = new BehaviourLog(files, new Pseudonyms(sessions), clock);
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handleTogether(in, out, context, deadLetters, this::update);
    }

    /** A message fails with any of the sessions that it is about, and all do with the log; a session's failure leaves the others alone. */
    private Map<SqsRecord, Exception> update(List<SqsRecord> messages) {
        Map<SqsRecord, Exception> failures = new HashMap<>();
        Map<SqsRecord, Set<String>> keys = new HashMap<>();
        SessionChanges changes = new SessionChanges();
        List<BehaviourEvent> events = new ArrayList<>();
        for (SqsRecord message : messages) {
            try {
                BehaviourBatch batch = BehaviourBatch.read(message.body());
                keys.put(message, changes.add(batch));
                events.addAll(batch.events());
            } catch (PermanentFailureException e) {
                failures.put(message, e);
            }
        }
        Set<String> failed = sessions.apply(changes.changes());
        log.append(events);
        keys.forEach((message, some) -> {
            if (!Collections.disjoint(some, failed)) {
                failures.put(message, new IllegalStateException("The state of a session could not be written"));
            }
        });
        return failures;
    }
}
