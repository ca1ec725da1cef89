package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.forecast.export.Export;
import dev.tandem.forecast.export.ExportBook;
import dev.tandem.forecast.export.Exporter;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Last step of an export: the sums, and what is in all of it; or the export is given up. */
public final class FinishForecastExportHandler implements RequestStreamHandler {
    record Failure(String error, @Nullable String cause) {}

    /** @param failure when the export is to be given up */
    record Input(String export, @Nullable Failure failure) {}

    record Output(String export, String status) {}

    private final Exporter exporter;

    public FinishForecastExportHandler() {
        this(
                Door.book(Environment.system()),
                Door.exports(Environment.system()),
                Door.files(Environment.system()),
                Clock.systemUTC());
    }

    FinishForecastExportHandler(RunBook book, ExportBook exports, DataFiles files, Clock clock) {
        this.exporter = new Exporter(book, exports, files, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, this::finish);
    }

    private Output finish(Input input) {
        Failure failure = input.failure();
        if (failure != null) {
            exporter.giveUp(input.export(), failure.error() + ": " + failure.cause());
            return new Output(input.export(), Export.Status.FAILED.name());
        }
        return new Output(
                input.export(), exporter.finish(input.export()).status().name());
    }
}
