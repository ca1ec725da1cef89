package dev.tandem.forecast;

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
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.forecast.feed.SalesApplier;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Set;

/** Partners' sales, as demand: each row once, the last word counts. */
public final class ImportSalesHandler implements RequestStreamHandler {
    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportSalesHandler() {
        this(Environment.system(), Clock.systemUTC());
    }

    private ImportSalesHandler(Environment environment, Clock clock) {
        this(
                Door.book(environment),
                Door.files(environment),
                new FeedFileTable(Clients.dynamoDb(), environment.require("FORECAST_TABLE")),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")),
                clock);
    }

    ImportSalesHandler(
            RunBook book, DataFiles data, FeedFileTable files, DropStore drops, DeadLetters deadLetters, Clock clock) {
        this.imports = new FeedImports(
                SalesApplier.KIND,
                new FeedImporter(
                        new SalesApplier(book, data, clock),
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
