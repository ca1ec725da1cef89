package dev.tandem.bench.complement;

import dev.tandem.recommendation.graph.GraphItem;
import dev.tandem.recommendation.graph.Links;
import dev.tandem.recommendation.model.ItemIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Items and which of them go together.
 *
 * @param items in the order of their numbers
 * @param pairs each unordered pair once, the smaller number first
 * @param swaps what the file says was looked at instead
 */
public record ComplementData(ItemIds ids, List<GraphItem> items, List<Pair> pairs, Links swaps) {

    /** Two items that go together; {@code weight} more than 0. */
    public record Pair(int first, int second, double weight) {}

    private record Named(String first, String second) {
        static Named of(String a, String b) {
            return a.compareTo(b) < 0 ? new Named(a, b) : new Named(b, a);
        }
    }

    /**
     * @param itemFile facts of items; null for none
     * @throws IOException when a file cannot be read or lacks the columns
     */
    public static ComplementData read(String edgeFile, @Nullable String itemFile) throws IOException {
        Map<Named, Double> together = new LinkedHashMap<>();
        Map<Named, Double> instead = new LinkedHashMap<>();
        try (Table table = new Table(edgeFile)) {
            int from = table.column(
                    "source", "src", "from", "item1", "itema", "a", "asin", "item", "sku", "id1", "head", "u", "query");
            int to = table.column(
                    "target",
                    "dst",
                    "to",
                    "item2",
                    "itemb",
                    "b",
                    "relatedasin",
                    "related",
                    "othersku",
                    "id2",
                    "tail",
                    "v",
                    "other");
            if (from < 0 || to < 0 || from == to) {
                if (table.columns() < 2) {
                    throw new IOException(edgeFile + " has no two columns of items");
                }
                from = 0;
                to = 1;
            }
            int weight = table.column("weight", "count", "n", "support", "freq", "frequency", "cooccurrence");
            int type = table.column("type", "relation", "kind", "edgetype", "label");
            for (List<String> row = table.next(); !row.isEmpty(); row = table.next()) {
                String a = row.get(from).strip();
                String b = row.get(to).strip();
                double amount = weight < 0 ? 1 : number(row.get(weight));
                if (!a.isEmpty() && !b.isEmpty() && !a.equals(b) && !(amount <= 0)) {
                    boolean swap = type >= 0 && isSwap(row.get(type));
                    (swap ? instead : together).merge(Named.of(a, b), Double.isNaN(amount) ? 1 : amount, Math::max);
                }
            }
        }
        // A file with views alone is about those.
        if (together.isEmpty()) {
            together = instead;
            instead = Map.of();
        }
        if (together.isEmpty()) {
            throw new IOException(edgeFile + " holds no pairs of items");
        }
        Map<String, GraphItem> facts = itemFile == null ? Map.of() : items(itemFile);
        return of(together, instead, facts);
    }

    private static ComplementData of(
            Map<Named, Double> together, Map<Named, Double> instead, Map<String, GraphItem> facts) {
        Set<String> all = new HashSet<>(facts.keySet());
        together.keySet().forEach(pair -> all.addAll(List.of(pair.first, pair.second)));
        instead.keySet().forEach(pair -> all.addAll(List.of(pair.first, pair.second)));
        ItemIds ids = ItemIds.of(all);
        List<GraphItem> items = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            numbers.put(ids.id(i), i);
            items.add(facts.getOrDefault(ids.id(i), GraphItem.of(ids.id(i))));
        }
        List<Pair> pairs = new ArrayList<>();
        together.forEach((pair, weight) -> pairs.add(pair(numbers, pair, weight)));
        Links.Builder swaps = new Links.Builder(ids.size());
        instead.forEach((named, weight) -> {
            Pair pair = pair(numbers, named, weight);
            swaps.add(pair.first, pair.second, Math.log1p(weight) / Math.log(2));
        });
        return new ComplementData(ids, items, pairs, swaps.build());
    }

    private static Pair pair(Map<String, Integer> numbers, Named pair, double weight) {
        int a = numbers.getOrDefault(pair.first, -1);
        int b = numbers.getOrDefault(pair.second, -1);
        return new Pair(Math.min(a, b), Math.max(a, b), weight);
    }

    private static Map<String, GraphItem> items(String file) throws IOException {
        Map<String, GraphItem> items = new HashMap<>();
        try (Table table = new Table(file)) {
            int named = table.column(
                    "item", "itemid", "asin", "sku", "stockcode", "id", "productid", "parentasin", "node", "nodeid");
            int id = named < 0 ? 0 : named;
            int category = table.column(
                    "category", "categories", "maincategory", "cat", "group", "categoryid", "type", "class");
            int general = table.column("maincat", "maincategory", "department", "topcategory");
            int brand = table.column("brand", "store", "manufacturer", "brandid");
            int name = table.column("title", "name", "description", "productname", "text");
            int price = table.column("price", "unitprice", "listprice");
            int scene = table.column("scene", "scenes", "occasion");
            for (List<String> row = table.next(); !row.isEmpty(); row = table.next()) {
                if (row.get(id).isBlank()) {
                    continue;
                }
                List<String> categories = new ArrayList<>();
                if (general >= 0 && general != category) {
                    categories.addAll(parts(row.get(general)));
                }
                if (category >= 0) {
                    categories.addAll(parts(row.get(category)));
                }
                items.put(
                        row.get(id).strip(),
                        new GraphItem(
                                row.get(id).strip(),
                                categories,
                                brand < 0 || row.get(brand).isBlank()
                                        ? null
                                        : row.get(brand).strip(),
                                name < 0 || row.get(name).isBlank()
                                        ? null
                                        : row.get(name).strip(),
                                scene < 0 ? List.of() : parts(row.get(scene)),
                                price < 0 ? Double.NaN : number(row.get(price))));
            }
        }
        return items;
    }

    /** {@code Baby > Strollers}, {@code Baby|Strollers} or {@code ["Baby", "Strollers"]}, from general to special. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        String list = text.strip();
        String separators = list.startsWith("[") ? "[>|;,]" : "[>|;]";
        for (String part : list.replaceAll("[\\[\\]\"]", "").split(separators)) {
            String name = part.strip().replaceAll("^'|'$", "");
            if (!name.isEmpty() && !parts.contains(name)) {
                parts.add(name);
            }
        }
        return parts;
    }

    private static boolean isSwap(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return name.contains("view")
                || name.contains("substitut")
                || name.contains("similar")
                || name.contains("instead");
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip().replaceAll("[$€£,]", ""));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
