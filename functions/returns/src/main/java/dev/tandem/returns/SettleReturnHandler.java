package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.EmbeddedMetrics;
import dev.tandem.returns.lifecycle.LifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleMetrics;
import dev.tandem.returns.lifecycle.MessageQueues;
import dev.tandem.returns.lifecycle.Outbox;
import dev.tandem.returns.lifecycle.Postman;
import dev.tandem.returns.lifecycle.Settlement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A task of the workflow: goods and money, both once. */
public final class SettleReturnHandler implements RequestStreamHandler {
    private static final Duration MOST_TIME = Duration.ofSeconds(20);

    private final Settlement settlement;
    private final LifecycleMetrics metrics;

    public SettleReturnHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC(),
                new EmbeddedMetrics());
    }

    SettleReturnHandler(
            Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock, LifecycleMetrics metrics) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.settlement = new Settlement(book, new Outbox(book, postman, clock));
        this.metrics = metrics;
        Priming.register(() -> book.find("PRIMING"));
    }

    /** What the workflow goes on with. */
    record Answer(String returnId, boolean paid, boolean disposed) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Settlement.Wanted.class, wanted -> {
            if (!settlement.knows(wanted.returnId())) {
                return new Answer(wanted.returnId(), false, false);
            }
            Settlement.Settled settled = settlement.settle(wanted, Attempts.in(MOST_TIME));
            if (settled.disposedNow()) {
                metrics.disposed(settled.life());
            }
            return new Answer(
                    wanted.returnId(), settled.life().paid(), settled.life().disposed());
        });
    }
}
