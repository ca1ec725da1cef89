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
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the behaviour queue: brings session states up to date and writes the interaction log. Both may happen twice. */
public final class UpdateSessionHandler implements RequestStreamHandler {
    private final SessionTable sessions;
    private final BehaviourLog log;
    private final DeadLetters deadLetters;

    public UpdateSessionHandler() {
        this(
                new SessionTable(
                        Clients.dynamoDb(), Environment.system().require("SESSION_TABLE"), Clock.systemUTC()),
                new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")));
        Priming.register(() -> Json.read("{\"events\":[]}", BehaviourBatch.class));
    }

    UpdateSessionHandler(SessionTable sessions, DataFiles files, DeadLetters deadLetters) {
        this.sessions = sessions;
        this.log = new BehaviourLog(files);
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::update);
    }

    private void update(SqsRecord message) {
        List<BehaviourEvent> events = read(message.body()).events();
        Map<String, List<BehaviourEvent>> bySession = new TreeMap<>();
        Map<String, List<BehaviourEvent>> purchasesByUser = new TreeMap<>();
        for (BehaviourEvent event : events) {
            add(bySession, event.sessionId(), event);
            if (event.userId() != null && event.kind() == Kind.PURCHASE) {
                add(purchasesByUser, event.userId(), event);
            }
        }
        bySession.forEach((id, some) -> merge(SessionTable.session(id), some, SessionTable.SESSION_KEPT));
        purchasesByUser.forEach((id, some) -> merge(SessionTable.user(id), some, SessionTable.USER_KEPT));
        log.append(events);
    }

    private void merge(String key, List<BehaviourEvent> events, java.time.Duration kept) {
        SessionState more = SessionState.of(events);
        if (!more.equals(SessionState.EMPTY)) {
            sessions.merge(key, more, kept);
        }
    }

    private static void add(Map<String, List<BehaviourEvent>> groups, String key, BehaviourEvent event) {
        groups.computeIfAbsent(key, none -> new ArrayList<>()).add(event);
    }

    private static BehaviourBatch read(String body) {
        try {
            @Nullable BehaviourBatch batch = Json.read(body, BehaviourBatch.class);
            if (batch != null) {
                return batch;
            }
            throw new PermanentFailureException("MESSAGE_INVALID", "The message is null");
        } catch (UncheckedIOException e) {
            throw new PermanentFailureException("MESSAGE_INVALID", String.valueOf(e.getMessage()));
        }
    }
}
