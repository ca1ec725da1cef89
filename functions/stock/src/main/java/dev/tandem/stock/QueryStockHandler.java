package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.stock.StockAnswer.QueryAnswer;
import dev.tandem.stock.StockAnswer.StockItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/stock/query: up to 100 SKUs at once. */
public final class QueryStockHandler implements RequestStreamHandler {
    private static final int MOST_SKUS = 100;

    private final StockReader stock;
    private final Locations locations;
    private final Clock clock;

    /** The body, as in the contract. */
    record Body(
            List<String> skus,
            @Nullable GeoPoint near,
            @Nullable Double radiusKm,
            @Nullable Fulfilment fulfilment,
            @Nullable Integer limit) {
        Body {
            if (skus == null || skus.isEmpty() || skus.size() > MOST_SKUS) {
                throw new IllegalArgumentException("skus takes 1 to " + MOST_SKUS + " SKUs");
            }
            if (!skus.stream().allMatch(Codes::isSku)) {
                throw new IllegalArgumentException("skus holds something that is not a SKU");
            }
            if (limit != null && (limit < 1 || limit > StockQueries.MOST_LIMIT)) {
                throw new IllegalArgumentException("limit must be from 1 to " + StockQueries.MOST_LIMIT);
            }
            if (radiusKm != null && !(radiusKm >= 0.1 && radiusKm <= StockQueries.MOST_KM)) {
                throw new IllegalArgumentException("radiusKm must be from 0.1 to " + StockQueries.MOST_KM);
            }
        }
    }

    public QueryStockHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
        Priming.register(() -> Samples.answer(stock, locations));
    }

    QueryStockHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.stock = new StockTable(dynamoDb, environment.require("STOCK_TABLE"));
        this.locations = new Locations(new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"))::all, clock);
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::query);
    }

    private ApiResponse query(ApiRequest request) {
        Body body = request.bodyAs(Body.class);
        StockQueries.needsPlace(body.near, body.radiusKm);
        int limit = body.limit == null ? StockQueries.DEFAULT_LIMIT : body.limit;
        Availability.Query query = new Availability.Query(body.near, body.radiusKm, body.fulfilment, limit);
        Instant now = clock.instant();
        Map<String, Location> byId = locations.byId();
        Map<String, List<Position>> found =
                Together.map(body.skus.stream().distinct().toList(), sku -> stock.positions(sku, now, false));
        List<StockItem> items = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        found.forEach((sku, positions) -> {
            if (positions.isEmpty()) {
                unknown.add(sku);
            } else {
                items.add(Availability.item(sku, positions, byId, query, now));
            }
        });
        return ApiResponse.json(200, new QueryAnswer(items, unknown)).withHeader("Cache-Control", "no-store");
    }
}
