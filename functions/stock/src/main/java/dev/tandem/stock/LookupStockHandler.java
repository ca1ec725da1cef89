package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.stock.StockAnswer.StockItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/stock/{sku}: where a SKU is and how much of it can be promised. */
public final class LookupStockHandler implements RequestStreamHandler {
    private final StockReader stock;
    private final Locations locations;
    private final Clock clock;

    public LookupStockHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
        Priming.register(() -> Samples.answer(stock, locations));
    }

    LookupStockHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.stock = new StockTable(dynamoDb, environment.require("STOCK_TABLE"));
        this.locations = new Locations(new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"))::all, clock);
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::lookUp);
    }

    private ApiResponse lookUp(ApiRequest request) {
        String sku = StockQueries.sku(request);
        Availability.Query query = StockQueries.query(request);
        Instant now = clock.instant();
        List<Position> positions = stock.positions(sku, now, false);
        if (positions.isEmpty()) {
            throw new NotFoundException("SKU_NOT_FOUND", "No location has ever had the SKU " + sku + ".");
        }
        StockItem item = Availability.item(sku, positions, locations.byId(), query, now);
        String tag = '"' + IdempotencyTable.hash(Json.write(item.withoutAge())).substring(0, 32) + '"';
        boolean unchanged = request.header("If-None-Match")
                .filter(tags -> StockQueries.names(tags, tag))
                .isPresent();
        ApiResponse answer = unchanged ? ApiResponse.empty(304) : ApiResponse.json(200, item);
        return answer.withHeader("ETag", tag).withHeader("Cache-Control", "public, max-age=5");
    }
}
