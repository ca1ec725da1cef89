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

/** Task of the workflow BuildModels: one part learns from the log and is judged; PublishModels decides. */
public final class BuildModelHandler implements RequestStreamHandler {
    private final ModelBuild build;

    public BuildModelHandler() {
        this(new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")), Clock.systemUTC());
    }

    BuildModelHandler(DataFiles files, Clock clock) {
        this.build = new ModelBuild(files, Parts::named, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, ModelBuild.Input.class, build::run);
    }
}
