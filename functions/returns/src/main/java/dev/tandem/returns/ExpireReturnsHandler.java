package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.returns.lifecycle.DynamoLifecycleBook;
import dev.tandem.returns.lifecycle.Expiry;
import dev.tandem.returns.lifecycle.MessageQueues;
import dev.tandem.returns.lifecycle.Postman;
import dev.tandem.returns.rma.DynamoReturnBook;
import dev.tandem.returns.rma.ReturnTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** Every hour: ends the returns whose deadline has passed. */
public final class ExpireReturnsHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ExpireReturnsHandler.class);
    private static final int PAGE = 100;
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ReturnTable returns;
    private final Expiry expiry;
    private final Clock clock;

    /** What a run did. {@code failed} are left to the next run; {@code complete} is false when time ran out before the end. */
    public record Result(int cancelled, int staffReminded, int left, int failed, boolean complete) {}

    public ExpireReturnsHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new MessageQueues(Environment.system(), Clients.sqs(), Clients.stepFunctions()),
                Clock.systemUTC());
    }

    ExpireReturnsHandler(Environment environment, DynamoDbClient dynamoDb, Postman postman, Clock clock) {
        this.returns = new ReturnTable(dynamoDb, environment.require("RETURN_TABLE"));
        this.expiry = new Expiry(
                new DynamoReturnBook(environment, dynamoDb, clock),
                new DynamoLifecycleBook(environment, dynamoDb, clock),
                postman,
                clock);
        this.clock = clock;
        Priming.register(() -> returns.due(0, Instant.EPOCH, 1));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        Invocation.handle(in, out, context, JsonNode.class, event -> sweep(Attempts.in(left)));
    }

    private Result sweep(Attempts attempts) {
        int[] outcomes = new int[Expiry.Outcome.values().length];
        int failed = 0;
        boolean complete = true;
        for (int shard = 0; shard < ReturnTable.SHARDS && complete; shard++) {
            // What is left stays in the index, and the index lags: what was seen is not tried twice.
            Set<String> seen = new HashSet<>();
            List<String> fresh = fresh(shard, seen);
            while (complete && !fresh.isEmpty()) {
                for (String id : fresh) {
                    seen.add(id);
                    try {
                        outcomes[expiry.expire(id, attempts).ordinal()]++;
                    } catch (RuntimeException e) {
                        failed++;
                        LOG.error("Return not ended", StructuredArguments.entry("return_id", id), e);
                    }
                    complete = !attempts.passed();
                    if (!complete) {
                        break;
                    }
                }
                fresh = complete ? fresh(shard, seen) : fresh;
            }
        }
        Result result = new Result(
                outcomes[Expiry.Outcome.CANCELLED.ordinal()],
                outcomes[Expiry.Outcome.STAFF_REMINDED.ordinal()],
                outcomes[Expiry.Outcome.LEFT.ordinal()],
                failed,
                complete);
        LOG.info(
                "Swept",
                StructuredArguments.entry("cancelled", result.cancelled),
                StructuredArguments.entry("reminded", result.staffReminded),
                StructuredArguments.entry("failed", result.failed));
        return result;
    }

    private List<String> fresh(int shard, Set<String> seen) {
        return returns.due(shard, clock.instant(), PAGE + seen.size()).stream()
                .filter(id -> !seen.contains(id))
                .toList();
    }
}
