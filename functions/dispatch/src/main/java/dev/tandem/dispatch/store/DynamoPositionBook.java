package dev.tandem.dispatch.store;

import dev.tandem.commons.Environment;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.flow.Change;
import dev.tandem.dispatch.flow.DispatchBook;
import dev.tandem.dispatch.flow.PositionBook;
import dev.tandem.dispatch.flow.Step;
import dev.tandem.dispatch.flow.Whereabouts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Positions: in {@link ZoneTable} where they are shown, in {@link CourierTable} where to find them. */
public final class DynamoPositionBook implements PositionBook {
    private final DynamoDbClient dynamoDb;
    private final String table;
    private final CourierTable couriers;
    private final DynamoDispatchBook book;

    public DynamoPositionBook(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = environment.require("DISPATCH_ZONE_TABLE");
        this.couriers = new CourierTable(dynamoDb, environment.require("COURIER_TABLE"));
        this.book = new DynamoDispatchBook(environment, dynamoDb, clock);
    }

    @Override
    public Moved move(Whereabouts here) {
        Moved moved = Moved.ELSEWHERE;
        for (String zone : here.zones()) {
            moved = move(here, zone);
            if (moved != Moved.DONE) {
                return moved;
            }
        }
        return moved;
    }

    private Moved move(Whereabouts here, String zone) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(ZoneTable.key(zone, ZoneTable.courierKey(here.cell(), here.courierId())))
                    .updateExpression("SET lat = :lat, lon = :lon, #at = :at, deleteAt = :deleteAt")
                    .conditionExpression("#zones = :zones AND #at < :at")
                    .expressionAttributeNames(Map.of("#at", "at", "#zones", "zones"))
                    .expressionAttributeValues(Map.of(
                            ":lat", ZoneTable.degrees(here.point().latitude()),
                            ":lon", ZoneTable.degrees(here.point().longitude()),
                            ":at", Items.of(here.at().toEpochMilli()),
                            ":zones", Items.of(String.join(",", here.zones())),
                            ":deleteAt",
                                    Items.of(here.at()
                                            .plus(ZoneTable.POSITION_KEPT)
                                            .getEpochSecond())))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Moved.DONE;
        } catch (ConditionalCheckFailedException e) {
            boolean shown = e.hasItem() && !e.item().isEmpty();
            boolean older = shown && Items.number(e.item(), "at") >= here.at().toEpochMilli();
            return older ? Moved.OLD : Moved.ELSEWHERE;
        }
    }

    @Override
    public Optional<Whereabouts> shown(String courierId) {
        return couriers.whereabouts(courierId).map(this::asShown);
    }

    /** The cell is as settled; within it the courier may have moved since. */
    private Whereabouts asShown(Whereabouts settled) {
        if (settled.zones().isEmpty()) {
            return settled;
        }
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(ZoneTable.key(
                                settled.zones().getFirst(), ZoneTable.courierKey(settled.cell(), settled.courierId()))))
                .item();
        if (item.isEmpty()) {
            return settled;
        }
        return new Whereabouts(
                settled.courierId(),
                ZoneTable.point(item),
                Instant.ofEpochMilli(Items.number(item, "at")),
                settled.zones(),
                settled.cell(),
                settled.version());
    }

    @Override
    public boolean resettle(Whereabouts before, Whereabouts after) {
        Change change = new Change(List.of(), null, new Step<>(before, after));
        return book.commit(change, null) == DispatchBook.Written.DONE;
    }
}
