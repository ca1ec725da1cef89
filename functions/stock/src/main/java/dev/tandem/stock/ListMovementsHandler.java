package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/stock/{sku}/movements: the ledger of one SKU at one location, newest first. For staff. */
public final class ListMovementsHandler implements RequestStreamHandler {
    private static final Pattern SORT_KEY = Pattern.compile("[0-9]{13}-[\\x21-\\x7e]{1,300}");

    private final MovementTable movements;

    /** The answer, as in the contract. */
    record Page(List<Movement> movements, @Nullable String next) {}

    public ListMovementsHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ListMovementsHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.movements = new MovementTable(dynamoDb, environment.require("MOVEMENT_TABLE"));
        Priming.register(() -> movements.page("PRIMING", "PRIMING", 1, null));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::list);
    }

    private ApiResponse list(ApiRequest request) {
        request.requireGroup(Calls.STAFF);
        String sku = StockQueries.sku(request);
        String location = StockQueries.location(request.query("location")
                .orElseThrow(
                        () -> new BadRequestException("PARAMETER_INVALID", "Query parameter location is missing.")));
        int limit = request.queryInt("limit", 50, 1, 200);
        String after = request.query("next").map(ListMovementsHandler::sortKey).orElse(null);
        MovementTable.Page page = movements.page(location, sku, limit, after);
        String next = page.next()
                .map(key ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
        return ApiResponse.json(200, new Page(page.movements(), next)).withHeader("Cache-Control", "no-store");
    }

    private static String sortKey(String next) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
            if (SORT_KEY.matcher(key).matches()) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new BadRequestException("PARAMETER_INVALID", "next must be the next of the page before.");
    }
}
