package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.returns.policy.PolicyIntake;
import dev.tandem.returns.policy.PolicyTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/return-policies: staff bring a policy, as a dropped file would. */
public final class AddReturnPolicyHandler implements RequestStreamHandler {
    private final PolicyIntake intake;
    private final FirstAnswers answers;

    public AddReturnPolicyHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    AddReturnPolicyHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        PolicyTable policies = Door.policies(environment, dynamoDb);
        this.intake = new PolicyIntake(policies, clock);
        this.answers = Door.answers(environment, dynamoDb, clock);
        Priming.register(() -> policies.find("priming"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::add);
    }

    private ApiResponse add(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        // Storing a version twice changes nothing, so the answer need not be of one write with it.
        return answers.answer(request, "AddReturnPolicy", once -> {
            String source = "staff:" + request.requireSubject() + "@" + request.idempotencyKey();
            PolicyIntake.Report report = intake.take(request.body(), "", source);
            if (report.status() == PolicyIntake.Status.INVALID) {
                throw (UnprocessableException) new UnprocessableException(
                                "POLICY_INVALID",
                                "The policy has " + report.problems().size() + " problems.")
                        .with("problems", report.problems());
            }
            return once.alone(
                    ApiResponse.json(201, new View(String.valueOf(report.version()), report.status(), report.rules())));
        });
    }

    record View(String version, PolicyIntake.Status status, int rules) {}
}
