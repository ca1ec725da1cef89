package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RefreshPlanner;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** First step of the refresh: what is to be done, and by whom. */
public final class PlanRefreshHandler implements RequestStreamHandler {
    /** @param refresh name of the execution */
    record Input(String refresh) {}

    /**
     * @param status {@code RUNNING} when there is work
     * @param learns whether a demand pool is to be learnt before
     */
    record Output(String status, String plan, String bucket, String key, int groups, boolean learns) {}

    private final RefreshPlanner planner;
    private final String bucket;

    public PlanRefreshHandler() {
        this(
                Door.book(Environment.system()),
                Door.files(Environment.system()),
                Environment.system().require("DATA_BUCKET"),
                Clock.systemUTC());
        Priming.register(() -> Door.book(Environment.system()).published());
    }

    PlanRefreshHandler(RunBook book, DataFiles files, String bucket, Clock clock) {
        this.planner = new RefreshPlanner(book, files, clock);
        this.bucket = bucket;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, this::plan);
    }

    private Output plan(Input input) {
        RefreshPlanner.Planned planned = planner.plan(input.refresh());
        return new Output(
                planned.status().name(), planned.plan(), bucket, planned.key(), planned.groups(), planned.learns());
    }
}
