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
import dev.tandem.dispatch.delivery.DeliveryView;
import dev.tandem.dispatch.flow.DeliveryDesk;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/deliveries/{deliveryId}/cancel: the shop takes a delivery back whose goods it still has. */
public final class CancelDeliveryHandler implements RequestStreamHandler {
    private final DeliveryDesk desk;
    private final FirstAnswers answers;

    public CancelDeliveryHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    CancelDeliveryHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        DispatchBook book = new DynamoDispatchBook(environment, dynamoDb, clock);
        this.desk = new DeliveryDesk(book, Door.zones(environment, dynamoDb, clock), clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> book.delivery("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> cancel(request, Attempts.ofCall(context)));
    }

    private ApiResponse cancel(ApiRequest request, Attempts attempts) {
        String partner = Partners.of(request);
        String deliveryId = Door.deliveryId(request);
        return answers.answer(
                request,
                "CancelDelivery",
                partner,
                once -> shown(desk.cancel(
                        deliveryId,
                        partner,
                        request.bodyAs(Reason.class).reason(),
                        after -> once.with(shown(after)),
                        attempts)));
    }

    private static ApiResponse shown(Delivery delivery) {
        return ApiResponse.json(200, DeliveryView.of(delivery, null, null));
    }
}
