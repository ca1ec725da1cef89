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
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.policy.Policy;
import dev.tandem.returns.rma.DryRun;
import dev.tandem.returns.rma.PastReturns;
import dev.tandem.returns.rma.ReturnTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/return-policies/{version}/dry-run: what a version would have decided differently. Changes nothing. */
public final class DryRunReturnPolicyHandler implements RequestStreamHandler {
    private static final int MOST_DAYS = 92;

    private final Policies policies;
    private final PastReturns past;
    private final Clock clock;

    public DryRunReturnPolicyHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    DryRunReturnPolicyHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.policies = Door.policies(environment, dynamoDb);
        this.past = new ReturnTable(dynamoDb, environment.require("RETURN_TABLE"));
        this.clock = clock;
        Priming.register(() -> policies.find("priming"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::tryOut);
    }

    /** Days in UTC, both included. */
    record Period(LocalDate from, LocalDate to) {
        Period {
            if (from == null
                    || to == null
                    || to.isBefore(from)
                    || Duration.between(from.atStartOfDay(), to.atStartOfDay()).toDays() >= MOST_DAYS) {
                throw new IllegalArgumentException("from and to name 1 to " + MOST_DAYS + " days");
            }
        }
    }

    private ApiResponse tryOut(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        Period period = request.bodyAs(Period.class);
        Policy policy = policies.find(request.pathParameter("version"))
                .orElseThrow(() -> new NotFoundException("POLICY_NOT_FOUND", "There is no such version."))
                .policy();
        return ApiResponse.json(200, DryRun.of(policy, past, period.from(), period.to(), clock.instant()));
    }
}
