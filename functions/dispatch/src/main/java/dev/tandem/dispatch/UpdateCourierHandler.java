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
import dev.tandem.dispatch.courier.ShiftRequest;
import dev.tandem.dispatch.flow.ShiftDesk;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** PUT and DELETE /v1/couriers/{courierId}/shift: on shift with vehicle, capacity and zones, and off. */
public final class UpdateCourierHandler implements RequestStreamHandler {
    private final ShiftDesk desk;
    private final FirstAnswers answers;
    private final Clock clock;

    public UpdateCourierHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    UpdateCourierHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        Zones zones = Door.zones(environment, dynamoDb, clock);
        this.desk = new ShiftDesk(new DynamoDispatchBook(environment, dynamoDb, clock), zones, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        this.clock = clock;
        Priming.register(zones::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> update(request, Attempts.ofCall(context)));
    }

    private ApiResponse update(ApiRequest request, Attempts attempts) {
        String courierId = Door.courier(request);
        return answers.answer(
                request,
                "UpdateCourier",
                once -> shown(
                        request.method().equals("DELETE")
                                ? desk.off(courierId, after -> once.with(shown(after)), attempts)
                                : desk.on(
                                        courierId,
                                        request.bodyAs(ShiftRequest.class),
                                        after -> once.with(shown(after)),
                                        attempts)));
    }

    private ApiResponse shown(Courier courier) {
        return ApiResponse.json(200, CourierView.of(courier, clock.instant()));
    }
}
