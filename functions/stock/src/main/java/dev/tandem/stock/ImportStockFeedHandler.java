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

/** Partners' stock files: snapshots and deltas. */
public final class ImportStockFeedHandler implements RequestStreamHandler {
    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportStockFeedHandler() {
        this(Environment.system());
    }

    private ImportStockFeedHandler(Environment environment) {
        this(
                StockImports.deployed(StockFeed.STOCK, environment),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")));
    }

    ImportStockFeedHandler(FeedImports imports, DeadLetters deadLetters) {
        this.imports = imports;
        this.deadLetters = deadLetters;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        imports.handle(in, out, context, deadLetters);
    }
}
