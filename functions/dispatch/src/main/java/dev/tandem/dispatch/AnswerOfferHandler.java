package dev.tandem.dispatch;

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
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.CourierView;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.OfferDesk;
import dev.tandem.dispatch.flow.Tally;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.DynamoZoneBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/couriers/{courierId}/offers/{offerId}/accept and .../decline. */
public final class AnswerOfferHandler implements RequestStreamHandler {
    private final OfferDesk desk;
    private final Tally tally;
    private final FirstAnswers answers;
    private final Clock clock;

    public AnswerOfferHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    AnswerOfferHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        DispatchBook book = new DynamoDispatchBook(environment, dynamoDb, clock);
        this.desk = new OfferDesk(book, clock);
        this.tally = new Tally(new DynamoZoneBook(environment, dynamoDb), clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        this.clock = clock;
        Priming.register(() -> book.courier("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> answer(request, Attempts.ofCall(context)));
    }

    private ApiResponse answer(ApiRequest request, Attempts attempts) {
        String courierId = Door.courier(request);
        String offerId = request.pathParameter("offerId");
        return answers.answer(
                request,
                "AnswerOffer",
                once -> shown(
                        request.path().endsWith("/accept")
                                ? accept(courierId, offerId, once, attempts)
                                : desk.decline(
                                        courierId,
                                        offerId,
                                        request.bodyAs(Reason.class).reason(),
                                        after -> once.with(shown(after)),
                                        attempts)));
    }

    private Courier accept(String courierId, String offerId, FirstAnswers.Once once, Attempts attempts) {
        OfferDesk.Accepted accepted = desk.accept(courierId, offerId, after -> once.with(shown(after)), attempts);
        tally.accepted(accepted.deliveries());
        return accepted.courier();
    }

    private ApiResponse shown(Courier courier) {
        return ApiResponse.json(200, CourierView.of(courier, clock.instant()));
    }
}
