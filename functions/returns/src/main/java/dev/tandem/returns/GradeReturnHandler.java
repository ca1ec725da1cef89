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
import dev.tandem.returns.lifecycle.Grade;
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
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/returns/{returnId}/grading: how the goods were found; in a store this writes the return off. */
public final class GradeReturnHandler implements RequestStreamHandler {
    private final LifecycleDesk desk;
    private final FirstAnswers answers;

    public GradeReturnHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC());
    }

    GradeReturnHandler(Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock) {
        LifecycleBook book = new DynamoLifecycleBook(environment, dynamoDb, clock);
        this.desk = new LifecycleDesk(book, new Outbox(book, postman, clock), clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> tell(request, Attempts.ofCall(context)));
    }

    record Wanted(List<Grade> lines) {
        Wanted {
            if (lines == null || lines.isEmpty() || lines.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("lines are needed");
            }
            lines = List.copyOf(lines);
        }
    }

    private ApiResponse tell(ApiRequest request, Attempts attempts) {
        request.requireGroup(Door.STAFF);
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(request, "GradeReturn", once -> {
            Wanted wanted = request.bodyAs(Wanted.class);
            return Door.accepted(
                    desk.grade(id, wanted.lines(), caller, life -> once.with(Door.accepted(life)), attempts));
        });
    }
}
