package dev.tandem.recommendation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * POST /v1/recommendations/models: staff has a model built now. The execution's name is made of the caller and the idempotency key,
 * and Step Functions starts a name once, so a repeat finds the same build.
 */
public final class StartModelBuildHandler implements RequestStreamHandler {
    /** Starts an execution of the workflow, once for each name. */
    interface Starter {
        void start(String name);
    }

    private final Starter starter;

    public StartModelBuildHandler() {
        this(workflow(Clients.stepFunctions(), Environment.system().require("BUILD_MODELS_ARN")));
    }

    StartModelBuildHandler(Starter starter) {
        this.starter = starter;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::start);
    }

    private ApiResponse start(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        String build = "on-demand-"
                + IdempotencyTable.hash(request.requireSubject(), request.idempotencyKey())
                        .substring(0, 32);
        starter.start(build);
        return ApiResponse.json(202, Map.of("build", build)).withHeader("Location", "/v1/recommendations/models");
    }

    private static Starter workflow(SfnClient stepFunctions, String arn) {
        return name -> {
            try {
                stepFunctions.startExecution(
                        request -> request.stateMachineArn(arn).name(name).input("{}"));
            } catch (ExecutionAlreadyExistsException e) {
                // It ran already: the repeat of a request.
            }
        };
    }
}
