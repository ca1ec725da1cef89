package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.log.WorkMetrics;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.PlanningQueue;
import dev.tandem.forecast.refresh.Publication;
import dev.tandem.forecast.refresh.Run;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Last step of the refresh: what was made becomes what readers see, or the run is given up. */
public final class PublishForecastHandler implements RequestStreamHandler {
    record Failure(String error, @Nullable String cause) {}

    /**
     * @param note what a step before could not do
     * @param failure when the run is to be given up
     */
    record Input(
            String plan, @Nullable String note, @Nullable Failure failure) {}

    private final Publication publication;

    public PublishForecastHandler() {
        this(
                Door.book(Environment.system()),
                Door.files(Environment.system()),
                new PlanningQueue(Clients.sqs(), Environment.system().require("FORECAST_CHANGE_QUEUE_URL")),
                Clock.systemUTC());
    }

    PublishForecastHandler(RunBook book, DataFiles files, Publication.Announcer announcer, Clock clock) {
        this.publication = new Publication(book, files, announcer, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, this::publish);
    }

    private Publication.Published publish(Input input) {
        Failure failure = input.failure();
        if (failure != null) {
            publication.giveUp(input.plan(), failure.error() + ": " + failure.cause());
            return new Publication.Published(input.plan(), Run.Status.FAILED, 0, 0, 0, 0, 0);
        }
        Publication.Published published =
                publication.publish(input.plan(), Objects.requireNonNullElse(input.note(), ""));
        WorkMetrics.count(
                "Refresh",
                "forecast",
                Map.of(
                        "SeriesForecast", (long) published.done(),
                        "SeriesSkipped", (long) published.skipped(),
                        "SeriesFailed", (long) published.failed()));
        return published;
    }
}
