package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.drops.DropBucket;
import dev.tandem.commons.drops.DropStore;
import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.FeedImporter;
import dev.tandem.commons.drops.FeedImports;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.returns.order.OrderDesk;
import dev.tandem.returns.order.OrderTable;
import dev.tandem.returns.order.Orders;
import dev.tandem.returns.order.OrdersApplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Shops' order files. */
public final class ImportOrdersHandler implements RequestStreamHandler {
    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportOrdersHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    private ImportOrdersHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this(
                // Files answer nobody, so there is no table of answers.
                new OrderTable(
                        dynamoDb, environment.require("ORDER_TABLE"), new IdempotencyTable(dynamoDb, "none", clock)),
                new FeedFileTable(dynamoDb, environment.require("RETURN_FEED_TABLE")),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")),
                clock);
    }

    ImportOrdersHandler(Orders orders, FeedFileTable files, DropStore drops, DeadLetters deadLetters, Clock clock) {
        this.imports = new FeedImports(
                OrdersApplier.KIND,
                new FeedImporter(
                        new OrdersApplier(new OrderDesk(orders)),
                        drops,
                        files,
                        none -> Set.of(),
                        FeedLimits.DEFAULT,
                        clock));
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        imports.handle(in, out, context, deadLetters);
    }
}
