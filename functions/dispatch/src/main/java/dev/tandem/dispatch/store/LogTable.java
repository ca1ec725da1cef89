package dev.tandem.dispatch.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.OpenOffer;
import dev.tandem.dispatch.courier.Shift;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.flow.Change;
import dev.tandem.dispatch.flow.Step;
import dev.tandem.dispatch.flow.Whereabouts;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.replay.Recorded;
import dev.tandem.dispatch.replay.Recorded.Answered.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What happened, by zone and day, written in the transaction of what it tells. Layout: {@code pk} = {@code <zone>#<day in UTC>},
 * {@code sk} = {@code <instant>#<kind>#<id>}, {@code document}. No names or addresses; it goes after 35 days all the same.
 */
public final class LogTable {
    private static final Duration KEPT = Duration.ofDays(35);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public LogTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    List<TransactWriteItem> lines(Change change, Instant now) {
        List<TransactWriteItem> lines = new ArrayList<>();
        for (Step<Delivery> step : change.deliveries()) {
            Delivery after = Objects.requireNonNull(step.after());
            if (step.before() == null) {
                lines.add(line(after.zone(), after.placedAt(), "Placed", after.deliveryId(), placed(after)));
            } else if (after.state().ended()) {
                Instant at = after.moments().getLast().at();
                Recorded.Ended end = new Recorded.Ended(
                        at, after.deliveryId(), after.state(), after.placedAt(), after.readyAt(), after.deadline());
                lines.add(line(after.zone(), at, "Ended", after.deliveryId(), end));
            }
        }
        Step<Courier> step = change.courier();
        OpenOffer ended =
                step == null || step.before() == null ? null : step.before().offer();
        if (ended != null && step != null && step.before() != null && step.after() != null) {
            Answer answer = answer(change, step.before(), step.after());
            if (answer != null) {
                Recorded.Answered answered = new Recorded.Answered(
                        now,
                        step.after().courierId(),
                        answer,
                        ended.kilometers() == null ? 0 : ended.kilometers(),
                        ended.payMinor(),
                        Duration.between(ended.offeredAt(), now).toMillis() / 1000.0,
                        step.before().trip() != null);
                lines.add(line(ended.zone(), now, "Answered", ended.offerId(), answered));
            }
        }
        Step<Whereabouts> place = change.whereabouts();
        if (step != null && step.after() != null && place != null) {
            Shift before = step.before() == null ? null : step.before().shift();
            Shift after = step.after().shift();
            String courierId = step.after().courierId();
            if (before == null && after != null && place.after() != null) {
                GeoPoint point = place.after().point();
                for (String zone : place.after().zones().stream().limit(1).toList()) {
                    Recorded.ShiftBegan began = new Recorded.ShiftBegan(
                            now,
                            courierId,
                            after.vehicle(),
                            after.until(),
                            after.maxOrders(),
                            after.maxWeightKg(),
                            after.maxVolumeLiters(),
                            point.latitude(),
                            point.longitude());
                    lines.add(line(zone, now, "ShiftBegan", courierId, began));
                }
            } else if (before != null && after == null && place.before() != null) {
                for (String zone : place.before().zones().stream().limit(1).toList()) {
                    lines.add(line(zone, now, "ShiftEnded", courierId, new Recorded.ShiftEnded(now, courierId)));
                }
            }
        }
        return lines;
    }

    /** What became of an offer that was open before; null when it is still open, or ended by the shop or with the shift. */
    private static @Nullable Answer answer(Change change, Courier before, Courier after) {
        if (after.offer() != null || after.answers().asked() < before.answers().asked()) {
            return null;
        }
        if (after.answers().accepted() > before.answers().accepted()) {
            return Answer.ACCEPTED;
        }
        boolean said = change.deliveries().stream()
                .map(Step::after)
                .filter(Objects::nonNull)
                .anyMatch(delivery -> delivery.moments().getLast().by().equals("courier"));
        return said ? Answer.DECLINED : Answer.UNANSWERED;
    }

    /** Writes down what it is like in a zone; on the next day as well when it still holds then. Twice is once. */
    public void weather(String zone, Weather weather, Instant at) {
        LocalDate first = LocalDate.ofInstant(at, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(at.plus(Weather.HOLDS), ZoneOffset.UTC);
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            Map<String, AttributeValue> item =
                    item(zone, day, at, "WeatherTold", zone, new Recorded.WeatherTold(at, weather));
            dynamoDb.putItem(request -> request.tableName(table).item(item));
        }
    }

    private static Recorded.Placed placed(Delivery delivery) {
        return new Recorded.Placed(
                delivery.placedAt(),
                delivery.deliveryId(),
                delivery.pickUp().door(),
                delivery.pickUp().point().latitude(),
                delivery.pickUp().point().longitude(),
                delivery.dropOff().point().latitude(),
                delivery.dropOff().point().longitude(),
                delivery.readyAt(),
                delivery.deadline(),
                delivery.weightKg(),
                delivery.volumeLiters(),
                delivery.priority());
    }

    private TransactWriteItem line(String zone, Instant at, String kind, String id, Recorded line) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item(zone, LocalDate.ofInstant(at, ZoneOffset.UTC), at, kind, id, line))
                        .build())
                .build();
    }

    private static Map<String, AttributeValue> item(
            String zone, LocalDate day, Instant at, String kind, String id, Recorded line) {
        return Map.of(
                "pk", Items.of(key(zone, day)),
                "sk", Items.of(at + "#" + kind + "#" + id),
                "document", Items.of(Json.write(line)),
                "deleteAt", Items.of(at.plus(KEPT).getEpochSecond()));
    }

    private static String key(String zone, LocalDate day) {
        return zone + "#" + day;
    }

    /** The lines of a day in their order. */
    public List<Recorded> day(String zone, LocalDate day) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :day")
                .expressionAttributeValues(Map.of(":day", Items.of(key(zone, day))))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(item -> read(Items.text(item, "sk"), Json.tree(Items.text(item, "document"))))
                .toList();
    }

    private static Recorded read(String sortKey, JsonNode document) {
        return switch (sortKey.split("#", 3)[1]) {
            case "Placed" -> Json.read(document, Recorded.Placed.class);
            case "Ended" -> Json.read(document, Recorded.Ended.class);
            case "Answered" -> Json.read(document, Recorded.Answered.class);
            case "ShiftBegan" -> Json.read(document, Recorded.ShiftBegan.class);
            case "ShiftEnded" -> Json.read(document, Recorded.ShiftEnded.class);
            case "WeatherTold" -> Json.read(document, Recorded.WeatherTold.class);
            default -> throw new IllegalStateException("No such line: " + sortKey);
        };
    }
}
