package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.dispatch.place.Bounds;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.policy.PolicyReader;
import dev.tandem.dispatch.store.DynamoZoneBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * PUT /v1/dispatch/zones/{zone} and /v1/dispatch/policies/{version}, for operations. Both say the whole, so a repeat needs no key: a zone
 * is what was put last, a version of a policy is put once.
 */
public final class ConfigureDispatchHandler implements RequestStreamHandler {
    private final DynamoZoneBook zones;

    public ConfigureDispatchHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ConfigureDispatchHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.zones = new DynamoZoneBook(environment, dynamoDb);
        Priming.register(zones::zones);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::configure);
    }

    private ApiResponse configure(ApiRequest request) {
        request.requireGroup(Door.OPERATIONS);
        return request.pathParameters().containsKey("zone") ? zone(request) : policy(request);
    }

    /** A zone without its name, which the path says. */
    record ZoneDetails(
            String name,
            String timeZone,
            Bounds bounds,
            @Nullable Integer tickSeconds,
            @Nullable String policyVersion) {
        ZoneDetails {
            // Here, so that a fault is told as one of the body.
            new Zone("a", name, timeZone, bounds, tickSeconds, policyVersion);
        }
    }

    private ApiResponse zone(ApiRequest request) {
        String id = Door.zoneId(request);
        ZoneDetails told = request.bodyAs(ZoneDetails.class);
        String version = told.policyVersion();
        if (version != null
                && !version.equals(DispatchPolicy.BUILT_IN)
                && zones.policy(version).isEmpty()) {
            throw new UnprocessableException("POLICY_UNKNOWN", "There is no policy " + version + ".");
        }
        Zone zone = new Zone(id, told.name(), told.timeZone(), told.bounds(), told.tickSeconds(), version);
        zones.put(zone);
        return ApiResponse.json(200, zone);
    }

    private ApiResponse policy(ApiRequest request) {
        String version = request.pathParameter("version");
        DispatchPolicy policy = PolicyReader.read(version, request.bodyAs(JsonNode.class));
        if (!zones.add(policy)) {
            throw new ConflictException("POLICY_EXISTS", "Another policy has this version; a version never changes.");
        }
        return ApiResponse.json(200, policy);
    }
}
