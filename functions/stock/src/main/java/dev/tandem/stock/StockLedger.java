package dev.tandem.stock;

import dev.tandem.commons.dynamodb.Items;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The only way a balance changes: the update of the balance and the line of the ledger, to be written in one transaction. That is
 * what keeps "balance = sum of movements" true at all times. Builds the writes; whoever calls it commits them, with others of the
 * same cause, in one {@code TransactWriteItems}.
 */
public final class StockLedger {
    private final String stockTable;
    private final String movementTable;

    public StockLedger(String stockTable, String movementTable) {
        this.stockTable = stockTable;
        this.movementTable = movementTable;
    }

    /**
     * Two writes, in this order: the balance (its condition fails when the posting's demands do not hold) and the movement (its
     * condition fails when it is in the ledger already).
     *
     * @param now becomes the balance's {@code updatedAt}
     */
    public List<TransactWriteItem> post(Posting posting, Instant now) {
        return List.of(
                TransactWriteItem.builder().update(balanceUpdate(posting, now)).build(),
                TransactWriteItem.builder().put(movementPut(posting.movement())).build());
    }

    private Update balanceUpdate(Posting posting, Instant now) {
        Movement movement = posting.movement();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":onHand", Items.of(movement.onHandDelta()));
        values.put(":reserved", Items.of(movement.reservedDelta()));
        values.put(":buffer", Items.of(movement.bufferDelta()));
        values.put(":available", Items.of(movement.availableDelta()));
        values.put(":one", Items.of(1));
        values.put(":sku", Items.of(movement.sku()));
        values.put(":location", Items.of(movement.location()));
        values.put(":now", Items.of(now.toString()));
        StringBuilder set = new StringBuilder("SET sku = :sku, #location = :location, updatedAt = :now");
        Map<String, String> names =
                new HashMap<>(Map.of("#location", "location", "#buffer", "buffer", "#version", "version"));
        posting.place().ifPresent(place -> {
            set.append(", place = :place");
            values.put(":place", StockTable.placeAttribute(place));
        });
        posting.inbound().ifPresent(inbound -> {
            set.append(", inbound = :inbound");
            values.put(":inbound", StockTable.inboundAttribute(inbound));
        });
        List<String> conditions = new ArrayList<>();
        posting.leastAvailable().ifPresent(pieces -> {
            conditions.add("available >= :least");
            values.put(":least", Items.of(pieces));
        });
        posting.expectedVersion().ifPresent(version -> {
            if (version == 0) {
                conditions.add("attribute_not_exists(pk)");
            } else {
                conditions.add("#version = :expected");
                values.put(":expected", Items.of(version));
            }
        });
        return Update.builder()
                .tableName(stockTable)
                .key(StockTable.balanceKey(movement.location(), movement.sku()))
                .updateExpression(
                        set + " ADD onHand :onHand, reserved :reserved, #buffer :buffer, available :available,"
                                + " #version :one")
                .conditionExpression(conditions.isEmpty() ? null : String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private Put movementPut(Movement movement) {
        return Put.builder()
                .tableName(movementTable)
                .item(MovementTable.item(movement))
                .conditionExpression("attribute_not_exists(pk)")
                .build();
    }
}
