package dev.tandem.stock;

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
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DELETE /v1/reservations/{reservationId}: lets the held stock go. */
public final class ReleaseReservationHandler implements RequestStreamHandler {
    private final ReservationDesk desk;
    private final FirstAnswers answers;

    public ReleaseReservationHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ReleaseReservationHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        ReservationBook book = DynamoReservationBook.of(environment, dynamoDb, clock);
        this.desk = new ReservationDesk(book, clock);
        this.answers =
                new FirstAnswers(new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock));
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> release(request, Calls.deadline(context)));
    }

    private ApiResponse release(ApiRequest request, Attempts deadline) {
        ReservationDesk.Caller caller = Calls.caller(request);
        String id = Calls.reservationId(request);
        return answers.answer(request, "ReleaseReservation", once -> {
            ReservationDesk.Settled settled =
                    desk.release(id, caller, after -> once.with(released(after, caller)), deadline);
            ApiResponse response = released(settled.reservation(), caller);
            return settled.recorded() ? response : once.alone(response);
        });
    }

    private static ApiResponse released(Reservation reservation, ReservationDesk.Caller caller) {
        return ApiResponse.json(200, ReservationView.of(reservation, caller.owns(reservation)));
    }
}
