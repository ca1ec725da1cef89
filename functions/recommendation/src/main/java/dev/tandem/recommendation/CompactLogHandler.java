package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** First task of the workflow BuildModels: few large files of the interaction log in the place of many small ones. */
public final class CompactLogHandler implements RequestStreamHandler {
    /** What the workflow sends. */
    record Input(String build) {}

    private final LogCompaction compaction;

    public CompactLogHandler() {
        this(new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")), Clock.systemUTC());
    }

    CompactLogHandler(DataFiles files, Clock clock) {
        this.compaction = new LogCompaction(files, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, Input.class, input -> compaction.run());
    }
}
