package dev.tandem.recommendation.graph;

/**
 * Why an item complements another one that it was not bought with: the shortest way that can be said in words, of those the widest.
 *
 * @param via the number of the item or scene that it leads through, or -1
 */
record Explanation(GraphPath.Kind kind, int via) {
    /** Below this cosine of their words two items do not resemble each other. */
    private static final double RESEMBLING = 0.35;

    private static final int NEIGHBOURS = 60;

    static Explanation of(Links links, ItemFacts facts, int item, int other) {
        int through = common(links, item, other);
        if (through >= 0) {
            return new Explanation(GraphPath.Kind.THROUGH_ITEM, through);
        }
        int like = resembling(links, facts, item, other);
        if (like >= 0) {
            return new Explanation(GraphPath.Kind.LIKE_BOUGHT, like);
        }
        int liked = resembling(links, facts, other, item);
        if (liked >= 0) {
            return new Explanation(GraphPath.Kind.BOUGHT_WITH_LIKE, liked);
        }
        int scene = facts.sharedScene(item, other);
        if (scene >= 0) {
            return new Explanation(GraphPath.Kind.SCENE, scene);
        }
        if (facts.brand[item] >= 0 && facts.brand[item] == facts.brand[other]) {
            return new Explanation(GraphPath.Kind.BRAND, -1);
        }
        boolean categories = facts.category[item] >= 0 && facts.category[other] >= 0;
        return new Explanation(categories ? GraphPath.Kind.CATEGORY : GraphPath.Kind.RELATED, -1);
    }

    /** The item that most leads through from one to the other, or -1. */
    private static int common(Links links, int item, int other) {
        int best = -1;
        double most = 0;
        for (int at = links.start(item); at < links.end(item, NEIGHBOURS); at++) {
            int u = links.neighbour(at);
            double amount = links.weight(at) * links.weightBetween(u, other) / (1 + links.strength(u));
            if (amount > most) {
                most = amount;
                best = u;
            }
        }
        return best;
    }

    /** The item bought with {@code item} that {@code other} resembles most, or -1. */
    private static int resembling(Links links, ItemFacts facts, int item, int other) {
        int best = -1;
        double most = RESEMBLING;
        for (int at = links.start(item); at < links.end(item, NEIGHBOURS); at++) {
            double alike = facts.alike(links.neighbour(at), other);
            if (links.neighbour(at) != other && alike > most) {
                most = alike;
                best = links.neighbour(at);
            }
        }
        return best;
    }
}
