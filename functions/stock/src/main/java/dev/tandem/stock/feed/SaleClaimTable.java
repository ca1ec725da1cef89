package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.Parallel;
import dev.tandem.commons.dynamodb.Items;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Which window of which file brought which line of a sale: the first to claim a line is the only one to book it, for ever, so the
 * outcome of a window does not depend on how often it is run. Layout in the feed table: pk = {@code SALE#<saleId>}, sk =
 * {@code SALE}, {@code owners} = map from {@code <file>/<window>} to the set of its lines, version.
 */
final class SaleClaimTable {
    private static final int PER_CALL = 100;

    private final DynamoDbClient dynamoDb;
    private final String table;

    SaleClaimTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * Claims lines of sales for an owner.
     *
     * @param lines sale lines by sale
     * @return the lines that others own, by sale: their owners by line
     */
    Map<String, Map<String, String>> claim(
            String owner, Map<String, Set<String>> lines, Instant now, Parallel parallel) {
        List<List<String>> parts = parts(lines.keySet());
        List<Map<String, Map<String, AttributeValue>>> known = parallel.all(parts.stream()
                .map(part -> (Callable<Map<String, Map<String, AttributeValue>>>) () -> read(part))
                .toList());
        Map<String, Map<String, AttributeValue>> items = new HashMap<>();
        known.forEach(items::putAll);

        List<String> fresh =
                lines.keySet().stream().filter(sale -> !items.containsKey(sale)).toList();
        List<Callable<List<String>>> claims = parts(fresh).stream()
                .map(part -> (Callable<List<String>>) () -> claimFresh(owner, part, lines, now))
                .toList();
        List<String> contested = new ArrayList<>(items.keySet());
        parallel.all(claims).forEach(contested::addAll);

        Map<String, Map<String, String>> taken = new HashMap<>();
        for (String sale : contested) {
            Map<String, String> others = settle(owner, sale, lines.getOrDefault(sale, Set.of()), items.get(sale), now);
            if (!others.isEmpty()) {
                taken.put(sale, others);
            }
        }
        return taken;
    }

    /** Claims sales that nobody has; gives back all of them when one was taken in between. */
    private List<String> claimFresh(String owner, List<String> sales, Map<String, Set<String>> lines, Instant now) {
        List<TransactWriteItem> puts = sales.stream()
                .map(sale -> TransactWriteItem.builder()
                        .put(Put.builder()
                                .tableName(table)
                                .item(item(sale, Map.of(owner, lines.getOrDefault(sale, Set.of())), 1, now))
                                .conditionExpression("attribute_not_exists(pk)")
                                .build())
                        .build())
                .toList();
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(puts));
            return List.of();
        } catch (TransactionCanceledException e) {
            return sales;
        }
    }

    /** Claims what is left of one sale, and tells who has the rest. */
    private Map<String, String> settle(
            String owner, String sale, Set<String> lines, @Nullable Map<String, AttributeValue> known, Instant now) {
        Map<String, AttributeValue> item = known;
        while (true) {
            if (item == null) {
                item = read(List.of(sale)).getOrDefault(sale, Map.of());
            }
            Map<String, Set<String>> owners = owners(item);
            Map<String, String> others = new HashMap<>();
            owners.forEach((other, theirs) -> {
                if (!other.equals(owner)) {
                    theirs.stream().filter(lines::contains).forEach(line -> others.put(line, other));
                }
            });
            Set<String> mine = new HashSet<>(lines);
            mine.removeAll(others.keySet());
            mine.addAll(owners.getOrDefault(owner, Set.of()));
            if (mine.equals(owners.getOrDefault(owner, Set.of()))) {
                return others;
            }
            owners.put(owner, mine);
            long version = item.isEmpty() ? 0 : Items.number(item, "version");
            if (write(sale, owners, version, now)) {
                return others;
            }
            item = null;
        }
    }

    private boolean write(String sale, Map<String, Set<String>> owners, long version, Instant now) {
        try {
            dynamoDb.putItem(request -> {
                request.tableName(table).item(item(sale, owners, version + 1, now));
                if (version == 0) {
                    request.conditionExpression("attribute_not_exists(pk)");
                } else {
                    request.conditionExpression("#version = :version")
                            .expressionAttributeNames(Map.of("#version", "version"))
                            .expressionAttributeValues(Map.of(":version", Items.of(version)));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private Map<String, Map<String, AttributeValue>> read(List<String> sales) {
        Map<String, Map<String, AttributeValue>> found = new HashMap<>();
        Map<String, KeysAndAttributes> open = Map.of(
                table,
                KeysAndAttributes.builder()
                        .consistentRead(true)
                        .keys(sales.stream().map(SaleClaimTable::key).toList())
                        .build());
        while (!open.isEmpty()) {
            Map<String, KeysAndAttributes> asked = open;
            var answer = dynamoDb.batchGetItem(request -> request.requestItems(asked));
            answer.responses()
                    .getOrDefault(table, List.of())
                    .forEach(item -> found.put(Items.text(item, "pk").substring("SALE#".length()), item));
            open = answer.unprocessedKeys();
        }
        return found;
    }

    private static Map<String, Set<String>> owners(Map<String, AttributeValue> item) {
        Map<String, Set<String>> owners = new LinkedHashMap<>();
        if (!item.isEmpty()) {
            Items.required(item, "owners").m().forEach((owner, lines) -> owners.put(owner, new HashSet<>(lines.ss())));
        }
        return owners;
    }

    private static Map<String, AttributeValue> item(
            String sale, Map<String, Set<String>> owners, long version, Instant now) {
        Map<String, AttributeValue> map = new HashMap<>();
        owners.forEach((owner, lines) ->
                map.put(owner, AttributeValue.builder().ss(lines).build()));
        Map<String, AttributeValue> item = new HashMap<>(key(sale));
        item.put("owners", AttributeValue.fromM(map));
        item.put("version", Items.of(version));
        item.put("deleteAt", Items.of(now.plus(FeedFileTable.KEPT).getEpochSecond()));
        return item;
    }

    private static Map<String, AttributeValue> key(String sale) {
        return Map.of("pk", Items.of("SALE#" + sale), "sk", Items.of("SALE"));
    }

    private static List<List<String>> parts(Collection<String> all) {
        List<String> list = List.copyOf(all);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < list.size(); from += PER_CALL) {
            parts.add(list.subList(from, Math.min(list.size(), from + PER_CALL)));
        }
        return parts;
    }
}
