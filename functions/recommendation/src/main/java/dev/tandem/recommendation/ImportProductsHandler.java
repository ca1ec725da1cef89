package dev.tandem.recommendation;

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
import dev.tandem.recommendation.catalogue.Listings;
import dev.tandem.recommendation.catalogue.ProductTable;
import dev.tandem.recommendation.catalogue.ProductsApplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Set;

/** Partners' product files. */
public final class ImportProductsHandler implements RequestStreamHandler {
    private final FeedImports imports;
    private final DeadLetters deadLetters;

    public ImportProductsHandler() {
        this(Environment.system(), Clock.systemUTC());
    }

    private ImportProductsHandler(Environment environment, Clock clock) {
        this(
                new ProductTable(Clients.dynamoDb(), environment.require("PRODUCT_TABLE"), clock),
                new FeedFileTable(Clients.dynamoDb(), environment.require("PRODUCT_FEED_TABLE")),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")),
                clock);
    }

    ImportProductsHandler(
            Listings listings, FeedFileTable files, DropStore drops, DeadLetters deadLetters, Clock clock) {
        this.imports = new FeedImports(
                ProductsApplier.KIND,
                new FeedImporter(
                        new ProductsApplier(listings, ProductsApplier.WINDOW_ROWS),
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
