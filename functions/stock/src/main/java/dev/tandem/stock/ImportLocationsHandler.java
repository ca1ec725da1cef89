package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.drops.FeedImports;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.stock.feed.StockFeed;
import dev.tandem.stock.feed.StockImports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Partners' locations files. */
public final class ImportLocationsHandler implements RequestStreamHandler {
    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportLocationsHandler() {
        this(Environment.system());
    }

    private ImportLocationsHandler(Environment environment) {
        this(
                StockImports.deployed(StockFeed.LOCATIONS, environment),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")));
    }

    ImportLocationsHandler(FeedImports imports, DeadLetters deadLetters) {
        this.imports = imports;
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        imports.handle(in, out, context, deadLetters);
    }
}
