package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleSteps;
import dev.tandem.returns.lifecycle.MessageQueues;
import dev.tandem.returns.lifecycle.Outbox;
import dev.tandem.returns.lifecycle.Postman;
import dev.tandem.returns.lifecycle.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A task of the workflow that waits: remembers the token, so that whoever does the step can give it back. */
public final class AwaitReturnStepHandler implements RequestStreamHandler {
    private static final Duration MOST_TIME = Duration.ofSeconds(20);

    private final LifecycleSteps steps;

    public AwaitReturnStepHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC());
    }

    AwaitReturnStepHandler(Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.steps = new LifecycleSteps(book, new Outbox(book, postman, clock));

        Priming.register(() -> book.find("PRIMING"));
    }

    /** @param at when the workflow came to it */
    record Wanted(String returnId, Wait step, String token, Instant at) {
        Wanted {
            if (returnId == null || step == null || token == null || at == null) {
                throw new IllegalArgumentException("returnId, step, token and at are needed");
            }
        }
    }

    /** What the log of the workflow shows. */
    record Answer(String returnId, Wait waitsFor) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Wanted.class, wanted -> {
            if (steps.knows(wanted.returnId())) {
                steps.await(wanted.returnId(), wanted.step(), wanted.token(), wanted.at(), Attempts.in(MOST_TIME));
            }
            return new Answer(wanted.returnId(), wanted.step());
        });
    }
}
