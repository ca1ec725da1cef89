package dev.tandem.stock.feed;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.commons.log.Logs;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.stock.Location;
import dev.tandem.stock.LocationTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** The imports of all kinds of files, built from what a function is given, and the way from a queue's message to a report. */
public final class FeedImports {
    private static final Logger LOG = LoggerFactory.getLogger(FeedImports.class);
    /**
     * Rows that are booked and remembered together: what a crash may have to do again. Sales of a window are added up by SKU, so a
     * large one saves writes; a stock row is a write of its own, and a window must end well within the time of one call.
     */
    private static int windowRows(FeedKind kind) {
        return kind == FeedKind.SALES ? 25_000 : 5_000;
    }

    /** Time that must be left for another window of rows. */
    private static final int RESERVE_MILLIS = 60_000;

    /** Transactions in flight; more only conflict. */
    static final int AT_ONCE = 4;

    private final FeedKind kind;
    private final FeedImporter importer;

    private FeedImports(FeedKind kind, FeedImporter importer) {
        this.kind = kind;
        this.importer = importer;
    }

    /** The import of one kind on the tables and the bucket that the function is deployed with. */
    public static FeedImports deployed(FeedKind kind, Environment environment) {
        return of(
                kind,
                new FeedStore(environment, Clients.dynamoDb()),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                Clock.systemUTC());
    }

    /** The import of one kind as production runs it. */
    public static FeedImports of(FeedKind kind, FeedStore store, DropStore drops, Clock clock) {
        return new FeedImports(kind, importer(kind, store, drops, clock, FeedLimits.DEFAULT, windowRows(kind)));
    }

    static FeedImporter importer(
            FeedKind kind, FeedStore store, DropStore drops, Clock clock, FeedLimits limits, int windowRows) {
        LocationTable locations = store.locations();
        FeedApplier applier = switch (kind) {
            case STOCK -> {
                WatermarkTable watermarks = store.watermarks();
                StockChunks chunks = new StockChunks(store.stock(), store.poster(), watermarks, clock);
                yield new StockApplier(chunks, watermarks, clock, windowRows, AT_ONCE);
            }
            case SALES -> new SalesApplier(store.claims(), store.poster(), clock, windowRows, AT_ONCE);
            case LOCATIONS -> new LocationsApplier(locations, clock);
        };
        return new FeedImporter(applier, drops, store.files(), ids -> known(ids, locations), limits, clock);
    }

    private static Set<String> known(Set<String> ids, LocationTable locations) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<String> known =
                locations.all().stream().map(Location::locationId).collect(Collectors.toCollection(HashSet::new));
        known.retainAll(ids);
        return known;
    }

    /** Imports the files that a batch of notifications names, for as long as the function has time. */
    public void handle(InputStream in, OutputStream out, Context context, DeadLetters deadLetters) throws IOException {
        SqsBatch.handle(
                in,
                out,
                context,
                deadLetters,
                message -> handle(
                        message.body(),
                        Logs.correlationId(),
                        () -> context.getRemainingTimeInMillis() < RESERVE_MILLIS));
    }

    /**
     * Imports the files that a notification names.
     *
     * @throws PermanentFailureException when it is no notification or its file is gone
     * @throws FeedInterruptedException when it is to be delivered again to go on
     */
    public void handle(String message, String correlationId, Deadline deadline) throws IOException {
        for (Drop drop : DropEvents.read(message, kind)) {
            try {
                FeedReport report = importer.run(drop, correlationId, deadline);
                LOG.info(
                        "File imported",
                        StructuredArguments.entry("file", drop.key()),
                        StructuredArguments.entry("status", report.status()),
                        StructuredArguments.entry("rows", report.rows()),
                        StructuredArguments.entry("applied", report.applied()),
                        StructuredArguments.entry("rejected", report.rejected()),
                        StructuredArguments.entry("rowsPerSecond", report.rowsPerSecond()));
            } catch (DropStore.MissingException e) {
                throw new PermanentFailureException("FILE_MISSING", String.valueOf(e.getMessage()));
            }
        }
    }
}
