package dev.tandem.commons.drops;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.log.Logs;
import dev.tandem.commons.log.WorkMetrics;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** The way of one kind of file from a queue's message to a report. */
public final class FeedImports {
    private static final Logger LOG = LoggerFactory.getLogger(FeedImports.class);
    /** Time that must be left for another window of rows. */
    private static final int RESERVE_MILLIS = 60_000;

    private final FeedKind kind;
    private final FeedImporter importer;

    public FeedImports(FeedKind kind, FeedImporter importer) {
        this.kind = kind;
        this.importer = importer;
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
                WorkMetrics.count(
                        "Feed",
                        kind.text(),
                        Map.of(
                                "FilesImported", 1L,
                                "RowsApplied", report.applied(),
                                "RowsRejected",
                                        report.rejected().values().stream()
                                                .mapToLong(Long::longValue)
                                                .sum()));
            } catch (DropStore.MissingException e) {
                throw new PermanentFailureException("FILE_MISSING", String.valueOf(e.getMessage()));
            }
        }
    }
}
