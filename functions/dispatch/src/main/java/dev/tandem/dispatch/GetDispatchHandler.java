package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.Partners;
import dev.tandem.dispatch.flow.Board;
import dev.tandem.dispatch.flow.DeliveryDesk;
import dev.tandem.dispatch.flow.Snapshot;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.ReplayTable;
import dev.tandem.dispatch.store.RoadTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is read of dispatch: a delivery by its shop; zones, their picture and the policies by operations. */
public final class GetDispatchHandler implements RequestStreamHandler {
    private final DeliveryDesk desk;
    private final Board board;
    private final Zones zones;
    private final DynamoZoneBook zoneBook;
    private final ReplayTable replays;

    public GetDispatchHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    GetDispatchHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        DynamoDispatchBook book = new DynamoDispatchBook(environment, dynamoDb, clock);
        this.zoneBook = new DynamoZoneBook(environment, dynamoDb);
        this.zones = new Zones(zoneBook::zones, clock);
        this.desk = new DeliveryDesk(book, zones, clock);
        RoadTable roads = new RoadTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE"));
        this.board = new Board(book, zoneBook, zoneBook, roads, zones, clock);
        this.replays = new ReplayTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE"));
        Priming.register(zones::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, this::get);
    }

    private ApiResponse get(ApiRequest request) {
        if (request.pathParameters().containsKey("deliveryId")) {
            return json(board.show(desk.find(Door.deliveryId(request), Partners.of(request))));
        }
        request.requireGroup(Door.OPERATIONS);
        if (request.path().endsWith("/snapshot.svg")) {
            String picture = Snapshot.draw(board.scene(Door.zoneId(request)));
            return new ApiResponse(200, Map.of("Content-Type", "image/svg+xml", "Cache-Control", "no-store"), picture);
        }
        if (request.path().endsWith("/policies")) {
            return json(Map.of(
                    "policies",
                    Stream.concat(Stream.of(DispatchPolicy.DEFAULT), zoneBook.policies().stream())
                            .toList()));
        }
        if (request.pathParameters().containsKey("replayId")) {
            return json(replays.find(request.pathParameter("replayId"))
                    .orElseThrow(() -> new NotFoundException("REPLAY_NOT_FOUND", "There is no such replay.")));
        }
        return request.pathParameters().containsKey("zone")
                ? json(board.zone(Door.zoneId(request)))
                : json(Map.of("zones", List.copyOf(zones.all())));
    }

    /** Nobody's cache may keep what belongs to one shop. */
    private static ApiResponse json(Object body) {
        return ApiResponse.json(200, body).withHeader("Cache-Control", "no-store");
    }
}
