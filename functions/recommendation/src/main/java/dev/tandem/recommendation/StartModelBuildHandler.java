package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.OnDemand;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * POST /v1/recommendations/models: staff has a model built now. The execution's name is made of the caller and the idempotency key,
 * and Step Functions starts a name once, so a repeat finds the same build.
 */
public final class StartModelBuildHandler implements RequestStreamHandler {
    private final OnDemand starter;

    public StartModelBuildHandler() {
        this(OnDemand.of(Clients.stepFunctions(), Environment.system().require("BUILD_MODELS_ARN")));
    }

    StartModelBuildHandler(OnDemand starter) {
        this.starter = starter;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::start);
    }

    private ApiResponse start(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        String build = OnDemand.name(request);
        starter.start(build);
        return ApiResponse.json(202, Map.of("build", build)).withHeader("Location", "/v1/recommendations/models");
    }
}
