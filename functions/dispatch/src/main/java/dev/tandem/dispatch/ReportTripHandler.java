package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.http.ApiGateway;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.ApiResponse;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.dispatch.courier.CourierView;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.Roads;
import dev.tandem.dispatch.flow.Tally;
import dev.tandem.dispatch.flow.TripDesk;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.RoadTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** POST /v1/couriers/{courierId}/deliveries/{deliveryId}/picked-up, .../delivered and .../failed. */
public final class ReportTripHandler implements RequestStreamHandler {
    private final TripDesk desk;
    private final Tally tally;
    private final Zones zones;
    private final Roads roads;
    private final FirstAnswers answers;
    private final Clock clock;

    public ReportTripHandler() {
        this(Environment.system(), Clients.dynamoDb(), Clock.systemUTC());
    }

    ReportTripHandler(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        DispatchBook book = new DynamoDispatchBook(environment, dynamoDb, clock);
        this.desk = new TripDesk(book, clock);
        DynamoZoneBook zoneBook = new DynamoZoneBook(environment, dynamoDb);
        this.tally = new Tally(zoneBook, clock);
        this.zones = new Zones(zoneBook::zones, clock);
        this.roads = new Roads(zoneBook, new RoadTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE")));
        this.answers = Door.answers(environment, dynamoDb, clock);
        this.clock = clock;
        Priming.register(() -> book.courier("PRIMING"));
    }

    /** The body, if any: when it was by the courier's clock. */
    record Told(@Nullable Instant at) {}

    /** The same with the reason why it failed. */
    record Failure(@Nullable Instant at, String reason) {
        Failure {
            reason = new Reason(reason).reason();
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        ApiGateway.handle(in, out, context, request -> report(request, Attempts.ofCall(context)));
    }

    private ApiResponse report(ApiRequest request, Attempts attempts) {
        String courierId = Door.courier(request);
        String deliveryId = Door.deliveryId(request);
        return answers.answer(request, "ReportTrip", once -> {
            TripDesk.Done done =
                    desk.report(courierId, deliveryId, told(request), made -> once.with(shown(made)), attempts);
            tally.ended(done.delivery());
            zones.find(done.delivery().zone()).ifPresent(zone -> roads.learn(zone, done.before(), done.delivery()));
            return shown(done);
        });
    }

    private static TripDesk.Report told(ApiRequest request) {
        String step = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (step.equals("failed")) {
            Failure failure = request.bodyAs(Failure.class);
            return new TripDesk.Report(DeliveryState.FAILED, failure.at(), failure.reason());
        }
        Told told = request.body().length == 0 ? new Told(null) : request.bodyAs(Told.class);
        DeliveryState state = step.equals("picked-up") ? DeliveryState.PICKED_UP : DeliveryState.DELIVERED;
        return new TripDesk.Report(state, told.at(), null);
    }

    private ApiResponse shown(TripDesk.Done done) {
        return ApiResponse.json(200, CourierView.of(done.after(), clock.instant()));
    }
}
