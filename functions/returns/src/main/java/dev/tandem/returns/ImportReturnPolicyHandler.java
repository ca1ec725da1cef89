package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.DropBucket;
import dev.tandem.commons.drops.DropEvents;
import dev.tandem.commons.drops.DropStore;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.policy.PolicyIntake;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** Policy files that are dropped: checked, stored as a version, and reported on. */
public final class ImportReturnPolicyHandler implements RequestStreamHandler {
    static final FeedKind KIND = new FeedKind("return-policies");
    private static final Logger LOG = LoggerFactory.getLogger(ImportReturnPolicyHandler.class);

    private final PolicyIntake intake;
    private final DropStore drops;
    private final DeadLetters deadLetters;

    public ImportReturnPolicyHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    private ImportReturnPolicyHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this(
                Door.policies(environment, dynamoDb),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")),
                clock);
    }

    ImportReturnPolicyHandler(Policies policies, DropStore drops, DeadLetters deadLetters, Clock clock) {
        this.intake = new PolicyIntake(policies, clock);
        this.drops = drops;
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, message -> {
            for (Drop drop : DropEvents.read(message.body(), KIND)) {
                take(drop);
            }
        });
    }

    private void take(Drop drop) throws IOException {
        byte[] json;
        try (DropStore.Content content = drops.open(drop, null)) {
            // One byte more than is taken, so that the intake sees that it is too large.
            json = content.body().readNBytes(PolicyIntake.MOST_BYTES + 1);
        } catch (DropStore.MissingException e) {
            throw new PermanentFailureException("FILE_MISSING", String.valueOf(e.getMessage()));
        }
        PolicyIntake.Report report = intake.take(json, drop.key(), drop.key() + "@" + drop.delivery());
        drops.put(drop.reportKey(), "application/json", Json.writeBytes(report));
        LOG.info(
                "Policy taken in",
                StructuredArguments.entry("file", drop.key()),
                StructuredArguments.entry("status", report.status()),
                StructuredArguments.entry("problems", report.problems().size()));
    }
}
