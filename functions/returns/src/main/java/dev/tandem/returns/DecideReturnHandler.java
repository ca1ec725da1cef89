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
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.rma.DecisionDesk;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** POST /v1/returns/{returnId}/decision: staff decide, whatever the precheck said. */
public final class DecideReturnHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DecideReturnHandler.class);

    private final DecisionDesk desk;
    private final FirstAnswers answers;

    public DecideReturnHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    DecideReturnHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        ReturnBook book = new DynamoReturnBook(environment, dynamoDb, clock);
        this.desk = new DecisionDesk(book, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> decide(request, Attempts.ofCall(context)));
    }

    /** What staff decide. */
    enum Word {
        APPROVED,
        REJECTED
    }

    /** @param reason for the shopper and for whoever looks at it later */
    record Wanted(Word decision, String reason) {
        Wanted {
            if (decision == null || reason == null || reason.isBlank() || reason.length() > 500) {
                throw new IllegalArgumentException("decision and a reason of 1 to 500 characters are needed");
            }
        }
    }

    private ApiResponse decide(ApiRequest request, Attempts attempts) {
        request.requireGroup(Door.STAFF);
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(request, "DecideReturn", once -> {
            Wanted wanted = request.bodyAs(Wanted.class);
            Return after = desk.decide(
                    id,
                    wanted.decision() == Word.APPROVED,
                    wanted.reason(),
                    caller,
                    made -> once.with(Door.shown(made)),
                    attempts);
            LOG.info(
                    "Decision overruled",
                    StructuredArguments.entry("return_id", id),
                    StructuredArguments.entry("decision", wanted.decision()),
                    StructuredArguments.entry("by", caller.subject()));
            return Door.shown(after);
        });
    }
}
