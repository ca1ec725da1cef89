package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonProperty;
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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/returns/{returnId}/scans: a parcel was collected or came in, or goods were handed in at a store. */
public final class ScanReturnHandler implements RequestStreamHandler {
    private final LifecycleDesk desk;
    private final FirstAnswers answers;

    public ScanReturnHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC());
    }

    ScanReturnHandler(Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.desk = new LifecycleDesk(book, new Outbox(book, postman, clock), clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> tell(request, Attempts.ofCall(context)));
    }

    /** What was scanned. */
    enum Kind {
        @JsonProperty("collected")
        COLLECTED(LifecycleDesk.Scan.COLLECTED),
        @JsonProperty("received")
        RECEIVED(LifecycleDesk.Scan.RECEIVED),
        @JsonProperty("store")
        STORE(LifecycleDesk.Scan.STORE);

        private final LifecycleDesk.Scan scan;

        Kind(LifecycleDesk.Scan scan) {
            this.scan = scan;
        }
    }

    /** @param location the store, or the sorting centre that the goods came to */
    record Wanted(Kind kind, @Nullable String location) {
        Wanted {
            if (kind == null) {
                throw new IllegalArgumentException("kind must be collected, received or store");
            }
        }
    }

    private ApiResponse tell(ApiRequest request, Attempts attempts) {
        request.requireGroup(Door.STAFF);
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(request, "ScanReturn", once -> {
            Wanted wanted = request.bodyAs(Wanted.class);
            return Door.accepted(desk.scan(
                    id,
                    wanted.kind().scan,
                    wanted.location(),
                    caller,
                    life -> once.with(Door.accepted(life)),
                    attempts));
        });
    }
}
