package dev.tandem.stock.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.drops.Deadline;
import dev.tandem.commons.drops.Drop;
import dev.tandem.commons.drops.FeedImporter;
import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.commons.drops.MemoryDrops;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.stock.Balance;
import dev.tandem.stock.LocalDynamo;
import dev.tandem.stock.Location;
import dev.tandem.stock.LocationDetails;
import dev.tandem.stock.LocationTable;
import dev.tandem.stock.Movement;
import dev.tandem.stock.MovementTable;
import dev.tandem.stock.StockTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Tables of its own in DynamoDB Local, a bucket in memory, and imports that can be made to crash. */
final class FeedLab {
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final AtomicInteger LABS = new AtomicInteger();

    final DynamoDbClient dynamoDb = LocalDynamo.client();
    final LocalDynamo.Tables tables = LocalDynamo.tables("Lab" + LABS.incrementAndGet());
    final MemoryDrops drops = new MemoryDrops();
    final StockTable stock = new StockTable(dynamoDb, tables.stock());
    final MovementTable movements = new MovementTable(dynamoDb, tables.movements());
    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final Environment environment = Environment.of(Map.of(
            "FEED_TABLE", tables.feeds(),
            "LOCATION_TABLE", tables.locations(),
            "STOCK_TABLE", tables.stock(),
            "MOVEMENT_TABLE", tables.movements()));
    int windowRows = 7;
    private int deliveries;

    FeedLab(String... locations) {
        LocationTable table = new LocationTable(dynamoDb, tables.locations());
        for (String location : locations) {
            table.put(
                    new Location(
                            location,
                            Json.read(
                                    "{\"name\":\"Shop\",\"kind\":\"STORE\",\"lat\":51.5,\"lon\":0,\"timeZone\":\"Europe/London\",\"fulfilment\":[\"pickup\"]}",
                                    LocationDetails.class)),
                    NOW);
        }
    }

    FeedImporter importer(StockFeed kind, DynamoDbClient client) {
        return StockImports.importer(
                kind, new FeedStore(environment, client), drops, clock, FeedLimits.DEFAULT, windowRows);
    }

    /** Drops a text file under a name and imports it. */
    FeedReport bring(StockFeed kind, String name, String text) throws IOException {
        return bring(kind, name, text.getBytes(StandardCharsets.UTF_8));
    }

    FeedReport bring(StockFeed kind, String name, byte[] content) throws IOException {
        drops.drop(key(kind, name), content);
        return importer(kind, dynamoDb).run(arrival(kind, name), "correlation", Deadline.NEVER);
    }

    /** A new arrival of what is dropped under the name. */
    Drop arrival(StockFeed kind, String name) {
        return new Drop(key(kind, name), null, "delivery-" + deliveries++);
    }

    static String key(StockFeed kind, String name) {
        return kind.kind().prefix() + name;
    }

    /** A client that fails after some calls: before the call reaches the table, or after, when the answer is lost. */
    DynamoDbClient crashingAfter(int calls, boolean answerLost) {
        AtomicInteger left = new AtomicInteger(calls);
        return (DynamoDbClient) Proxy.newProxyInstance(
                FeedLab.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    int now = left.getAndDecrement();
                    if (now < 0 || (now == 0 && !answerLost)) {
                        throw new Crash();
                    }
                    try {
                        Object answer = method.invoke(dynamoDb, arguments);
                        if (now == 0) {
                            throw new Crash();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Delivers a message again and again, crashing at random moments, until it is done. */
    FeedReport bringCrashing(StockFeed kind, Drop drop, Random random) throws IOException {
        while (true) {
            boolean crashes = random.nextInt(4) > 0;
            DynamoDbClient client = crashes ? crashingAfter(random.nextInt(30), random.nextBoolean()) : dynamoDb;
            Deadline deadline = () -> random.nextInt(3) == 0;
            try {
                return importer(kind, client).run(drop, "correlation", deadline);
            } catch (Crash | FeedInterruptedException e) {
                // the queue delivers it again
            }
        }
    }

    /** On hand by SKU at a location. */
    Map<String, Long> onHand(String location) {
        Map<String, Long> onHand = new TreeMap<>();
        for (Balance balance : stock.balancesAt(location)) {
            onHand.put(balance.sku(), balance.onHand());
        }
        return onHand;
    }

    List<Movement> ledger(String location, String sku) {
        List<Movement> all = new ArrayList<>();
        movements.forEach(location, sku, all::add);
        return all;
    }

    /** Balance = sum of movements, for all that is booked at a location. */
    void assertLedgerAgrees(String location) {
        for (Balance balance : stock.balancesAt(location)) {
            List<Movement> ledger = ledger(location, balance.sku());
            assertThat(ledger.stream().mapToLong(Movement::onHandDelta).sum())
                    .as("ledger of %s at %s", balance.sku(), location)
                    .isEqualTo(balance.onHand());
            assertThat(ledger.stream().mapToLong(Movement::bufferDelta).sum()).isEqualTo(balance.buffer());
        }
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
