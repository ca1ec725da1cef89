package dev.tandem.recommendation;

import dev.tandem.recommendation.graph.Baskets;
import dev.tandem.recommendation.graph.GraphBuilder;
import dev.tandem.recommendation.graph.GraphItem;
import dev.tandem.recommendation.graph.GraphPath;
import dev.tandem.recommendation.graph.KnowledgeGraph;
import dev.tandem.recommendation.graph.Links;
import dev.tandem.recommendation.model.ItemIds;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The knowledge graph: what goes with what. Learns from purchases, carts, what one person bought at different times, looks and the catalogue.
 * Judged by leaving one item of a basket out and looking for it among the complements of the rest; an item that the training data do
 * not have counts as missed.
 */
final class GraphPart implements ModelPart<KnowledgeGraph> {
    private static final int DEPTH = 20;
    private static final int MOST_CASES = 3_000;
    private static final int CASES_OF_A_BASKET = 3;
    /** What was put into the cart and not bought says less than a purchase, what a person bought another time still less. */
    private static final double CART = 0.5;

    private static final double OTHER_TIME = 0.2;

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public Optional<KnowledgeGraph> train(TrainingData data) {
        Map<String, GraphItem> facts = new HashMap<>();
        data.products().forEach(product -> facts.put(product.sku(), facts(product)));
        Set<String> all = new HashSet<>(facts.keySet());
        for (TrainingData.Session session : data.sessions()) {
            all.addAll(basket(session));
            all.addAll(session.items());
        }
        ItemIds ids = ItemIds.of(all);
        Map<String, Integer> numbers = new HashMap<>();
        List<GraphItem> items = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            numbers.put(ids.id(i), i);
            items.add(facts.getOrDefault(ids.id(i), GraphItem.of(ids.id(i))));
        }
        Baskets baskets = baskets(data, numbers, categories(items));
        Links links = baskets.links();
        Links swaps = baskets.swaps();
        return links.pairs() == 0 && data.products().isEmpty()
                ? Optional.empty()
                : Optional.of(new GraphBuilder(ids, items, links, swaps).build());
    }

    private static GraphItem facts(Product product) {
        return new GraphItem(
                product.sku(),
                product.category() == null ? List.of() : List.of(product.category()),
                product.brand(),
                product.name(),
                product.scenes().stream().sorted().toList(),
                product.priceMinor() == null ? Double.NaN : product.priceMinor() / 100.0);
    }

    private static int[] categories(List<GraphItem> items) {
        Map<String, Integer> numbers = new HashMap<>();
        return items.stream()
                .mapToInt(item -> item.categories().isEmpty()
                        ? -1
                        : numbers.computeIfAbsent(item.categories().getLast(), none -> numbers.size()))
                .toArray();
    }

    private static Baskets baskets(TrainingData data, Map<String, Integer> numbers, int[] categories) {
        Baskets baskets = new Baskets(categories.length);
        Map<String, Set<String>> byPerson = new LinkedHashMap<>();
        for (TrainingData.Session session : data.sessions()) {
            Set<String> bought = new HashSet<>();
            String person = "";
            for (TrainingData.Event event : session.events()) {
                if (event.kind() == Kind.PURCHASE) {
                    bought.add(event.sku());
                }
                person = event.userId().isEmpty() ? person : event.userId();
            }
            Set<String> basket = basket(session);
            if (!basket.isEmpty()) {
                baskets.buy(indices(basket, numbers), bought.isEmpty() ? CART : 1);
            }
            List<String> looks = session.items();
            int[] looked = indices(looks, numbers);
            baskets.look(looked, categories, item -> bought.contains(looks.get(indexOf(looked, item))));
            if (!person.isEmpty() && !bought.isEmpty()) {
                byPerson.computeIfAbsent(person, none -> new LinkedHashSet<>()).addAll(bought);
            }
        }
        byPerson.values().forEach(bought -> baskets.buy(indices(bought, numbers), OTHER_TIME));
        return baskets;
    }

    private static int indexOf(int[] values, int value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        throw new IllegalArgumentException("Not one of the values: " + value);
    }

    private static int[] indices(Collection<String> items, Map<String, Integer> numbers) {
        return items.stream()
                .mapToInt(item -> numbers.getOrDefault(item, -1))
                .filter(number -> number >= 0)
                .toArray();
    }

    /** What a session bought or has in its cart at the end, in order. */
    private static Set<String> basket(TrainingData.Session session) {
        Set<String> basket = new LinkedHashSet<>();
        for (TrainingData.Event event : session.events()) {
            if (event.sku().isEmpty()) {
                continue;
            }
            switch (event.kind()) {
                case PURCHASE, ADD_TO_CART -> basket.add(event.sku());
                case REMOVE_FROM_CART -> basket.remove(event.sku());
                default -> {
                    // Says nothing about the basket.
                }
            }
        }
        return basket;
    }

    @Override
    public Figures judge(KnowledgeGraph model, TrainingData heldOut) {
        int cases = 0;
        int hits = 0;
        double reciprocal = 0;
        for (TrainingData.Session session : heldOut.sessions()) {
            List<String> basket = List.copyOf(basket(session));
            for (int i = 0;
                    basket.size() > 1 && i < Math.min(CASES_OF_A_BASKET, basket.size()) && cases < MOST_CASES;
                    i++) {
                int at = basket.size() - 1 - i * basket.size() / CASES_OF_A_BASKET;
                List<String> rest = new ArrayList<>(basket);
                String wanted = rest.remove(Math.max(0, at));
                List<GraphPath> found = model.complements(rest, DEPTH, item -> true);
                cases++;
                for (int rank = 0; rank < found.size(); rank++) {
                    if (found.get(rank).item().equals(wanted)) {
                        hits++;
                        reciprocal += 1.0 / (rank + 1);
                    }
                }
            }
        }
        return Figures.of(
                cases,
                Map.of(
                        "basket-hr@20",
                        cases == 0 ? 0 : (double) hits / cases,
                        "basket-mrr@20",
                        cases == 0 ? 0 : reciprocal / cases));
    }

    @Override
    public String leadingFigure() {
        return "basket-hr@20";
    }

    @Override
    public byte[] write(KnowledgeGraph model) {
        return model.toFile().toBytes();
    }

    @Override
    public KnowledgeGraph read(byte[] file) {
        try {
            return KnowledgeGraph.of(file);
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
