package dev.tandem.recommendation;

import dev.tandem.recommendation.catalogue.Assortment;
import dev.tandem.recommendation.catalogue.Criteria;
import dev.tandem.recommendation.catalogue.Listing;
import dev.tandem.recommendation.graph.GraphPath;
import dev.tandem.recommendation.graph.KnowledgeGraph;
import dev.tandem.recommendation.model.Blend;
import dev.tandem.recommendation.model.ItemFilter;
import dev.tandem.recommendation.model.Recommendation;
import dev.tandem.recommendation.model.SessionIndex;
import dev.tandem.recommendation.model.SessionQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what a session did to what to show next and why. Pure. */
final class Recommender {
    private static final long LONG_LOOK_MS = 20_000;
    /** An item in the cart says more of what is wanted than one that was looked at, an engaged look more than a passing one. */
    private static final double CART_INTEREST = 2;

    private static final double ENGAGED_INTEREST = 1.5;

    enum Placement {
        HOME,
        PRODUCT,
        CART
    }

    /**
     * What is asked: {@code sku} is the item that the shopper has before him, {@code blend} what was drawn for the answer.
     */
    record Question(Placement placement, @Nullable String sku, int limit, Criteria criteria, Blend blend) {}

    /** Why: a stable code, the words, and the item whose behaviour it was. */
    record Reason(String code, String text, @Nullable String sku) {}

    /** In the currency's smallest unit. */
    record Price(long minor, String currency) {}

    /**
     * {@code score} is 1 for the strongest item of the answer. Name, category and price are told where the catalogue knows them.
     *
     * @param returnSignals what returns have taught about it, such as {@code runs-small}; absent when there is nothing to tell
     */
    record Suggestion(
            String sku,
            @Nullable String name,
            @Nullable String category,
            @Nullable Price price,
            double score,
            Reason reason,
            @Nullable List<String> returnSignals) {
        static Suggestion of(String sku, Assortment assortment, double score, Reason reason) {
            List<String> told = assortment.returnSignals(sku);
            List<String> signals = told.isEmpty() ? null : told;
            Listing listing = assortment.listing(sku);
            if (listing == null) {
                return new Suggestion(sku, null, null, null, score, reason, signals);
            }
            Product product = listing.product();
            Price price = product.priceMinor() == null || product.currency() == null
                    ? null
                    : new Price(product.priceMinor(), product.currency());
            return new Suggestion(sku, product.name(), product.category(), price, score, reason, signals);
        }
    }

    private Recommender() {}

    /**
     * @param session what this session did
     * @param user what this person bought before
     * @param assortment what items are called and where they are in stock
     */
    static List<Suggestion> recommend(
            SessionIndex model,
            Optional<KnowledgeGraph> graph,
            SessionState session,
            SessionState user,
            Question question,
            Assortment assortment) {
        Set<String> cart = session.cart();
        List<String> items = items(session, cart, question);
        Set<String> leftOut = new HashSet<>(cart);
        leftOut.addAll(session.purchased());
        leftOut.addAll(user.purchased());
        if (question.sku() != null) {
            leftOut.add(question.sku());
        }
        ItemFilter allowed = assortment.filter(question.criteria(), leftOut);
        List<Recommendation> found = model.recommend(new SessionQuery(
                items,
                items.stream().map(item -> interest(session, cart, item)).toList(),
                question.limit(),
                true,
                question.blend(),
                allowed));
        Map<GraphPath, Double> shares = graph.map(
                        known -> GoesWith.shares(known, session, user, question, allowed::test))
                .orElse(Map.of());
        List<GoesWith.Voice> voices =
                GoesWith.blend(found, shares, question.blend().goesWith(), question);
        double top = voices.isEmpty() ? 0 : voices.getFirst().score();
        return voices.stream()
                .map(voice -> Suggestion.of(
                        voice.sku(),
                        assortment,
                        top > 0 ? Math.round(voice.score() / top * 10_000) / 10_000.0 : 0,
                        reason(model, graph, session, user, cart, question.sku(), voice, assortment)))
                .toList();
    }

    /** The session's items, the one before the shopper last. In the cart it is the cart that counts, if there is something in it. */
    private static List<String> items(SessionState session, Set<String> cart, Question question) {
        List<String> items = new ArrayList<>(session.items());
        if (question.placement() == Placement.CART && !cart.isEmpty()) {
            items.removeIf(item -> !cart.contains(item));
        }
        String current = question.sku();
        if (current != null && (items.isEmpty() || !items.getLast().equals(current))) {
            items.add(current);
        }
        return items;
    }

    private static double interest(SessionState session, Set<String> cart, String item) {
        if (cart.contains(item)) {
            return CART_INTEREST;
        }
        boolean engaged = session.lookedAt(item, "size-chart")
                || session.lookedAt(item, "reviews")
                || session.dwellMs(item) >= LONG_LOOK_MS;
        return engaged ? ENGAGED_INTEREST : 1;
    }

    private static Reason reason(
            SessionIndex model,
            Optional<KnowledgeGraph> graph,
            SessionState session,
            SessionState user,
            Set<String> cart,
            @Nullable String current,
            GoesWith.Voice voice,
            Assortment assortment) {
        if (voice.path() != null && graph.isPresent()) {
            return GoesWith.reason(graph.get(), voice.path(), cart, current);
        }
        return voice.next() == null
                ? new Reason("POPULAR", "Popular with other shoppers at the moment", null)
                : reason(model, session, user, cart, current, voice.next(), assortment);
    }

    private static Reason reason(
            SessionIndex model,
            SessionState session,
            SessionState user,
            Set<String> cart,
            @Nullable String current,
            Recommendation one,
            Assortment assortment) {
        if (one.parts().isEmpty() || one.reason().source() == Recommendation.Source.POPULAR) {
            if (model.isRising(one.item())) {
                return new Reason("RISING", "Asked for more than usual at the moment", null);
            }
            return new Reason("POPULAR", "Popular with other shoppers at the moment", null);
        }
        Recommendation.Part part = one.reason();
        String item = part.because();
        if (item == null) {
            return new Reason("SESSION", "Others in sessions like yours went on to this", null);
        }
        if (part.source() == Recommendation.Source.SEEN_BEFORE) {
            return new Reason("SEEN_BEFORE", "You looked at this before", item);
        }
        String name = assortment.name(item);
        if (cart.contains(item)) {
            return new Reason("IN_CART", "Goes with " + name + " in your cart", item);
        }
        if (session.lookedAt(item, "size-chart")) {
            return new Reason("SIZE_CHART", "You looked at the size chart of " + name, item);
        }
        if (session.lookedAt(item, "reviews")) {
            return new Reason("REVIEWS", "You read the reviews of " + name, item);
        }
        if (session.dwellMs(item) >= LONG_LOOK_MS) {
            return new Reason("LONG_LOOK", "You took a long look at " + name, item);
        }
        if (session.purchased().contains(item) || user.purchased().contains(item)) {
            return new Reason("BOUGHT", "Goes with " + name + ", which you bought", item);
        }
        return item.equals(current)
                ? new Reason("CURRENT_ITEM", "Others who looked at " + name + " went on to this", item)
                : new Reason("VIEWED", "You viewed " + name + "; others in such sessions went on to this", item);
    }
}
