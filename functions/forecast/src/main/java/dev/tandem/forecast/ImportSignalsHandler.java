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
import dev.tandem.commons.log.Logs;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.forecast.feed.DemandFacts;
import dev.tandem.forecast.feed.FactsApplier;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Partners' prices, promotions, signals, products, stock-outs and closed days: all that moves demand beside what was sold. */
public final class ImportSignalsHandler implements RequestStreamHandler {
    private static final int RESERVE_MILLIS = 60_000;

    private final Map<String, FeedImports> imports;
    private final DeadLetters deadLetters;

    public ImportSignalsHandler() {
        this(Environment.system(), Clock.systemUTC());
    }

    private ImportSignalsHandler(Environment environment, Clock clock) {
        this(
                Door.book(environment),
                Door.files(environment),
                new FeedFileTable(Clients.dynamoDb(), environment.require("FORECAST_TABLE")),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                DeadLetters.queue(Clients.sqs(), environment.require("DEAD_LETTER_QUEUE_URL")),
                clock);
    }

    ImportSignalsHandler(
            RunBook book, DataFiles data, FeedFileTable files, DropStore drops, DeadLetters deadLetters, Clock clock) {
        this.imports = List.of(
                        DemandFacts.prices(book, data, clock),
                        DemandFacts.signals(book, data, clock),
                        DemandFacts.products(book, data, clock),
                        DemandFacts.stockOuts(book, data, clock),
                        DemandFacts.closedDays(book, data, clock))
                .stream()
                .collect(Collectors.toMap(applier -> applier.kind().prefix(), imports(drops, files, clock)));
        this.deadLetters = deadLetters;
    }

    private static Function<FactsApplier, FeedImports> imports(DropStore drops, FeedFileTable files, Clock clock) {
        return applier -> new FeedImports(
                applier.kind(), new FeedImporter(applier, drops, files, none -> Set.of(), FeedLimits.DEFAULT, clock));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(
                in,
                out,
                context,
                deadLetters,
                message -> of(message.body())
                        .handle(
                                message.body(),
                                Logs.correlationId(),
                                () -> context.getRemainingTimeInMillis() < RESERVE_MILLIS));
    }

    /** By the folder that the notification names; what is no notification, any of them refuses. */
    private FeedImports of(String message) {
        return imports.entrySet().stream()
                .filter(kind -> message.contains(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> imports.values().iterator().next());
    }
}
