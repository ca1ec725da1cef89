package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.forecast.export.ExportBook;
import dev.tandem.forecast.export.Exporter;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** First step of an export: which version, and in which parts. */
public final class PlanForecastExportHandler implements RequestStreamHandler {
    /** @param export name of the execution */
    record Input(String export) {}

    /** @param status {@code RUNNING} when there is something to export */
    record Output(String status, String export, String bucket, String key, int parts) {}

    private final Exporter exporter;
    private final String bucket;

    public PlanForecastExportHandler() {
        this(
                Door.book(Environment.system()),
                Door.exports(Environment.system()),
                Door.files(Environment.system()),
                Environment.system().require("DATA_BUCKET"),
                Clock.systemUTC());
    }

    PlanForecastExportHandler(RunBook book, ExportBook exports, DataFiles files, String bucket, Clock clock) {
        this.exporter = new Exporter(book, exports, files, clock);
        this.bucket = bucket;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, this::plan);
    }

    private Output plan(Input input) {
        Exporter.Planned planned = exporter.plan(input.export());
        return new Output(planned.status().name(), planned.export(), bucket, planned.key(), planned.parts());
    }
}
