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
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.Partners;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.OrderDesk;
import dev.tandem.returns.order.OrderDetails;
import dev.tandem.returns.order.OrderTable;
import dev.tandem.returns.order.Orders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** PUT /v1/orders/{orderId}: a shop tells an order, new or changed. For partners. */
public final class PutOrderHandler implements RequestStreamHandler {
    private final OrderDesk desk;
    private final FirstAnswers answers;

    public PutOrderHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    PutOrderHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        IdempotencyTable table = Door.answerTable(environment, dynamoDb, clock);
        Orders orders = new OrderTable(dynamoDb, environment.require("ORDER_TABLE"), table);
        this.desk = new OrderDesk(orders);
        this.answers = new FirstAnswers(table);
        Priming.register(() -> orders.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> put(request, Attempts.ofCall(context)));
    }

    /** The order as stored, and what of it returns have taken. */
    record View(String orderId, Map<String, Integer> returned, OrderDetails order) {}

    private ApiResponse put(ApiRequest request, Attempts attempts) {
        String id = request.pathParameter("orderId");
        if (!OrderDesk.isOrderId(id)) {
            throw new BadRequestException("PARAMETER_INVALID", "orderId takes 1 to 64 letters, digits and ._-.");
        }
        return answers.answer(request, "PutOrder", Partners.of(request), once -> {
            OrderDesk.Told told =
                    desk.tell(id, request.bodyAs(OrderDetails.class), after -> once.with(shown(after)), attempts);
            return switch (told.kind()) {
                case APPLIED -> shown(told.order());
                case UNCHANGED -> once.alone(shown(told.order()));
                case STALE -> throw new ConflictException("ORDER_STALE", told.why());
                case CONFLICT -> throw new ConflictException("ORDER_CONFLICT", told.why());
            };
        });
    }

    private static ApiResponse shown(Order order) {
        return ApiResponse.json(200, new View(order.orderId(), order.taken(), order.details()));
    }
}
