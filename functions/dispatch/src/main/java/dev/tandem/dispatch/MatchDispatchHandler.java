package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Priming;
import dev.tandem.commons.log.WorkMetrics;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.Tally;
import dev.tandem.dispatch.flow.Tick;
import dev.tandem.dispatch.flow.TickQueue;
import dev.tandem.dispatch.flow.TickQueue.TickMessage;
import dev.tandem.dispatch.flow.ZoneBook;
import dev.tandem.dispatch.flow.ZoneBook.TickId;
import dev.tandem.dispatch.flow.ZoneBook.Turn;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.RoadTable;
import dev.tandem.dispatch.store.SqsTickQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * From the queue of ticks: one decision of one zone. The next tick of the minute is asked for first, so that the row goes on when this
 * one dies; the lease tells a tick that comes twice, and keeps two from deciding at once.
 */
public final class MatchDispatchHandler implements RequestStreamHandler {
    /** A matcher that has not given its zone back by then has died. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final int ROW_SECONDS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(MatchDispatchHandler.class);

    private final ZoneBook zoneBook;
    private final Zones zones;
    private final Tick tick;
    private final Tally tally;
    private final TickQueue ticks;
    private final DeadLetters deadLetters;
    private final Clock clock;

    public MatchDispatchHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new SqsTickQueue(Clients.sqs(), Environment.system().require("DISPATCH_TICK_QUEUE_URL")),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
    }

    MatchDispatchHandler(
            Environment environment, DynamoDbClient dynamoDb, TickQueue ticks, DeadLetters deadLetters, Clock clock) {
        DispatchBook book = new DynamoDispatchBook(environment, dynamoDb, clock);
        DynamoZoneBook own = new DynamoZoneBook(environment, dynamoDb);
        this.zoneBook = own;
        this.zones = new Zones(own::zones, clock);
        this.tick = new Tick(book, own, new RoadTable(dynamoDb, environment.require("DISPATCH_ZONE_TABLE")), clock);
        this.tally = new Tally(own, clock);
        this.ticks = ticks;
        this.deadLetters = deadLetters;
        this.clock = clock;
        Priming.register(zones::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::match);
    }

    private void match(SqsRecord message) {
        TickMessage asked = message.bodyAs(TickMessage.class);
        Zone zone = zones.find(asked.zone())
                .orElseThrow(() -> new PermanentFailureException("UNKNOWN_ZONE", "There is no zone " + asked.zone()));
        Turn turn = zoneBook.take(zone.zone(), new TickId(asked.chain(), asked.number()), clock.instant(), LEASE);
        if (turn instanceof Turn.Past) {
            return;
        }
        if ((asked.number() + 1) * zone.everySeconds() < ROW_SECONDS) {
            ticks.send(new TickMessage(zone.zone(), asked.chain(), asked.number() + 1), zone.everySeconds());
        }
        if (turn instanceof Turn.Granted granted) {
            log(zone, tick.run(zone, granted.fence()));
            zoneBook.release(granted.fence());
        }
    }

    private void log(Zone zone, Tick.Outcome outcome) {
        if (outcome.waiting() + outcome.withdrawn() == 0) {
            return;
        }
        tally.offered(zone.zone(), outcome.secondsToOffer());
        LOG.info(
                "Matched",
                StructuredArguments.entry("zone", zone.zone()),
                StructuredArguments.entry("couriers", outcome.couriers()),
                StructuredArguments.entry("waiting", outcome.waiting()),
                StructuredArguments.entry("offered", outcome.offered()),
                StructuredArguments.entry("withdrawn", outcome.withdrawn()),
                StructuredArguments.entry("overtaken", outcome.overtaken()),
                StructuredArguments.entry("fenced", outcome.fenced()));
        WorkMetrics.count(
                "zone",
                zone.zone(),
                Map.of(
                        "DeliveriesWaiting", (long) outcome.waiting(),
                        "DeliveriesOffered", (long) outcome.offered(),
                        "OffersWithdrawn", (long) outcome.withdrawn()));
    }
}
