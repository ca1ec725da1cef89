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
import dev.tandem.returns.lifecycle.LifecycleSteps;
import dev.tandem.returns.lifecycle.MessageQueues;
import dev.tandem.returns.lifecycle.Outbox;
import dev.tandem.returns.lifecycle.Postman;
import dev.tandem.returns.lifecycle.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A task of the workflow: a return comes a stage further, waits in vain, or fails. */
public final class MoveReturnHandler implements RequestStreamHandler {
    private static final Duration MOST_TIME = Duration.ofSeconds(20);

    private final LifecycleSteps steps;
    private final LifecycleMetrics metrics;

    public MoveReturnHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC(),
                new EmbeddedMetrics());
    }

    MoveReturnHandler(
            Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock, LifecycleMetrics metrics) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.steps = new LifecycleSteps(book, new Outbox(book, postman, clock));
        this.metrics = metrics;
        Priming.register(() -> book.find("PRIMING"));
    }

    /** What the workflow goes on with. */
    record Answer(String returnId, @Nullable Stage stage) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, LifecycleSteps.Wanted.class, wanted -> {
            if (!steps.knows(wanted.returnId())) {
                return new Answer(wanted.returnId(), null);
            }
            LifecycleSteps.Moved moved = steps.move(wanted, Attempts.in(MOST_TIME));
            if (moved.changed()) {
                metrics.moved(moved.life(), wanted.move());
            }
            return new Answer(wanted.returnId(), moved.life().stage());
        });
    }
}
