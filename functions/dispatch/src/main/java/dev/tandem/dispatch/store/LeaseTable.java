package dev.tandem.dispatch.store;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.flow.DispatchBook.Fence;
import dev.tandem.dispatch.flow.ZoneBook.TickId;
import dev.tandem.dispatch.flow.ZoneBook.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Who matches a zone now. Layout: {@code pk} = zone, {@code sk} = {@code LEASE}; {@code fence} grows with each turn and is checked by
 * every write of a turn, so that a matcher that was slow or stopped cannot write after the next one has begun; {@code heldUntil} in
 * milliseconds; {@code tickChain} and {@code tickNumber} of the latest turn.
 */
final class LeaseTable {
    private final DynamoDbClient dynamoDb;
    private final String table;

    LeaseTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    Turn take(String zone, TickId tick, Instant now, Duration longest) {
        try {
            Map<String, AttributeValue> taken = dynamoDb.updateItem(request -> request.tableName(table)
                            .key(ZoneTable.key(zone, ZoneTable.LEASE))
                            .updateExpression(
                                    "SET heldUntil = :until, tickChain = :chain, tickNumber = :number ADD fence :one")
                            .conditionExpression("(attribute_not_exists(heldUntil) OR heldUntil <= :now)"
                                    + " AND (attribute_not_exists(tickChain) OR tickChain < :chain"
                                    + " OR (tickChain = :chain AND (tickNumber < :number"
                                    // A turn that was not given back has died: its message comes again.
                                    + " OR tickNumber = :number AND heldUntil > :none)))")
                            .expressionAttributeValues(Map.of(
                                    ":until", Items.of(now.plus(longest).toEpochMilli()),
                                    ":now", Items.of(now.toEpochMilli()),
                                    ":chain", Items.of(tick.chain()),
                                    ":number", Items.of(tick.number()),
                                    ":one", Items.of(1),
                                    ":none", Items.of(0)))
                            .returnValues(ReturnValue.UPDATED_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
            return new Turn.Granted(new Fence(zone, Items.number(taken, "fence")));
        } catch (ConditionalCheckFailedException e) {
            int order = Items.text(e.item(), "tickChain").compareTo(tick.chain());
            boolean past = order > 0 || (order == 0 && Items.number(e.item(), "tickNumber") >= tick.number());
            return past ? new Turn.Past() : new Turn.Held();
        }
    }

    /** Nothing when somebody else has it already. */
    void release(Fence fence) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(ZoneTable.key(fence.zone(), ZoneTable.LEASE))
                    .updateExpression("SET heldUntil = :none")
                    .conditionExpression("fence = :token")
                    .expressionAttributeValues(Map.of(":none", Items.of(0), ":token", Items.of(fence.token()))));
        } catch (ConditionalCheckFailedException e) {
            // It ran out, and the next one has begun.
        }
    }
}
