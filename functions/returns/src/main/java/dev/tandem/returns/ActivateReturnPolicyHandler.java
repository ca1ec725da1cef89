package dev.tandem.returns;

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
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.policy.Policy;
import dev.tandem.returns.policy.PolicyTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** POST /v1/return-policies/{version}/activate: from now on this version decides, within its dates. */
public final class ActivateReturnPolicyHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ActivateReturnPolicyHandler.class);

    private final PolicyTable policies;
    private final IdempotencyTable table;
    private final FirstAnswers answers;
    private final Clock clock;

    public ActivateReturnPolicyHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ActivateReturnPolicyHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.policies = Door.policies(environment, dynamoDb);
        this.table = Door.answerTable(environment, dynamoDb, clock);
        this.answers = new FirstAnswers(table);
        this.clock = clock;
        Priming.register(() -> policies.find("priming"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> activate(request, Attempts.ofCall(context)));
    }

    record View(
            String version,
            Instant activatedAt,
            Instant effectiveFrom,
            @Nullable Instant effectiveTo) {}

    private ApiResponse activate(ApiRequest request, Attempts attempts) {
        request.requireGroup(Door.STAFF);
        String by = "staff:" + request.requireSubject();
        return answers.answer(request, "ActivateReturnPolicy", once -> {
            Policy policy = policies.find(request.pathParameter("version"))
                    .orElseThrow(() -> new NotFoundException("POLICY_NOT_FOUND", "There is no such version."))
                    .policy();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            if (policy.effectiveTo() != null && !now.isBefore(policy.effectiveTo())) {
                throw new UnprocessableException("POLICY_ENDED", "It ended at " + policy.effectiveTo() + ".");
            }
            ApiResponse response = ApiResponse.json(
                    200, new View(policy.version(), now, policy.effectiveFrom(), policy.effectiveTo()));
            while (true) {
                Transactions.Result result = policies.activate(
                        new Policies.Activation(policy.version(), now, by), once.with(response), table);
                if (result.kind() == Transactions.Kind.DONE) {
                    LOG.info(
                            "Policy activated",
                            StructuredArguments.entry("version", policy.version()),
                            StructuredArguments.entry("by", by));
                    return response;
                }
                if (result.failed(0)) {
                    throw new RepeatedException();
                }
                attempts.pause();
            }
        });
    }
}
