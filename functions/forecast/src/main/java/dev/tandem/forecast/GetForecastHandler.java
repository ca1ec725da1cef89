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
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.forecast.answer.ForecastChart;
import dev.tandem.forecast.answer.ForecastShelf;
import dev.tandem.forecast.answer.ForecastView;
import dev.tandem.forecast.answer.Supposed;
import dev.tandem.forecast.history.TrackKey;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import dev.tandem.forecast.refresh.SeriesForecaster;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /v1/forecasts/{sku}} and below: a published forecast as numbers and as a picture. */
public final class GetForecastHandler implements RequestStreamHandler {
    private static final int MOST_HISTORY = 400;
    private static final int CHART_HISTORY = 52;
    private static final double MOST_VALUE = 1e9;

    private final ForecastShelf shelf;

    public GetForecastHandler() {
        this(Door.book(Environment.system()), Door.files(Environment.system()));
    }

    GetForecastHandler(RunBook book, DataFiles files) {
        this.shelf = new ForecastShelf(book, files);
        Priming.register(() -> shelf.find("PRIMING", ""));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        request.requireGroup(Door.STAFF);
        boolean weekly = weekly(request);
        int most = weekly ? SeriesForecaster.WEEKS : SeriesForecaster.DAYS;
        int horizon = request.queryInt("horizon", most, 1, most);
        String sku = request.pathParameter("sku");
        String location = request.query("location").orElse("");
        ForecastShelf.Found found = shelf.find(sku, location)
                .orElseThrow(() -> new NotFoundException(
                        "FORECAST_NOT_FOUND",
                        "There is no forecast of " + sku + (location.isEmpty() ? "" : " at " + location)
                                + ". One comes with the first refresh after its first sale or listing."));
        boolean chart = request.path().endsWith("/chart.svg");
        int periods = request.queryInt("history", chart ? CHART_HISTORY : 0, 0, MOST_HISTORY);
        List<ForecastView.Sold> sold = periods == 0
                ? List.of()
                : ForecastView.sold(shelf.history(found).demand(), weekly, periods);
        ForecastView view = ForecastView.of(found, weekly, horizon, chart || periods == 0 ? null : sold);
        if (chart) {
            return new ApiResponse(
                    200,
                    Map.of("Content-Type", "image/svg+xml", "Cache-Control", "private, max-age=60"),
                    ForecastChart.draw(view, sold));
        }
        if (request.path().endsWith("/what-if")) {
            view = supposed(request, found, weekly, view);
        }
        return ApiResponse.json(200, view).withHeader("Cache-Control", "no-store");
    }

    private ForecastView supposed(ApiRequest request, ForecastShelf.Found found, boolean weekly, ForecastView view) {
        Map<String, Double> changes = new TreeMap<>();
        request.queryDouble("priceMinor", 1, MOST_VALUE).ifPresent(price -> changes.put(TrackKey.PRICE, price));
        request.queryDouble("promotion", 0, 1).ifPresent(strength -> changes.put(TrackKey.PROMOTION, strength));
        for (String signal : request.queryAll("signal")) {
            int colon = signal.lastIndexOf(':');
            try {
                changes.put(signal.substring(0, Math.max(0, colon)), Double.parseDouble(signal.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new BadRequestException("PARAMETER_INVALID", "signal is name:value, as weather:25.");
            }
        }
        if (changes.isEmpty()) {
            throw new BadRequestException("PARAMETER_INVALID", "Suppose a priceMinor, a promotion or a signal.");
        }
        try {
            Supposed supposed = Supposed.of(shelf.history(found), shelf.effects(found), found.forecast(), changes);
            return view.supposing(supposed, weekly, changes);
        } catch (IllegalArgumentException e) {
            throw new UnprocessableException("SIGNAL_UNKNOWN", String.valueOf(e.getMessage()));
        }
    }

    private static boolean weekly(ApiRequest request) {
        return switch (request.query("interval").orElse("week")) {
            case "week" -> true;
            case "day" -> false;
            default -> throw new BadRequestException("PARAMETER_INVALID", "interval is day or week.");
        };
    }
}
