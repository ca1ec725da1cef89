package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.forecast.aggregate.Node;
import dev.tandem.forecast.answer.AggregateView;
import dev.tandem.forecast.answer.ForecastShelf;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import dev.tandem.forecast.refresh.SeriesForecaster;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code GET /v1/forecast-aggregates}: the published forecast of a category, a region or the total. */
public final class GetForecastAggregateHandler implements RequestStreamHandler {
    private final ForecastShelf shelf;

    public GetForecastAggregateHandler() {
        this(Door.book(Environment.system()), Door.files(Environment.system()));
    }

    GetForecastAggregateHandler(RunBook book, DataFiles files) {
        this.shelf = new ForecastShelf(book, files);
        Priming.register(() -> shelf.find(Node.TOTAL));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        int horizon = request.queryInt("horizon", SeriesForecaster.WEEKS, 1, SeriesForecaster.WEEKS);
        Node node = node(request);
        return shelf.find(node)
                .map(found ->
                        ApiResponse.json(200, AggregateView.of(found, horizon)).withHeader("Cache-Control", "no-store"))
                .orElseThrow(() -> new NotFoundException(
                        "FORECAST_NOT_FOUND",
                        "There is no forecast of this " + node.level().text()
                                + ". One comes with the first refresh after its first series."));
    }

    private static Node node(ApiRequest request) {
        String asked = request.query("level").orElse(Node.Level.TOTAL.text());
        for (Node.Level level : Node.Level.values()) {
            if (level.text().equals(asked)) {
                return level == Node.Level.TOTAL ? Node.TOTAL : new Node(level, key(request));
            }
        }
        throw new BadRequestException("PARAMETER_INVALID", "level is category, region or total.");
    }

    private static String key(ApiRequest request) {
        String key = request.query("key")
                .orElseThrow(() -> new BadRequestException(
                        "PARAMETER_INVALID",
                        "Name the category or region as key; " + AggregateView.NONE
                                + " is that of series without one."));
        return key.equals(AggregateView.NONE) ? "" : key;
    }
}
