package dev.tandem.dispatch.store;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.dispatch.flow.Roads;
import dev.tandem.dispatch.policy.RoadFactor;
import dev.tandem.dispatch.policy.WeatherKind;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Learnt road factors, in the zone's partition: {@code sk} = {@code ROAD#<hour>#<weather>}, {@code document}, {@code version}. A lesson that
 * meets others a few times is dropped.
 */
public final class RoadTable implements Roads.Lessons {
    private static final int ATTEMPTS = 4;

    private final DynamoDbClient dynamoDb;
    private final String table;

    public RoadTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    private static Map<String, AttributeValue> key(String zone, int hour, WeatherKind weather) {
        return ZoneTable.key(zone, String.format(Locale.ROOT, "ROAD#%02d#%s", hour, weather));
    }

    private Map<String, AttributeValue> get(String zone, int hour, WeatherKind weather) {
        return dynamoDb.getItem(request -> request.tableName(table).key(key(zone, hour, weather)))
                .item();
    }

    @Override
    public RoadFactor factor(String zone, int hour, WeatherKind weather) {
        Map<String, AttributeValue> item = get(zone, hour, weather);
        return item.isEmpty() ? RoadFactor.UNKNOWN : Json.read(Items.text(item, "document"), RoadFactor.class);
    }

    @Override
    public void learn(String zone, int hour, WeatherKind weather, UnaryOperator<RoadFactor> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<String, AttributeValue> item = get(zone, hour, weather);
            long version = item.isEmpty() ? 0 : Items.number(item, "version");
            RoadFactor before =
                    item.isEmpty() ? RoadFactor.UNKNOWN : Json.read(Items.text(item, "document"), RoadFactor.class);
            try {
                dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(zone, hour, weather))
                        .updateExpression("SET #document = :document, #version = :next")
                        .conditionExpression("attribute_not_exists(pk) OR #version = :version")
                        .expressionAttributeNames(Map.of("#document", "document", "#version", "version"))
                        .expressionAttributeValues(Map.of(
                                ":document", Items.of(Json.write(change.apply(before))),
                                ":next", Items.of(version + 1),
                                ":version", Items.of(version))));
                return;
            } catch (ConditionalCheckFailedException e) {
                // Another leg was learnt in between: once more from there.
            }
        }
    }
}
