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

/** Last task of the workflow BuildModels: publishes the parts that are not worse and leaves the record of the build, or of its failure. */
public final class PublishModelsHandler implements RequestStreamHandler {
    private final ModelPublication publication;

    public PublishModelsHandler() {
        this(new DataBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")), Clock.systemUTC());
    }

    PublishModelsHandler(DataFiles files, Clock clock) {
        this.publication = new ModelPublication(files, clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, ModelPublication.Input.class, publication::run);
    }
}
