package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.log.Logs;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.stock.feed.DropBucket;
import dev.tandem.stock.feed.FeedImports;
import dev.tandem.stock.feed.FeedKind;
import dev.tandem.stock.feed.FeedStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** Partners' locations files. */
public final class ImportLocationsHandler implements RequestStreamHandler {
    /** Time that must be left for another window of rows. */
    private static final int RESERVE_MILLIS = 60_000;

    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportLocationsHandler() {
        this(Environment.system());
    }

    private ImportLocationsHandler(Environment environment) {
        this(
                FeedImports.of(
                        FeedKind.LOCATIONS,
                        new FeedStore(environment, Clients.dynamoDb()),
                        new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                        Clock.systemUTC()),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")));
    }

    ImportLocationsHandler(FeedImports imports, DeadLetters deadLetters) {
        this.imports = imports;
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(
                in,
                out,
                context,
                deadLetters,
                message -> imports.handle(
                        message.body(),
                        Logs.correlationId(),
                        () -> context.getRemainingTimeInMillis() < RESERVE_MILLIS));
    }
}
