package dev.tandem.bench.complement;

import dev.tandem.recommendation.graph.GraphItem;
import dev.tandem.recommendation.graph.Links;
import dev.tandem.recommendation.model.ItemIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes pairs of items of the invoices of a shop (columns Invoice, StockCode, Description, Price as in Online Retail II): two items go together
 * when at least {@value #INVOICES} invoices have both and that is at least {@value #LIFT} times what chance would give. Cancelled
 * invoices and those of more than {@value #MOST} items count as nothing.
 */
public final class Retail {
    private static final int INVOICES = 8;
    private static final int LIFT = 4;
    private static final int MOST = 100;

    private Retail() {}

    public static ComplementData read(String file) throws IOException {
        Map<String, TreeSet<String>> invoices = new HashMap<>();
        Map<String, GraphItem> facts = new HashMap<>();
        try (Table table = new Table(file)) {
            int invoice = table.needed("invoice", "invoiceno");
            int item = table.needed("stockcode");
            int name = table.needed("description");
            int price = table.needed("price", "unitprice");
            for (List<String> row = table.next(); !row.isEmpty(); row = table.next()) {
                String id = row.get(item).strip();
                if (!row.get(invoice).startsWith("C") && id.matches("[0-9]{5}.*")) {
                    invoices.computeIfAbsent(row.get(invoice), none -> new TreeSet<>())
                            .add(id);
                    facts.putIfAbsent(
                            id,
                            new GraphItem(
                                    id,
                                    List.of(),
                                    null,
                                    row.get(name).strip(),
                                    List.of(),
                                    Double.parseDouble(row.get(price))));
                }
            }
        } catch (NumberFormatException e) {
            throw new IOException(file + " has a price that is no number", e);
        }
        return of(invoices, facts);
    }

    private static ComplementData of(Map<String, TreeSet<String>> invoices, Map<String, GraphItem> facts) {
        ItemIds ids = ItemIds.of(facts.keySet());
        List<GraphItem> items = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            numbers.put(ids.id(i), i);
            items.add(facts.getOrDefault(ids.id(i), GraphItem.of(ids.id(i))));
        }
        int[] counts = new int[ids.size()];
        long[] both = new long[1024];
        int size = 0;
        for (TreeSet<String> invoice : invoices.values()) {
            int[] basket = invoice.stream()
                    .mapToInt(id -> numbers.getOrDefault(id, -1))
                    .sorted()
                    .toArray();
            for (int item : basket) {
                counts[item]++;
            }
            for (int a = 0; basket.length <= MOST && a < basket.length; a++) {
                for (int b = a + 1; b < basket.length; b++) {
                    if (size == both.length) {
                        both = Arrays.copyOf(both, size * 2);
                    }
                    both[size++] = ((long) basket[a] << 32) | basket[b];
                }
            }
        }
        Arrays.sort(both, 0, size);
        List<ComplementData.Pair> pairs = new ArrayList<>();
        for (int at = 0; at < size; ) {
            int from = at;
            while (at < size && both[at] == both[from]) {
                at++;
            }
            int first = (int) (both[from] >>> 32);
            int second = (int) both[from];
            int count = at - from;
            if (count >= INVOICES
                    && (double) count * invoices.size() >= (double) LIFT * counts[first] * counts[second]) {
                pairs.add(new ComplementData.Pair(first, second, 1));
            }
        }
        return new ComplementData(ids, items, pairs, new Links.Builder(ids.size()).build());
    }
}
