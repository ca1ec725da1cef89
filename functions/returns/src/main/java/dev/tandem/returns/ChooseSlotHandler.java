package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleDesk;
import dev.tandem.returns.lifecycle.MessageQueues;
import dev.tandem.returns.lifecycle.Outbox;
import dev.tandem.returns.lifecycle.Postman;
import dev.tandem.returns.order.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/returns/{returnId}/slot: the shopper takes one of the times offered. */
public final class ChooseSlotHandler implements RequestStreamHandler {
    private final LifecycleDesk desk;
    private final FirstAnswers answers;

    public ChooseSlotHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC());
    }

    ChooseSlotHandler(Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.desk = new LifecycleDesk(book, new Outbox(book, postman, clock), clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> tell(request, Attempts.ofCall(context)));
    }

    record Wanted(String slotId) {
        Wanted {
            if (slotId == null) {
                throw new IllegalArgumentException("slotId is needed");
            }
        }
    }

    private ApiResponse tell(ApiRequest request, Attempts attempts) {
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(request, "ChooseSlot", once -> {
            Wanted wanted = request.bodyAs(Wanted.class);
            return Door.accepted(
                    desk.choose(id, wanted.slotId(), caller, life -> once.with(Door.accepted(life)), attempts));
        });
    }
}
