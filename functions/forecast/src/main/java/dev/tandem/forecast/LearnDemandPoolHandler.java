package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.PoolLearning;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** Step of the refresh, once a day: what the series of the shop teach each other. */
public final class LearnDemandPoolHandler implements RequestStreamHandler {
    record Input(String plan) {}

    record Output(int series) {}

    private final PoolLearning learning;

    public LearnDemandPoolHandler() {
        this(Door.book(Environment.system()), Door.files(Environment.system()), Clock.systemUTC());
    }

    LearnDemandPoolHandler(RunBook book, DataFiles files, Clock clock) {
        this.learning = new PoolLearning(book, files, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, input -> new Output(learning.learn(input.plan())));
    }
}
