package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.Sweep;
import dev.tandem.dispatch.flow.TickQueue;
import dev.tandem.dispatch.flow.TickQueue.TickMessage;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.SqsTickQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** Every minute: starts each zone's row of ticks for the minute, then looks after what would wait for ever. */
public final class SweepDispatchHandler implements RequestStreamHandler {
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(SweepDispatchHandler.class);

    private final DynamoZoneBook zones;
    private final Sweep sweep;
    private final TickQueue ticks;
    private final Clock clock;

    public SweepDispatchHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new SqsTickQueue(Clients.sqs(), Environment.system().require("DISPATCH_TICK_QUEUE_URL")),
                Clock.systemUTC());
    }

    SweepDispatchHandler(Environment environment, DynamoDbClient dynamoDb, TickQueue ticks, Clock clock) {
        DispatchBook book = new DynamoDispatchBook(environment, dynamoDb, clock);
        this.zones = new DynamoZoneBook(environment, dynamoDb);
        this.sweep = new Sweep(book, zones, clock);
        this.ticks = ticks;
        this.clock = clock;
        Priming.register(zones::zones);
    }

    /** What each zone's sweep did, by zone. */
    record Swept(String zone, Sweep.Result result) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Attempts deadline = Attempts.in(
                Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
        Invocation.handle(in, out, context, JsonNode.class, event -> sweep(deadline));
    }

    private List<Swept> sweep(Attempts deadline) {
        // Instants as text sort by time, which is how the lease tells an old row from a new one.
        String chain = clock.instant().toString();
        List<Zone> all = zones.zones();
        all.forEach(zone -> ticks.send(new TickMessage(zone.zone(), chain, 0), 0));
        List<Swept> swept = new ArrayList<>();
        for (Zone zone : all) {
            if (deadline.passed()) {
                // The next minute goes on; nothing that is swept is in a hurry.
                LOG.warn("Not all zones were swept", StructuredArguments.entry("left", all.size() - swept.size()));
                break;
            }
            Sweep.Result result = sweep.run(zone, deadline);
            swept.add(new Swept(zone.zone(), result));
            if (result.stranded() > 0) {
                LOG.warn(
                        "Goods are with couriers who give no sign",
                        StructuredArguments.entry("zone", zone.zone()),
                        StructuredArguments.entry("deliveries", result.stranded()));
            }
        }
        return swept;
    }
}
