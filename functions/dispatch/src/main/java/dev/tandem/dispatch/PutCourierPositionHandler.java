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
import dev.tandem.dispatch.flow.PositionDesk;
import dev.tandem.dispatch.flow.PositionReport;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoPositionBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** PUT /v1/couriers/{courierId}/position. Of several the latest stands, so a repeat needs no key. */
public final class PutCourierPositionHandler implements RequestStreamHandler {
    private final PositionDesk desk;

    public PutCourierPositionHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    PutCourierPositionHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        Zones zones = Door.zones(environment, dynamoDb, clock);
        this.desk = new PositionDesk(new DynamoPositionBook(environment, dynamoDb, clock), zones, clock);
        Priming.register(zones::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> put(request, Attempts.ofCall(context)));
    }

    private ApiResponse put(ApiRequest request, Attempts attempts) {
        return ApiResponse.json(200, desk.take(Door.courier(request), request.bodyAs(PositionReport.class), attempts));
    }
}
