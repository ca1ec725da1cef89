package dev.tandem.recommendation.catalogue;

import dev.tandem.commons.dynamodb.Items;
import dev.tandem.recommendation.Product;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * The catalogue. Layout: {@code pk} = {@code SKU#<sku>} a product ({@code updatedAt} in milliseconds of the epoch, {@code firstSeen} the
 * day of its first row); {@code pk} = {@code CHANGES} the counters {@code made} and {@code published}.
 */
public final class ProductTable implements Listings {
    private static final String SKU = "SKU#";
    private static final Map<String, AttributeValue> CHANGES = Map.of("pk", Items.of("CHANGES"));
    private static final int PER_CALL = 100;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public ProductTable(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Map<String, Listing> find(Collection<String> skus) {
        List<String> all = List.copyOf(skus);
        Map<String, Listing> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += PER_CALL) {
            Map<String, KeysAndAttributes> open = Map.of(
                    table,
                    KeysAndAttributes.builder()
                            .consistentRead(true)
                            .keys(all.subList(from, Math.min(all.size(), from + PER_CALL)).stream()
                                    .map(ProductTable::key)
                                    .toList())
                            .build());
            while (!open.isEmpty()) {
                Map<String, KeysAndAttributes> asked = open;
                var answer = dynamoDb.batchGetItem(request -> request.requestItems(asked));
                answer.responses().getOrDefault(table, List.of()).stream()
                        .map(ProductTable::read)
                        .forEach(listing -> found.put(listing.sku(), listing));
                open = answer.unprocessedKeys();
            }
        }
        return found;
    }

    @Override
    public Optional<Listing> put(Listing listing) {
        Product product = listing.product();
        // By name in one order, so that the expressions of all rows are few different texts.
        Map<String, Optional<AttributeValue>> values = new TreeMap<>();
        values.put("name", Optional.of(Items.of(product.name())));
        values.put("category", Optional.ofNullable(product.category()).map(Items::of));
        values.put("brand", Optional.ofNullable(product.brand()).map(Items::of));
        values.put(
                "scenes",
                Optional.of(product.scenes())
                        .filter(scenes -> !scenes.isEmpty())
                        .map(scenes -> AttributeValue.fromSs(List.copyOf(scenes))));
        values.put("priceMinor", Optional.ofNullable(product.priceMinor()).map(Items::of));
        values.put("currency", Optional.ofNullable(product.currency()).map(Items::of));
        values.put("variantGroup", Optional.ofNullable(listing.variantGroup()).map(Items::of));
        values.put("discontinued", Optional.of(AttributeValue.fromBool(listing.discontinued())));
        values.put("updatedAt", Optional.of(Items.of(listing.updatedAt().toEpochMilli())));
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> given = new HashMap<>();
        List<String> set = new ArrayList<>(List.of("firstSeen = if_not_exists(firstSeen, :today)"));
        List<String> remove = new ArrayList<>();
        given.put(
                ":today",
                Items.of(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString()));
        values.forEach((name, value) -> {
            names.put("#" + name, name);
            value.ifPresentOrElse(
                    present -> {
                        given.put(":" + name, present);
                        set.add("#" + name + " = :" + name);
                    },
                    () -> remove.add("#" + name));
        });
        String update =
                "SET " + String.join(", ", set) + (remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove));
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(listing.sku()))
                    .updateExpression(update)
                    .conditionExpression("attribute_not_exists(pk) OR #updatedAt < :updatedAt")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(given)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(read(e.item()));
        }
    }

    @Override
    public Stream<Listing> all() {
        ScanRequest request =
                ScanRequest.builder().tableName(table).consistentRead(true).build();
        return dynamoDb.scanPaginator(request).items().stream()
                .filter(item -> Items.text(item, "pk").startsWith(SKU))
                .map(ProductTable::read);
    }

    @Override
    public Changes changes() {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(CHANGES))
                .item();
        return new Changes(counter(item, "made"), counter(item, "published"));
    }

    @Override
    public void changed() {
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(CHANGES)
                .updateExpression("ADD made :one")
                .expressionAttributeValues(Map.of(":one", Items.of(1))));
    }

    @Override
    public void published(long changes) {
        // Not only upwards: when a slow export has put an older state over a newer one, this is how the next one comes
        // to know.
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(CHANGES)
                .updateExpression("SET published = :changes")
                .expressionAttributeValues(Map.of(":changes", Items.of(changes))));
    }

    private static long counter(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Items.number(item, name) : 0;
    }

    private static Map<String, AttributeValue> key(String sku) {
        return Map.of("pk", Items.of(SKU + sku));
    }

    private static Listing read(Map<String, AttributeValue> item) {
        return new Listing(
                new Product(
                        Items.text(item, "pk").substring(SKU.length()),
                        Items.text(item, "name"),
                        Items.optionalText(item, "category").orElse(null),
                        Items.optionalText(item, "brand").orElse(null),
                        Items.optional(item, "scenes")
                                .map(scenes -> scenes.ss().stream().collect(Collectors.toSet()))
                                .orElse(Set.of()),
                        Items.optional(item, "priceMinor")
                                .map(price -> Long.valueOf(price.n()))
                                .orElse(null),
                        Items.optionalText(item, "currency").orElse(null),
                        LocalDate.parse(Items.text(item, "firstSeen"))),
                Items.optionalText(item, "variantGroup").orElse(null),
                Boolean.TRUE.equals(Items.required(item, "discontinued").bool()),
                Instant.ofEpochMilli(Items.number(item, "updatedAt")));
    }
}
