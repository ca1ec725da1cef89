package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.TopItems;

/**
 * Walks the paths that start at an item and tells, for every item they lead to, how much of each kind of path led there: the evidence a
 * {@link ComplementRanker} weighs. The work of a walk is bounded by the fan-outs alone. For one thread at a time.
 *
 * <p>Two steps are the resource allocation index (Zhou, Lü, Zhang, EPJ B 2009) and Adamic-Adar, three steps the L3 index (Kovács et al., Nature
 * Communications 2019) and a random walk.
 */
final class PathWalker {
    private static final int FIRST = 200;
    private static final int SECOND = 200;
    private static final int THROUGH = 300;
    private static final int THIRD = 60;
    private static final int LIKE = 30;
    private static final int LIKE_NEIGHBOURS = 60;
    private static final int FEW = 15;

    /** Kinds of paths; each has one number per item reached. */
    private static final int RESOURCE = 0;

    private static final int ADAMIC = 1;
    private static final int COMMON = 2;
    private static final int THREE = 3;
    private static final int WALK = 4;
    private static final int LIKE_TARGET = 5;
    private static final int LIKE_SOURCE = 6;
    private static final int LIKE_BOTH = 7;
    private static final int SWAP_SOURCE = 8;
    private static final int SWAP_TARGET = 9;
    private static final int SWAP = 10;
    private static final int DIRECT = 11;
    private static final int KINDS = 12;

    static final int FEATURES = 37;

    private final GraphData data;
    private final float[][] reached;
    private final int[] touched;
    private final boolean[] isTouched;
    private final int[] candidates;
    private final boolean[] isCandidate;
    private final double[] middle;
    private final TopItems top;
    private int touchedCount;
    private int candidateCount;
    private int source;

    PathWalker(GraphData data) {
        int size = data.links().size();
        this.data = data;
        this.reached = new float[KINDS][size];
        this.touched = new int[size];
        this.isTouched = new boolean[size];
        this.candidates = new int[size];
        this.isCandidate = new boolean[size];
        this.middle = new double[size];
        this.top = new TopItems(data.degrees());
    }

    int candidates() {
        return candidateCount;
    }

    int candidate(int at) {
        return candidates[at];
    }

    boolean isCandidate(int item) {
        return isCandidate[item];
    }

    void walk(int from) {
        clear();
        source = from;
        walkLinks(from);
        walkLikenesses(from);
        walkSwaps(from);
        choose(THREE, 250);
        choose(RESOURCE, 150);
        choose(LIKE_TARGET, 80);
        choose(LIKE_SOURCE, 80);
        choose(LIKE_BOTH, 60);
        choose(SWAP_SOURCE, 60);
        choose(SWAP_TARGET, 60);
        choose(DIRECT, 200);
        chooseLikely(from);
        chooseNear(from);
    }

    private void clear() {
        for (int i = 0; i < touchedCount; i++) {
            int item = touched[i];
            isTouched[item] = false;
            for (float[] kind : reached) {
                kind[item] = 0;
            }
        }
        for (int i = 0; i < candidateCount; i++) {
            isCandidate[candidates[i]] = false;
        }
        touchedCount = 0;
        candidateCount = 0;
    }

    private void add(int kind, int item, double amount) {
        if (!isTouched[item]) {
            isTouched[item] = true;
            touched[touchedCount++] = item;
        }
        reached[kind][item] += (float) amount;
    }

    private void walkLinks(int from) {
        Links links = data.links();
        for (int a = links.start(from); a < links.end(from, FIRST); a++) {
            int u = links.neighbour(a);
            double weight = links.weight(a);
            double strength = links.strength(u);
            double adamic = weight / Math.log(1 + strength);
            double byRoot = weight / Math.sqrt(strength);
            add(DIRECT, u, weight);
            for (int b = links.start(u); b < links.end(u, SECOND); b++) {
                int v = links.neighbour(b);
                double next = links.weight(b);
                if (v != from) {
                    add(RESOURCE, v, weight * next / strength);
                    reached[ADAMIC][v] += (float) (adamic * next);
                    reached[COMMON][v]++;
                    middle[v] += byRoot * next;
                }
            }
        }
        int twoSteps = touchedCount;
        top.start(THROUGH);
        for (int i = 0; i < twoSteps; i++) {
            int v = touched[i];
            if (middle[v] > 0) {
                top.offer(v, middle[v] / Math.sqrt(links.strength(v)));
            }
        }
        int through = top.finish();
        for (int rank = 0; rank < through; rank++) {
            int v = top.item(rank);
            double three = top.score(rank);
            double walk = reached[RESOURCE][v] / links.strength(v);
            for (int c = links.start(v); c < links.end(v, THIRD); c++) {
                int target = links.neighbour(c);
                add(THREE, target, three * links.weight(c));
                reached[WALK][target] += (float) (walk * links.weight(c));
            }
        }
        for (int i = 0; i < twoSteps; i++) {
            middle[touched[i]] = 0;
        }
    }

    private void walkLikenesses(int from) {
        Links links = data.links();
        Links alike = data.alike();
        for (int a = links.start(from); a < links.end(from, LIKE_NEIGHBOURS); a++) {
            int u = links.neighbour(a);
            for (int b = alike.start(u); b < alike.end(u, LIKE); b++) {
                add(LIKE_TARGET, alike.neighbour(b), links.weight(a) * alike.weight(b));
            }
        }
        for (int a = alike.start(from); a < alike.end(from, LIKE); a++) {
            int k = alike.neighbour(a);
            double weight = alike.weight(a) / Math.sqrt(links.strength(k) + 1);
            for (int b = links.start(k); b < links.end(k, LIKE_NEIGHBOURS); b++) {
                int u = links.neighbour(b);
                add(LIKE_SOURCE, u, weight * links.weight(b));
                if (a < alike.end(from, FEW) && b < links.end(k, LIKE)) {
                    for (int c = alike.start(u); c < alike.end(u, FEW); c++) {
                        add(LIKE_BOTH, alike.neighbour(c), weight * links.weight(b) * alike.weight(c));
                    }
                }
            }
        }
    }

    private void walkSwaps(int from) {
        Links links = data.links();
        Links swaps = data.swaps();
        for (int a = swaps.start(from); a < swaps.end(from, LIKE); a++) {
            int k = swaps.neighbour(a);
            add(SWAP, k, swaps.weight(a));
            double weight = swaps.weight(a) / Math.sqrt(links.strength(k) + 1);
            for (int b = links.start(k); b < links.end(k, LIKE_NEIGHBOURS); b++) {
                add(SWAP_SOURCE, links.neighbour(b), weight * links.weight(b));
            }
        }
        for (int a = links.start(from); a < links.end(from, LIKE_NEIGHBOURS); a++) {
            int u = links.neighbour(a);
            for (int b = swaps.start(u); b < swaps.end(u, LIKE); b++) {
                add(SWAP_TARGET, swaps.neighbour(b), links.weight(a) * swaps.weight(b));
            }
        }
    }

    /** Takes the items that most paths of a kind lead to. */
    private void choose(int kind, int most) {
        top.start(most);
        for (int i = 0; i < touchedCount; i++) {
            if (reached[kind][touched[i]] > 0) {
                top.offer(touched[i], reached[kind][touched[i]]);
            }
        }
        take();
    }

    private void take() {
        int found = top.finish();
        for (int rank = 0; rank < found; rank++) {
            take(top.item(rank));
        }
    }

    private void take(int item) {
        if (!isCandidate[item] && item != source) {
            isCandidate[item] = true;
            candidates[candidateCount++] = item;
        }
    }

    /** Popular items of the categories that go with the source's, of its scenes, and of all. */
    private void chooseLikely(int from) {
        int category = data.facts().category[from];
        if (category >= 0) {
            for (int partner : data.partners()[category]) {
                for (int item : data.popularOf()[partner]) {
                    take(item);
                }
            }
        }
        ItemFacts facts = data.facts();
        for (int at = facts.scenes.starts()[from]; at < facts.scenes.starts()[from + 1]; at++) {
            for (int item : data.popularIn()[facts.scenes.values()[at]]) {
                take(item);
            }
        }
        for (int item : data.popular()) {
            take(item);
        }
    }

    /** The items that lie nearest, as long as looking at all of them is little work. */
    private void chooseNear(int from) {
        if (data.places().length == 0) {
            return;
        }
        SpectralEmbedding embedding = data.embedding();
        top.start(100);
        for (int item = 0; item < isCandidate.length; item++) {
            double near = embedding.near(data.places(), from, data.places(), item, false);
            if (near > 0 && item != from) {
                top.offer(item, near);
            }
        }
        take();
    }

    /** The main kinds of paths to an item without weights learnt, as log odds: rare, and more likely with every path. */
    double plainSum(int target) {
        Links links = data.links();
        ItemFacts facts = data.facts();
        double root = Math.sqrt((links.strength(source) + 1.0) * (links.strength(target) + 1.0));
        return -3
                + 2 * (reached[THREE][target] + reached[RESOURCE][target]) / root
                + reached[LIKE_TARGET][target] / (links.strength(source) + 1)
                + reached[LIKE_SOURCE][target] / (links.strength(target) + 1)
                + (facts.sharedScene(source, target) >= 0 ? 1 : 0)
                + data.categories().share(facts.category[source], facts.category[target])
                + 0.1 * Math.log1p(links.strength(target));
    }

    /** What leads from the item of the walk to another one. */
    void features(int target, float[] into, int offset) {
        Links links = data.links();
        ItemFacts facts = data.facts();
        SpectralEmbedding embedding = data.embedding();
        float own = links.strength(source);
        float others = links.strength(target);
        double root = Math.sqrt((own + 1.0) * (others + 1.0));
        int at = offset;
        into[at++] = reached[RESOURCE][target];
        into[at++] = reached[ADAMIC][target];
        into[at++] = reached[COMMON][target];
        into[at++] = reached[THREE][target];
        into[at++] = reached[WALK][target];
        into[at++] = (float) (reached[RESOURCE][target] / root);
        into[at++] = (float) (reached[THREE][target] / root);
        into[at++] = (float)
                (reached[COMMON][target] / Math.sqrt((links.degree(source) + 1.0) * (links.degree(target) + 1.0)));
        into[at++] = own;
        into[at++] = others;
        into[at++] = reached[LIKE_TARGET][target];
        into[at++] = reached[LIKE_SOURCE][target];
        into[at++] = reached[LIKE_BOTH][target];
        into[at++] = reached[LIKE_TARGET][target] / (own + 1);
        into[at++] = reached[SWAP_SOURCE][target];
        into[at++] = reached[SWAP_TARGET][target];
        into[at++] = reached[SWAP][target];
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
        float direct = reached[DIRECT][target];
        into[at++] = (float) (direct / root);
        into[at++] = direct / (own + 1);
        into[at++] = direct / (others + 1);
        into[at] = direct;
    }
}
