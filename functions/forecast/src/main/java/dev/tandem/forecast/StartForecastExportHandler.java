package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.OnDemand;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.forecast.export.Export;
import dev.tandem.forecast.export.ExportBook;
import dev.tandem.forecast.export.ExportFilter;
import dev.tandem.forecast.export.ExportView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** POST /v1/forecast-exports: staff has all forecasts, or those of a filter, written as files. A repeat with the same key finds the same export. */
public final class StartForecastExportHandler implements RequestStreamHandler {
    private final ExportBook exports;
    private final OnDemand starter;
    private final Clock clock;

    public StartForecastExportHandler() {
        this(
                Door.exports(Environment.system()),
                OnDemand.of(Clients.stepFunctions(), Environment.system().require("FORECAST_EXPORT_ARN")),
                Clock.systemUTC());
    }

    StartForecastExportHandler(ExportBook exports, OnDemand starter, Clock clock) {
        this.exports = exports;
        this.starter = starter;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::start);
    }

    private ApiResponse start(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        String id = OnDemand.name(request);
        ExportFilter filter = request.body().length == 0 ? ExportFilter.ALL : request.bodyAs(ExportFilter.class);
        Export asked = exports.request(Export.requested(id, clock.instant(), filter));
        if (!asked.filter().equals(filter)) {
            throw new ConflictException(
                    "IDEMPOTENCY_KEY_REUSED",
                    "This Idempotency-Key came with a different filter before. Use a new key.");
        }
        starter.start(id);
        return ApiResponse.json(202, ExportView.requested(asked)).withHeader("Location", "/v1/forecast-exports/" + id);
    }
}
