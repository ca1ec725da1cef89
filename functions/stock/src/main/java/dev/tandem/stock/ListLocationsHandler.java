package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** GET /v1/locations: stores and warehouses. */
public final class ListLocationsHandler implements RequestStreamHandler {
    private final Locations locations;

    public ListLocationsHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ListLocationsHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.locations = new Locations(new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"))::all, clock);
        Priming.register(locations::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::list);
    }

    private record Found(Location location, @Nullable Double distanceKm) {}

    private ApiResponse list(ApiRequest request) {
        GeoPoint near = StockQueries.near(request);
        Fulfilment fulfilment = StockQueries.fulfilment(request);
        Optional<LocationDetails.Kind> kind = request.query("kind").map(ListLocationsHandler::kind);
        List<ObjectNode> found = locations.all().stream()
                .filter(location -> fulfilment == null || location.offers(fulfilment))
                .filter(location -> kind.isEmpty() || location.details().kind() == kind.get())
                .map(location -> new Found(
                        location,
                        near == null
                                ? null
                                : Availability.round(
                                        near.distanceKm(location.details().place()))))
                .sorted(Comparator.comparing(Found::distanceKm, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
                        .thenComparing(each -> each.location.locationId()))
                .map(each -> LocationView.of(each.location, each.distanceKm))
                .toList();
        return ApiResponse.json(200, Map.of("locations", found)).withHeader("Cache-Control", "public, max-age=60");
    }

    private static LocationDetails.Kind kind(String text) {
        return switch (text) {
            case "STORE" -> LocationDetails.Kind.STORE;
            case "WAREHOUSE" -> LocationDetails.Kind.WAREHOUSE;
            default -> throw new BadRequestException("PARAMETER_INVALID", "kind must be STORE or WAREHOUSE.");
        };
    }
}
