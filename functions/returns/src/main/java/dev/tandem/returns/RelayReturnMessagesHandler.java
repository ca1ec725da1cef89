package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleBook;
import dev.tandem.returns.lifecycle.MessageQueues;
import dev.tandem.returns.lifecycle.Outbox;
import dev.tandem.returns.lifecycle.Postman;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Every minute: sends the messages that a process which died has left behind. */
public final class RelayReturnMessagesHandler implements RequestStreamHandler {
    private final Outbox outbox;

    public RelayReturnMessagesHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC());
    }

    RelayReturnMessagesHandler(Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.outbox = new Outbox(book, postman, clock);
        Priming.register(() -> book.unsent(clock.instant(), 1));
    }

    record Answer(int sent) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, JsonNode.class, schedule -> new Answer(outbox.relay()));
    }
}
