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
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.returns.opinion.BedrockOpinion;
import dev.tandem.returns.opinion.SecondOpinion;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.rma.DecisionDesk;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.PhotoBucket;
import dev.tandem.returns.rma.PhotoIndexTable;
import dev.tandem.returns.rma.PhotoInspector;
import dev.tandem.returns.rma.PhotoJudge;
import dev.tandem.returns.rma.ProductPhotoBucket;
import dev.tandem.returns.rma.ReturnBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/returns/{returnId}/precheck: says before anything is sent whether a return qualifies. */
public final class PrecheckReturnHandler implements RequestStreamHandler {
    private final DecisionDesk desk;
    private final Policies policies;
    private final PhotoInspector inspector;
    private final FirstAnswers answers;

    public PrecheckReturnHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    private PrecheckReturnHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this(
                environment,
                dynamoDb,
                new PhotoJudge(
                        new PhotoBucket(Clients.s3(), environment.require("DATA_BUCKET")),
                        new PhotoIndexTable(dynamoDb, environment.require("PHOTO_INDEX_TABLE"), clock),
                        new ProductPhotoBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                        environment
                                .optional("SECOND_OPINION_MODEL")
                                .<SecondOpinion>map(BedrockOpinion::new)
                                .orElse(SecondOpinion.NONE)),
                clock);
    }

    PrecheckReturnHandler(Environment environment, DynamoDbClient dynamoDb, PhotoInspector inspector, Clock clock) {
        ReturnBook book = new DynamoReturnBook(environment, dynamoDb, clock);
        this.desk = new DecisionDesk(book, clock);
        this.policies = Door.policies(environment, dynamoDb);
        this.inspector = inspector;
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> policies.inForceAt(clock.instant()));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> check(request, Attempts.ofCall(context)));
    }

    private ApiResponse check(ApiRequest request, Attempts attempts) {
        Caller caller = Door.caller(request);
        String id = Door.returnId(request);
        return answers.answer(request, "PrecheckReturn", once -> {
            DecisionDesk.Stepped stepped =
                    desk.precheck(id, caller, policies, inspector, after -> once.with(Door.shown(after)), attempts);
            ApiResponse response = Door.shown(stepped.rma());
            return stepped.recorded() ? response : once.alone(response);
        });
    }
}
