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
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.returns.lifecycle.Centre;
import dev.tandem.returns.lifecycle.CentreTable;
import dev.tandem.returns.lifecycle.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** PUT /v1/sorting-centres/{centreId}: staff open, change or (with no capacity) close a sorting centre. */
public final class PutSortingCentreHandler implements RequestStreamHandler {
    private final CentreTable centres;
    private final IdempotencyTable table;
    private final FirstAnswers answers;

    public PutSortingCentreHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    PutSortingCentreHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.centres = new CentreTable(dynamoDb, environment.require("LIFECYCLE_TABLE"));
        this.table = Door.answerTable(environment, dynamoDb, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(centres::all);
    }

    record Wanted(
            String location,
            Position position,
            Integer dailyCapacity,
            @Nullable List<String> refurbishes) {
        Centre named(String centreId) {
            return new Centre(
                    centreId, location, position, dailyCapacity, refurbishes == null ? List.of() : refurbishes);
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> put(request, Attempts.ofCall(context)));
    }

    private ApiResponse put(ApiRequest request, Attempts attempts) {
        request.requireGroup(Door.STAFF);
        String id = request.pathParameter("centreId");
        if (!Centre.isId(id)) {
            throw new NotFoundException("CENTRE_UNKNOWN", "No sorting centre can have that id.");
        }
        return answers.answer(request, "PutSortingCentre", once -> {
            Centre centre;
            try {
                centre = request.bodyAs(Wanted.class).named(id);
            } catch (IllegalArgumentException e) {
                throw new dev.tandem.commons.http.BadRequestException("BODY_INVALID", String.valueOf(e.getMessage()));
            }
            ApiResponse response = ApiResponse.json(200, centre);
            while (true) {
                switch (centres.put(centre, once.with(response), table)) {
                    case DONE -> {
                        return response;
                    }
                    case REPEATED -> throw new RepeatedException();
                    case OVERTAKEN -> attempts.pause();
                }
            }
        });
    }
}
