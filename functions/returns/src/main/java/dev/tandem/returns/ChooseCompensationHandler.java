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
import dev.tandem.returns.coupon.CouponTable;
import dev.tandem.returns.coupon.Coupons;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.rma.Compensation;
import dev.tandem.returns.rma.DecisionDesk;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/returns/{returnId}/compensation: the shopper chooses among what the decision offers. */
public final class ChooseCompensationHandler implements RequestStreamHandler {
    private final DecisionDesk desk;
    private final Coupons coupons;
    private final FirstAnswers answers;

    public ChooseCompensationHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ChooseCompensationHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        ReturnBook book = new DynamoReturnBook(environment, dynamoDb, clock);
        this.desk = new DecisionDesk(book, clock);
        this.coupons = new CouponTable(
                dynamoDb, environment.require("COUPON_TABLE"), Door.answerTable(environment, dynamoDb, clock));
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> choose(request, Attempts.ofCall(context)));
    }

    /** @param replacements for an exchange: what to send for a line, where it is not the same again */
    record Wanted(Compensation choice, @Nullable List<Return.Replacement> replacements) {
        Wanted {
            if (choice == null) {
                throw new IllegalArgumentException("choice must be refund, coupon, exchange or keep");
            }
        }
    }

    private ApiResponse choose(ApiRequest request, Attempts attempts) {
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(request, "ChooseCompensation", once -> {
            Wanted wanted = request.bodyAs(Wanted.class);
            DecisionDesk.Stepped stepped = desk.choose(
                    id,
                    wanted.choice(),
                    wanted.replacements() == null ? List.of() : wanted.replacements(),
                    caller,
                    coupons::signer,
                    made -> once.with(Door.shown(made)),
                    attempts);
            ApiResponse response = Door.shown(stepped.rma());
            return stepped.recorded() ? response : once.alone(response);
        });
    }
}
