package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/reservations/{reservationId}: for its owner and for staff. */
public final class GetReservationHandler implements RequestStreamHandler {
    private final ReservationDesk desk;

    public GetReservationHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetReservationHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        ReservationTable reservations = new ReservationTable(dynamoDb, environment.require("RESERVATION_TABLE"));
        this.desk = new ReservationDesk(new ReadOnlyReservationBook(reservations::find), clock);
        Priming.register(() -> reservations.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        ReservationDesk.Caller caller = Calls.caller(request);
        Reservation reservation = desk.find(Calls.reservationId(request), caller);
        return ApiResponse.json(200, ReservationView.of(reservation, caller.owns(reservation)))
                .withHeader("Cache-Control", "no-store");
    }
}
