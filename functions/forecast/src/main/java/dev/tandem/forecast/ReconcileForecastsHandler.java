package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.log.WorkMetrics;
import dev.tandem.forecast.model.Combination;
import dev.tandem.forecast.refresh.AggregateRefresh;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/** The refresh's step before publication: forecasts categories, regions and the total, and makes the series add up to them. */
public final class ReconcileForecastsHandler implements RequestStreamHandler {
    record Input(String plan) {}

    private final AggregateRefresh refresh;

    public ReconcileForecastsHandler() {
        this(Door.book(Environment.system()), Door.files(Environment.system()), Clock.systemUTC());
    }

    ReconcileForecastsHandler(RunBook book, DataFiles files, Clock clock) {
        this.refresh = new AggregateRefresh(book, files, new Combination(), clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, this::reconcile);
    }

    private AggregateRefresh.Done reconcile(Input input) {
        AggregateRefresh.Done done = refresh.reconcile(input.plan());
        WorkMetrics.count("Reconcile", "forecast", Map.of("CellsReconciled", (long) done.cells(), "SumsForecast", (long)
                done.nodes()));
        return done;
    }
}
