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

/** POST /v1/reservations: holds stock, all lines or none. */
public final class ReserveStockHandler implements RequestStreamHandler {
    private final StockReservations reservations;
    private final FirstAnswers answers;

    public ReserveStockHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ReserveStockHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        StockReader stock = new StockTable(dynamoDb, environment.require("STOCK_TABLE"));
        Locations locations =
                new Locations(new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"))::all, clock);
        ReservationBook book = DynamoReservationBook.of(environment, dynamoDb, clock);
        this.reservations = new StockReservations(stock, locations, book, clock);
        this.answers =
                new FirstAnswers(new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock));
        Priming.register(() -> Samples.answer(stock, locations));
        Priming.register(Samples::request);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> reserve(request, Calls.deadline(context)));
    }

    private ApiResponse reserve(ApiRequest request, Attempts deadline) {
        String owner = request.requireSubject();
        return answers.answer(request, "ReserveStock", once -> {
            ReservationRequest asked = request.bodyAs(ReservationRequest.class);
            return created(reservations.reserve(
                    asked, owner, request.correlationId(), made -> once.with(created(made)), deadline));
        });
    }

    private static ApiResponse created(Reservation reservation) {
        return ApiResponse.json(201, ReservationView.of(reservation, true))
                .withHeader("Location", "/v1/reservations/" + reservation.reservationId());
    }
}
