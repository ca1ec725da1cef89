package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.order.OrderTable;
import dev.tandem.returns.order.Orders.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The sorting centres: one item, since there are few, each choice needs all, and they change rarely. */
public final class CentreTable {
    private static final Map<String, AttributeValue> KEY = Map.of("pk", Items.of("CENTRES"));

    private final DynamoDbClient dynamoDb;
    private final String table;

    public CentreTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(KEY))
                .item();
    }

    public List<Centre> all() {
        return centres(item());
    }

    private static List<Centre> centres(Map<String, AttributeValue> item) {
        return item.isEmpty()
                ? List.of()
                : Json.mapper()
                        .convertValue(Json.tree(Items.text(item, "document")), new TypeReference<List<Centre>>() {});
    }

    /** Opens or changes one. */
    public Written put(Centre centre, FirstAnswer answer, IdempotencyTable answers) {
        Map<String, AttributeValue> before = item();
        long version = before.isEmpty() ? 0 : Items.number(before, "version");
        List<Centre> all = new ArrayList<>(centres(before));
        all.removeIf(each -> each.centreId().equals(centre.centreId()));
        all.add(centre);
        all.sort(Comparator.comparing(Centre::centreId));
        TransactWriteItem write = TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(Map.of(
                                "pk", Items.of("CENTRES"),
                                "document", Items.of(Json.write(all)),
                                "version", Items.of(version + 1)))
                        .conditionExpression("attribute_not_exists(pk) OR #version = :version")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .expressionAttributeValues(Map.of(":version", Items.of(version))))
                .build();
        return OrderTable.written(
                new Transactions(dynamoDb)
                        .commit(List.of(
                                answers.put(answer.scope(), answer.key(), answer.requestHash(), answer.response()),
                                write)),
                true);
    }
}
