package dev.tandem.recommendation;

import dev.tandem.recommendation.graph.GraphPath;
import dev.tandem.recommendation.graph.KnowledgeGraph;
import dev.tandem.recommendation.model.Recommendation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the knowledge graph adds to an answer: complements of the cart, of the item at hand or of what the person bought, and the scenes that
 * this speaks for. Its shares sum to 1, as those of every other source do.
 */
final class GoesWith {
    private static final int MOST = 40;
    /** In the cart the graph leads, elsewhere it is one voice of several. */
    private static final double IN_CART = 4;

    private static final double SUBSTITUTES = 0.4;

    /** An item of the answer: what each side says of it, either may be silent. */
    record Voice(
            String sku,
            double score,
            @Nullable Recommendation next,
            @Nullable GraphPath path) {}

    private GoesWith() {}

    /** The best of both sides, best first; equal scores as they came. */
    static List<Voice> blend(
            List<Recommendation> next, Map<GraphPath, Double> shares, double weight, Recommender.Question question) {
        double factor = weight * (question.placement() == Recommender.Placement.CART ? IN_CART : 1);
        Map<String, Voice> voices = new LinkedHashMap<>();
        next.forEach(one -> voices.put(one.item(), new Voice(one.item(), one.score(), one, null)));
        shares.forEach((path, share) -> {
            double amount = factor * share;
            voices.merge(
                    path.item(),
                    new Voice(path.item(), amount, null, path),
                    (a, b) -> new Voice(a.sku, a.score + b.score, a.next, b.score > a.score ? path : null));
        });
        return voices.values().stream()
                .sorted(Comparator.comparingDouble(Voice::score).reversed())
                .limit(question.limit())
                .toList();
    }

    /** The ways of the graph that fit the place, with their shares. */
    static Map<GraphPath, Double> shares(
            KnowledgeGraph graph,
            SessionState session,
            SessionState user,
            Recommender.Question question,
            Predicate<String> allowed) {
        Map<GraphPath, Double> shares = new LinkedHashMap<>();
        Set<String> cart = session.cart();
        String current = question.sku();
        if (question.placement() == Recommender.Placement.PRODUCT && current != null) {
            add(shares, graph.complements(List.of(current), MOST, allowed), 1 - SUBSTITUTES);
            Set<String> there = new HashSet<>();
            shares.keySet().forEach(path -> there.add(path.item()));
            add(
                    shares,
                    graph.substitutes(current, MOST, item -> allowed.test(item) && !there.contains(item)),
                    SUBSTITUTES);
        } else if (!cart.isEmpty()) {
            add(shares, graph.complements(cart, MOST, allowed), 1);
        } else {
            List<String> bought = new ArrayList<>(user.purchased());
            bought.addAll(session.purchased());
            add(shares, graph.forUser(bought, MOST, allowed), 1);
        }
        return shares;
    }

    private static void add(Map<GraphPath, Double> shares, List<GraphPath> paths, double sum) {
        double all = paths.stream().mapToDouble(GraphPath::score).sum();
        paths.forEach(path -> shares.put(path, sum * path.score() / all));
    }

    /** Why, in words and with the item whose behaviour it was. */
    static Recommender.Reason reason(KnowledgeGraph graph, GraphPath path, Set<String> cart, @Nullable String current) {
        String from = path.from();
        if (from == null) {
            return new Recommender.Reason("SCENE", "For the scene " + path.via(), null);
        }
        String known = graph.name(from);
        String name = known == null ? from : known;
        if (path.kind() == GraphPath.Kind.INSTEAD) {
            return new Recommender.Reason("INSTEAD", "Others looked at this instead of " + name, from);
        }
        String where = cart.contains(from) ? " in your cart" : from.equals(current) ? "" : ", which you bought";
        return switch (path.kind()) {
            case BRAND -> new Recommender.Reason("SAME_BRAND", "Of the same brand as " + name + where, from);
            case SCENE ->
                new Recommender.Reason("SAME_SCENE", "For the scene " + path.via() + ", as " + name + where, from);
            default ->
                new Recommender.Reason(
                        cart.contains(from) ? "IN_CART" : from.equals(current) ? "GOES_WITH" : "BOUGHT",
                        "Goes with " + name + where,
                        from);
        };
    }
}
