package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.OnDemand;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.forecast.answer.RefreshView;
import dev.tandem.forecast.refresh.Run;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;

/**
 * POST /v1/forecast-refreshes: staff has forecasts refreshed now. The execution's name is made of the caller and the idempotency key, and Step
 * Functions starts a name once, so a repeat finds the same refresh.
 */
public final class StartForecastRefreshHandler implements RequestStreamHandler {
    private final RunBook book;
    private final OnDemand starter;
    private final Clock clock;

    public StartForecastRefreshHandler() {
        this(
                Door.book(Environment.system()),
                OnDemand.of(Clients.stepFunctions(), Environment.system().require("FORECAST_REFRESH_ARN")),
                Clock.systemUTC());
    }

    StartForecastRefreshHandler(RunBook book, OnDemand starter, Clock clock) {
        this.book = book;
        this.starter = starter;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::start);
    }

    private ApiResponse start(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        String name = OnDemand.name(request);
        Run asked = new Run(name, Run.Status.REQUESTED, clock.instant(), null, 0, 0, null);
        // Before the start, so that it cannot be written over what the run itself says.
        book.request(asked);
        starter.start(name);
        return ApiResponse.json(202, RefreshView.of(name, asked, List.of(), clock.instant()))
                .withHeader("Location", "/v1/forecast-refreshes/" + name);
    }
}
