package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RefreshWorker;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;

/** One batch of the refresh: merges what is new into the histories of a few groups and forecasts their series. */
public final class RefreshForecastHandler implements RequestStreamHandler {
    record Group(int group) {}

    record Input(String plan, List<Group> groups) {}

    record Output(int groups) {}

    private final RefreshWorker worker;

    public RefreshForecastHandler() {
        this(Door.book(Environment.system()), Door.files(Environment.system()), Clock.systemUTC());
    }

    RefreshForecastHandler(RunBook book, DataFiles files, Clock clock) {
        this.worker = new RefreshWorker(book, files, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(
                in,
                out,
                context,
                Input.class,
                input -> new Output(worker.refresh(
                        input.plan(), input.groups().stream().map(Group::group).toList())));
    }
}
