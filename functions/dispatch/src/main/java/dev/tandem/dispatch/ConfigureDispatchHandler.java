package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Ids;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.dispatch.place.Bounds;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.policy.PolicyReader;
import dev.tandem.dispatch.replay.ReplayJob;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.ReplayTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * For operations. PUT /v1/dispatch/zones/{zone} and /v1/dispatch/policies/{version} say the whole, so a repeat needs no key: a zone is what
 * was put last, a version of a policy is put once. POST /v1/dispatch/replay asks for a replay.
 */
public final class ConfigureDispatchHandler implements RequestStreamHandler {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DynamoZoneBook zones;
    private final ReplayTable replays;
    private final IdempotencyTable answerTable;
    private final FirstAnswers answers;
    private final Consumer<String> replayQueue;
    private final Clock clock;

    public ConfigureDispatchHandler() {
        this(Environment.system(), Clients.dynamoDb(), queue(), Clock.systemUTC());
    }

    ConfigureDispatchHandler(
            Environment environment, DynamoDbClient dynamoDb, Consumer<String> replayQueue, Clock clock) {
        this.zones = new DynamoZoneBook(environment, dynamoDb);
        this.replays = new ReplayTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE"));
        this.answerTable = new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock);
        this.answers = new FirstAnswers(answerTable);
        this.replayQueue = replayQueue;
        this.clock = clock;
        Priming.register(zones::zones);
    }

    private static Consumer<String> queue() {
        SqsClient sqs = Clients.sqs();
        String url = Environment.system().require("DISPATCH_REPLAY_QUEUE_URL");
        return replayId -> sqs.sendMessage(request -> request.queueUrl(url).messageBody(replayId));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::configure);
    }

    private ApiResponse configure(ApiRequest request) {
        request.requireGroup(Door.OPERATIONS);
        if (request.path().endsWith("/replay")) {
            return answers.answer(request, "ConfigureDispatch", once -> replay(request, once));
        }
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

    /** What is to be replayed. The zone's own policy is compared with when none is named. */
    record ReplayRequest(
            String zone,
            LocalDate day,
            String policyVersion,
            @Nullable String againstVersion) {
        ReplayRequest {
            if (!Zone.isZoneId(zone) || day == null || !DispatchPolicy.isVersion(policyVersion)) {
                throw new IllegalArgumentException("needs zone, day (such as 2026-03-02) and policyVersion");
            }
        }
    }

    private ApiResponse replay(ApiRequest request, FirstAnswers.Once once) {
        ReplayRequest asked = request.bodyAs(ReplayRequest.class);
        Zone zone = zones.zones().stream()
                .filter(each -> each.zone().equals(asked.zone()))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("ZONE_NOT_FOUND", "There is no zone " + asked.zone() + "."));
        String own = zone.policyVersion() == null ? DispatchPolicy.BUILT_IN : zone.policyVersion();
        String against = asked.againstVersion() == null ? own : asked.againstVersion();
        for (String version : List.of(asked.policyVersion(), against)) {
            if (!version.equals(DispatchPolicy.BUILT_IN)
                    && zones.policy(version).isEmpty()) {
                throw new UnprocessableException("POLICY_UNKNOWN", "There is no policy " + version + ".");
            }
        }
        Instant now = clock.instant();
        if (asked.day().isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
            throw new UnprocessableException("DAY_INVALID", "day is to come.");
        }
        ReplayJob job = new ReplayJob(
                Ids.next(now.toEpochMilli(), RANDOM),
                ReplayJob.State.RUNNING,
                zone.zone(),
                asked.day(),
                asked.policyVersion(),
                against,
                now,
                null,
                null,
                null,
                null,
                null);
        ApiResponse answer =
                ApiResponse.json(202, job).withHeader("Location", "/v1/dispatch/replays/" + job.replayId());
        replays.begin(job, once.with(answer), answerTable);
        // After the record: a message that is lost leaves a replay RUNNING, which is asked for again under a new key.
        replayQueue.accept(job.replayId());
        return answer;
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
