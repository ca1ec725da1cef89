package dev.tandem.dispatch.store;

import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.flow.DispatchBook.Fence;
import dev.tandem.dispatch.flow.Tally;
import dev.tandem.dispatch.flow.ZoneBook;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.policy.PolicyReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * What is known of zones. In the zone's own partition {@code WEATHER} (the latest, {@code at} in milliseconds) and {@code WHY} (the
 * explanations of the last tick, packed), {@code COUNTS#<minute>} with numbers that are added to; beside them two partitions of few items, {@code #ZONES} by zone and {@code #POLICIES} by version,
 * each with its {@code document}. What moves is in {@link ZoneTable}, whose turn it is in {@link LeaseTable}.
 */
public final class DynamoZoneBook implements ZoneBook, Tally.Counts {
    private static final String ZONES = "#ZONES";
    private static final String POLICIES = "#POLICIES";
    private static final String WEATHER = "WEATHER";
    private static final String WHY = "WHY";
    private static final String COUNTS = "COUNTS#";
    private static final Duration COUNTS_KEPT = Duration.ofDays(2);

    /** DynamoDB takes 400 KB; when so many wait, nobody reads every reason. */
    private static final int MOST_WHY_BYTES = 300_000;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final ZoneTable live;
    private final LeaseTable leases;

    public DynamoZoneBook(Environment environment, DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.table = environment.require("DISPATCH_ZONE_TABLE");
        this.live = new ZoneTable(dynamoDb, table);
        this.leases = new LeaseTable(dynamoDb, table);
    }

    @Override
    public Live live(String zone) {
        return live.live(zone);
    }

    @Override
    public Turn take(String zone, TickId tick, Instant now, Duration longest) {
        return leases.take(zone, tick, now, longest);
    }

    @Override
    public void release(Fence fence) {
        leases.release(fence);
    }

    public List<Zone> zones() {
        return documents(ZONES).map(document -> Json.read(document, Zone.class)).toList();
    }

    public void put(Zone zone) {
        put(ZONES, zone.zone(), Json.write(zone));
    }

    public List<DispatchPolicy> policies() {
        return documents(POLICIES).map(PolicyReader::stored).toList();
    }

    @Override
    public Optional<DispatchPolicy> policy(String version) {
        Map<String, AttributeValue> item = get(POLICIES, version);
        return item.isEmpty() ? Optional.empty() : Optional.of(PolicyReader.stored(Items.text(item, "document")));
    }

    /** False when there is another policy of that version: a version never changes. */
    public boolean add(DispatchPolicy policy) {
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item(POLICIES, policy.version(), Json.write(policy)))
                    .conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return policy(policy.version()).filter(policy::equals).isPresent();
        }
    }

    @Override
    public Optional<Weather> weather(String zone, Instant since) {
        Map<String, AttributeValue> item = get(zone, WEATHER);
        return item.isEmpty() || Items.number(item, "at") < since.toEpochMilli()
                ? Optional.empty()
                : Optional.of(Json.read(Items.text(item, "document"), Weather.class));
    }

    /** Tells the weather of a moment; what is older than what is known changes nothing, which false says. */
    public boolean tell(String zone, Weather weather, Instant at) {
        Map<String, AttributeValue> item = new HashMap<>(item(zone, WEATHER, Json.write(weather)));
        item.put("at", Items.of(at.toEpochMilli()));
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk) OR #at <= :at")
                    .expressionAttributeNames(Map.of("#at", "at"))
                    .expressionAttributeValues(Map.of(":at", Items.of(at.toEpochMilli()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public void explain(String zone, Why why) {
        Why kept = why;
        byte[] packed = pack(kept);
        while (packed.length > MOST_WHY_BYTES) {
            kept = new Why(
                    kept.at(),
                    kept.policyVersion(),
                    kept.explanations().subList(0, kept.explanations().size() / 2));
            packed = pack(kept);
        }
        Map<String, AttributeValue> item = Map.of(
                "pk", Items.of(zone),
                "sk", Items.of(WHY),
                "packed", AttributeValue.fromB(SdkBytes.fromByteArray(packed)));
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public Optional<Why> why(String zone) {
        Map<String, AttributeValue> item = get(zone, WHY);
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(unpack(Items.required(item, "packed").b().asByteArray()));
    }

    @Override
    public void add(String zone, Instant minute, Map<String, Long> more) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        StringBuilder additions = new StringBuilder();
        more.forEach((name, count) -> {
            String n = Integer.toString(names.size());
            names.put("#n" + n, name);
            values.put(":n" + n, Items.of(count));
            additions.append(additions.isEmpty() ? "" : ", ").append("#n" + n + " :n" + n);
        });
        values.put(":deleteAt", Items.of(minute.plus(COUNTS_KEPT).getEpochSecond()));
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(ZoneTable.key(zone, COUNTS + minute))
                .updateExpression("SET deleteAt = :deleteAt ADD " + additions)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }

    @Override
    public Map<String, Long> since(String zone, Instant minute) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :zone AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":zone", Items.of(zone), ":from", Items.of(COUNTS + minute), ":to", Items.of(COUNTS + "~")))
                .build();
        Map<String, Long> sums = new HashMap<>();
        dynamoDb.queryPaginator(query)
                .items()
                .forEach(item -> item.forEach((name, value) -> {
                    if (value.n() != null) {
                        sums.merge(name, Long.parseLong(value.n()), Long::sum);
                    }
                }));
        return sums;
    }

    private static byte[] pack(Why why) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
                zip.write(Json.writeBytes(why));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Why unpack(byte[] packed) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Json.read(zip.readAllBytes(), Why.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, AttributeValue> get(String partition, String sort) {
        return dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(ZoneTable.key(partition, sort)))
                .item();
    }

    private Stream<String> documents(String partition) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :partition")
                .expressionAttributeValues(Map.of(":partition", Items.of(partition)))
                .build();
        return dynamoDb.queryPaginator(query).items().stream().map(item -> Items.text(item, "document"));
    }

    private void put(String partition, String sort, String document) {
        dynamoDb.putItem(request -> request.tableName(table).item(item(partition, sort, document)));
    }

    private static Map<String, AttributeValue> item(String partition, String sort, String document) {
        return Map.of("pk", Items.of(partition), "sk", Items.of(sort), "document", Items.of(document));
    }
}
