package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.OrderDesk;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.ReturnBook;
import dev.tandem.returns.rma.Returnable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/orders/{orderId}/returnable: what of an order may be returned, until when, at what fee, and why not. */
public final class GetReturnableHandler implements RequestStreamHandler {
    private final ReturnBook book;
    private final Policies policies;
    private final Clock clock;

    public GetReturnableHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetReturnableHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.book = new DynamoReturnBook(environment, dynamoDb, clock);
        this.policies = Door.policies(environment, dynamoDb);
        this.clock = clock;
        Priming.register(() -> policies.inForceAt(clock.instant()));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        Caller caller = Door.caller(request);
        String id = request.pathParameter("orderId");
        if (!OrderDesk.isOrderId(id)) {
            throw notFound();
        }
        Order order = book.order(id)
                .filter(found -> caller.maySee(found.details().shopperId()))
                .orElseThrow(GetReturnableHandler::notFound);
        Instant now = clock.instant();
        return ApiResponse.json(
                        200,
                        Returnable.of(
                                order,
                                policies.inForceAt(now),
                                book.history(order.details().shopperId(), now, ""),
                                now))
                .withHeader("Cache-Control", "no-store");
    }

    private static NotFoundException notFound() {
        return new NotFoundException("ORDER_NOT_FOUND", "There is no such order of yours.");
    }
}
