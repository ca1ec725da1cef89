package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.forecast.answer.RefreshView;
import dev.tandem.forecast.refresh.Run;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** GET /v1/forecast-refreshes/{refreshId}: how far a refresh is; {@code latest} for the one that was begun last. */
public final class GetForecastRefreshHandler implements RequestStreamHandler {
    private static final String LATEST = "latest";

    private final RunBook book;
    private final Clock clock;

    public GetForecastRefreshHandler() {
        this(Door.book(Environment.system()), Clock.systemUTC());
    }

    GetForecastRefreshHandler(RunBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        String asked = request.pathParameter("refreshId");
        String id = asked.equals(LATEST) ? book.latest().orElse(asked) : asked;
        Run run = book.run(id)
                .orElseThrow(() -> new NotFoundException(
                        "REFRESH_NOT_FOUND", "There is no such refresh; they are remembered for a month."));
        return ApiResponse.json(200, RefreshView.of(id, run, book.outcomes(run.plan()), clock.instant()))
                .withHeader("Cache-Control", "no-store");
    }
}
