package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleBook;
import dev.tandem.returns.lifecycle.LifecycleView;
import dev.tandem.returns.rma.DecisionDesk;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnBook;
import dev.tandem.returns.rma.ReturnView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/returns/{returnId}: where a return stands, for its shopper and for staff. */
public final class GetReturnHandler implements RequestStreamHandler {
    private final DecisionDesk desk;
    private final LifecycleBook lifecycles;

    public GetReturnHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetReturnHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        ReturnBook book = new DynamoReturnBook(environment, dynamoDb, clock);
        this.desk = new DecisionDesk(book, clock);
        this.lifecycles = new DynamoLifecycleBook(environment, dynamoDb, clock);
        Priming.register(() -> book.find("PRIMING"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        Return rma = desk.find(Door.returnId(request), Door.caller(request));
        ObjectNode shown = Json.mapper().valueToTree(ReturnView.of(rma));
        lifecycles
                .find(rma.returnId())
                .ifPresent(life -> shown.set("lifecycle", Json.mapper().valueToTree(LifecycleView.of(life))));
        return ApiResponse.json(200, shown).withHeader("Cache-Control", "no-store");
    }
}
