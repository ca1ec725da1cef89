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
import dev.tandem.commons.http.Partners;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryRequest;
import dev.tandem.dispatch.delivery.DeliveryView;
import dev.tandem.dispatch.flow.DeliveryDesk;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/deliveries: a shop asks for a delivery. */
public final class SubmitDeliveryHandler implements RequestStreamHandler {
    private final DeliveryDesk desk;
    private final FirstAnswers answers;

    public SubmitDeliveryHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    SubmitDeliveryHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        Zones zones = Door.zones(environment, dynamoDb, clock);
        this.desk = new DeliveryDesk(new DynamoDispatchBook(environment, dynamoDb, clock), zones, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(zones::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> submit(request, Attempts.ofCall(context)));
    }

    private ApiResponse submit(ApiRequest request, Attempts attempts) {
        String partner = Partners.of(request);
        return answers.answer(
                request,
                "SubmitDelivery",
                partner,
                once -> taken(desk.submit(
                        request.bodyAs(DeliveryRequest.class),
                        partner,
                        request.correlationId(),
                        made -> once.with(taken(made)),
                        attempts)));
    }

    private static ApiResponse taken(Delivery delivery) {
        return ApiResponse.json(201, DeliveryView.of(delivery, null, null))
                .withHeader("Location", "/v1/deliveries/" + delivery.deliveryId());
    }
}
