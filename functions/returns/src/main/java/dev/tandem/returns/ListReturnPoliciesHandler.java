package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.returns.policy.Policies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/return-policies: all versions and which is in force. For staff. */
public final class ListReturnPoliciesHandler implements RequestStreamHandler {
    private final Policies policies;
    private final Clock clock;

    public ListReturnPoliciesHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ListReturnPoliciesHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.policies = Door.policies(environment, dynamoDb);
        this.clock = clock;
        Priming.register(policies::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::list);
    }

    record View(String inForce, List<Version> versions, List<Policies.Activation> activations) {}

    record Version(
            String version,
            String title,
            Instant effectiveFrom,
            @Nullable Instant effectiveTo,
            int rules,
            Instant storedAt,
            String source) {}

    private ApiResponse list(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        List<Version> versions = policies.all().stream()
                .map(stored -> new Version(
                        stored.policy().version(),
                        stored.policy().title(),
                        stored.policy().effectiveFrom(),
                        stored.policy().effectiveTo(),
                        stored.policy().rules().size(),
                        stored.storedAt(),
                        stored.source().replaceFirst("@.*$", "")))
                .sorted(Comparator.comparing(Version::storedAt).reversed())
                .toList();
        return ApiResponse.json(
                200,
                new View(
                        policies.inForceAt(clock.instant()).version(),
                        versions,
                        policies.activations().reversed()));
    }
}
