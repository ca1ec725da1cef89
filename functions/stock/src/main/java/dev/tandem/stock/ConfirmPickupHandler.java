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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/reservations/{reservationId}/confirm-pickup: the goods leave the location. For staff. */
public final class ConfirmPickupHandler implements RequestStreamHandler {
    private final ReservationDesk desk;
    private final FirstAnswers answers;

    /** The body, as in the contract. */
    record Body(@Nullable String pickupCode, @Nullable String location) {
        private static final Pattern CODE = Pattern.compile("[0-9]{6}");

        Body {
            if (pickupCode != null && !CODE.matcher(pickupCode).matches()) {
                throw new IllegalArgumentException("pickupCode has six digits");
            }
            if (location != null && !Codes.isLocation(location)) {
                throw new IllegalArgumentException("location is not a location id");
            }
        }
    }

    public ConfirmPickupHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ConfirmPickupHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        ReservationBook book = DynamoReservationBook.of(environment, dynamoDb, clock);
        this.desk = new ReservationDesk(book, clock);
        this.answers =
                new FirstAnswers(new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock));
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> confirm(request, Calls.deadline(context)));
    }

    private ApiResponse confirm(ApiRequest request, Attempts deadline) {
        request.requireGroup(Calls.STAFF);
        String id = Calls.reservationId(request);
        return answers.answer(request, "ConfirmPickup", once -> {
            Body body = request.bodyAs(Body.class);
            ReservationDesk.Settled settled =
                    desk.confirm(id, body.pickupCode, body.location, after -> once.with(confirmed(after)), deadline);
            return confirmed(settled.reservation());
        });
    }

    private static ApiResponse confirmed(Reservation reservation) {
        return ApiResponse.json(200, ReservationView.of(reservation, false));
    }
}
