package dev.tandem.recommendation.graph;

/** What a walk tells of the item that it started at and another one, as numbers for a {@link ComplementRanker}. */
final class PathFeatures {
    static final int COUNT = 37;

    private PathFeatures() {}

    /** The main kinds of paths to an item without weights learnt, as log odds: rare, and more likely with every path. */
    static double plainSum(PathWalker walker, int target) {
        GraphData data = walker.data();
        int source = walker.source();
        Links links = data.links();
        ItemFacts facts = data.facts();
        double root = Math.sqrt((links.strength(source) + 1.0) * (links.strength(target) + 1.0));
        return -3
                + 2 * (walker.reached(PathWalker.THREE, target) + walker.reached(PathWalker.RESOURCE, target)) / root
                + walker.reached(PathWalker.LIKE_TARGET, target) / (links.strength(source) + 1)
                + walker.reached(PathWalker.LIKE_SOURCE, target) / (links.strength(target) + 1)
                + (facts.sharedScene(source, target) >= 0 ? 1 : 0)
                + data.categories().share(facts.category[source], facts.category[target])
                + 0.1 * Math.log1p(links.strength(target));
    }

    /** What leads from the item of the walk to another one. */
    static void write(PathWalker walker, int target, float[] into) {
        GraphData data = walker.data();
        int source = walker.source();
        Links links = data.links();
        ItemFacts facts = data.facts();
        SpectralEmbedding embedding = data.embedding();
        float own = links.strength(source);
        float others = links.strength(target);
        double root = Math.sqrt((own + 1.0) * (others + 1.0));
        int at = 0;
        into[at++] = walker.reached(PathWalker.RESOURCE, target);
        into[at++] = walker.reached(PathWalker.ADAMIC, target);
        into[at++] = walker.reached(PathWalker.COMMON, target);
        into[at++] = walker.reached(PathWalker.THREE, target);
        into[at++] = walker.reached(PathWalker.WALK, target);
        into[at++] = (float) (walker.reached(PathWalker.RESOURCE, target) / root);
        into[at++] = (float) (walker.reached(PathWalker.THREE, target) / root);
        into[at++] = (float) (walker.reached(PathWalker.COMMON, target)
                / Math.sqrt((links.degree(source) + 1.0) * (links.degree(target) + 1.0)));
        into[at++] = own;
        into[at++] = others;
        into[at++] = walker.reached(PathWalker.LIKE_TARGET, target);
        into[at++] = walker.reached(PathWalker.LIKE_SOURCE, target);
        into[at++] = walker.reached(PathWalker.LIKE_BOTH, target);
        into[at++] = walker.reached(PathWalker.LIKE_TARGET, target) / (own + 1);
        into[at++] = walker.reached(PathWalker.SWAP_SOURCE, target);
        into[at++] = walker.reached(PathWalker.SWAP_TARGET, target);
        into[at++] = walker.reached(PathWalker.SWAP, target);
        double near = embedding.near(embedding.places, source, embedding.places, target, false);
        into[at++] = (float) near;
        into[at++] = (float) embedding.near(embedding.places, source, embedding.places, target, true);
        into[at++] = (float) embedding.cosine(source, target);
        into[at++] = (float) (near * embedding.lengths[source] * embedding.lengths[target]);
        into[at++] = (float) embedding.near(embedding.places, source, embedding.byWords, target, false);
        into[at++] = (float) embedding.near(embedding.byWords, source, embedding.places, target, false);
        into[at++] = (float) embedding.near(embedding.byWords, source, embedding.byWords, target, false);
        into[at++] = (float) facts.alike(source, target);
        int category = facts.category[target];
        into[at++] = (float) data.categories().lift(facts.category[source], category);
        into[at++] = (float) data.categories().share(facts.category[source], category);
        into[at++] = category < 0 ? 0 : others / data.categoryStrength()[category];
        into[at++] = facts.brand[source] < 0 || facts.brand[target] < 0
                ? Float.NaN
                : facts.brand[source] == facts.brand[target] ? 1 : 0;
        into[at++] = (float) data.brands().lift(facts.brand[source], facts.brand[target]);
        into[at++] = facts.logPrice[target] - facts.logPrice[source];
        into[at++] = facts.logPrice[target];
        into[at++] = facts.sharedScene(source, target) >= 0 ? 1 : 0;
        float direct = walker.reached(PathWalker.DIRECT, target);
        into[at++] = (float) (direct / root);
        into[at++] = direct / (own + 1);
        into[at++] = direct / (others + 1);
        into[at] = direct;
    }
}
