package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * By schedule: ends the holds whose time is over. Nothing waits for it (an expired hold does not count anyway); it tidies up. Safe
 * to run twice and at the same time: each hold is ended by one transaction that only one can win.
 */
public final class ExpireReservationsHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ExpireReservationsHandler.class);
    private static final int PAGE = 100;

    private final ReservationTable reservations;
    private final ReservationDesk desk;
    private final Clock clock;

    /** What a run did. {@code failed} are left to the next run; {@code complete} is false when time ran out before the end. */
    public record Result(int expired, int alreadyEnded, int failed, boolean complete) {}

    public ExpireReservationsHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ExpireReservationsHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.reservations = new ReservationTable(dynamoDb, environment.require("RESERVATION_TABLE"));
        this.desk = new ReservationDesk(DynamoReservationBook.of(environment, dynamoDb, clock), clock);
        this.clock = clock;
        Priming.register(() -> reservations.due(0, Instant.EPOCH, 1));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, JsonNode.class, event -> sweep(Calls.deadlineOfSweep(context)));
    }

    private Result sweep(Attempts deadline) {
        Instant now = clock.instant();
        int expired = 0;
        int alreadyEnded = 0;
        int failed = 0;
        for (int shard = 0; shard < ReservationTable.SHARDS; shard++) {
            // The index lags, so a page may name again what was just ended: what was seen is not tried twice.
            Set<String> seen = new LinkedHashSet<>();
            while (true) {
                List<String> due = reservations.due(shard, now, PAGE + seen.size());
                List<String> fresh =
                        due.stream().filter(id -> !seen.contains(id)).toList();
                if (fresh.isEmpty()) {
                    break;
                }
                for (String id : fresh) {
                    if (deadline.passed()) {
                        return log(new Result(expired, alreadyEnded, failed, false));
                    }
                    seen.add(id);
                    try {
                        if (desk.expire(id, deadline)) {
                            expired++;
                        } else {
                            alreadyEnded++;
                        }
                    } catch (RuntimeException e) {
                        // One that cannot be ended must not keep the others waiting; the next run tries it again.
                        failed++;
                        LOG.error("Hold not ended", StructuredArguments.entry("reservation_id", id), e);
                    }
                }
            }
        }
        return log(new Result(expired, alreadyEnded, failed, true));
    }

    private static Result log(Result result) {
        LOG.info(
                "Swept",
                StructuredArguments.entry("expired", result.expired),
                StructuredArguments.entry("failed", result.failed));
        return result;
    }
}
