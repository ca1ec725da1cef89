package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.policy.StreetTravel;
import dev.tandem.dispatch.replay.DayRecord;
import dev.tandem.dispatch.replay.Replay;
import dev.tandem.dispatch.replay.ReplayJob;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.LogTable;
import dev.tandem.dispatch.store.ReplayTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** From the queue of replays: dispatches a recorded day by two policies and stores the figures. Done twice it stores the same. */
public final class ReplayDispatchHandler implements RequestStreamHandler {
    private final ReplayTable replays;
    private final LogTable log;
    private final DynamoZoneBook zones;
    private final DeadLetters deadLetters;

    public ReplayDispatchHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")));
    }

    ReplayDispatchHandler(Environment environment, DynamoDbClient dynamoDb, DeadLetters deadLetters) {
        this.replays = new ReplayTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE"));
        this.log = new LogTable(dynamoDb, environment.require("DISPATCH_LOG_TABLE"));
        this.zones = new DynamoZoneBook(environment, dynamoDb);
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::replay);
    }

    private void replay(SqsRecord message) {
        ReplayJob job = replays.find(message.body())
                .orElseThrow(() -> new PermanentFailureException("UNKNOWN_REPLAY", "There is no such replay"));
        if (job.state() != ReplayJob.State.RUNNING) {
            return;
        }
        DayRecord day = DayRecord.of(log.day(job.zone(), job.day()));
        if (day.placed().isEmpty() || day.presences().isEmpty()) {
            replays.put(job.failed("Nothing is recorded of that day: no delivery, or no courier."));
            return;
        }
        DispatchPolicy against = policy(job.againstVersion());
        Replay replay = new Replay(day, against, new StreetTravel(against, against.roadFactor()));
        replays.put(job.done(
                day.presences().size(), replay.recorded(), replay.by(against), replay.by(policy(job.policyVersion()))));
    }

    private DispatchPolicy policy(String version) {
        return zones.policy(version).orElse(DispatchPolicy.DEFAULT);
    }
}
