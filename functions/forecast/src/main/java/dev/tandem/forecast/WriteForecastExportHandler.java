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
import java.util.List;

/** Writes a few parts of an export: the forecasts of some groups of series as CSV. */
public final class WriteForecastExportHandler implements RequestStreamHandler {
    record Part(int part) {}

    record Input(String export, List<Part> parts) {}

    record Output(long rows) {}

    private final Exporter exporter;

    public WriteForecastExportHandler() {
        this(
                Door.book(Environment.system()),
                Door.exports(Environment.system()),
                Door.files(Environment.system()),
                Clock.systemUTC());
    }

    WriteForecastExportHandler(RunBook book, ExportBook exports, DataFiles files, Clock clock) {
        this.exporter = new Exporter(book, exports, files, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(
                in,
                out,
                context,
                Input.class,
                input -> new Output(exporter.write(
                        input.export(), input.parts().stream().map(Part::part).toList())));
    }
}
