package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.idempotency.RepeatedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** PUT /v1/locations/{locationId}: opens or changes a location. For staff. */
public final class PutLocationHandler implements RequestStreamHandler {
    private final LocationTable locations;
    private final IdempotencyTable idempotency;
    private final FirstAnswers answers;
    private final Transactions transactions;
    private final Clock clock;

    public PutLocationHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    PutLocationHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.locations = new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"));
        this.idempotency = new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock);
        this.answers = new FirstAnswers(idempotency);
        this.transactions = new Transactions(dynamoDb);
        this.clock = clock;
        Priming.register(() -> idempotency.find("PRIMING", "PRIMING", ""));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> put(request, Calls.deadline(context)));
    }

    private ApiResponse put(ApiRequest request, Attempts deadline) {
        request.requireGroup(Calls.STAFF);
        String id = StockQueries.location(request.pathParameter("locationId"));
        return answers.answer(request, "PutLocation", once -> {
            Location location = new Location(id, request.bodyAs(LocationDetails.class));
            ApiResponse response = ApiResponse.json(200, LocationView.of(location, null));
            FirstAnswer first = once.with(response);
            Instant now = clock.instant();
            List<TransactWriteItem> writes = List.of(
                    idempotency.put(first.scope(), first.key(), first.requestHash(), first.response()),
                    locations.putItem(location, now));
            while (true) {
                Transactions.Result result = transactions.commit(writes);
                if (result.kind() == Transactions.Kind.DONE) {
                    return response;
                }
                if (result.failed(0)) {
                    throw new RepeatedException();
                }
                deadline.pause();
            }
        });
    }
}
