package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.CourierView;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/couriers/{courierId}/offers: what the courier is asked and has to do. One read; nothing new is 304. */
public final class GetOffersHandler implements RequestStreamHandler {
    private final DispatchBook book;
    private final Clock clock;

    public GetOffersHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetOffersHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.book = new DynamoDispatchBook(environment, dynamoDb, clock);
        this.clock = clock;
        Priming.register(() -> book.courier("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        String courierId = Door.courier(request);
        Courier courier = book.courier(courierId).orElseGet(() -> Courier.unknown(courierId));
        Instant now = clock.instant();
        CourierView view = CourierView.of(courier, now);
        // The version tells all changes but one: an offer that nobody has withdrawn yet when its time is over.
        String tag = "\"" + courier.version() + (view.offers().isEmpty() ? "" : "o") + "\"";
        boolean unchanged = request.header("If-None-Match").filter(tag::equals).isPresent();
        return (unchanged ? ApiResponse.empty(304) : ApiResponse.json(200, view))
                .withHeader("ETag", tag)
                .withHeader("Cache-Control", "no-store");
    }
}
