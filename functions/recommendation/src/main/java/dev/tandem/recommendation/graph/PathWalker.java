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
    static final int RESOURCE = 0;

    static final int ADAMIC = 1;
    static final int COMMON = 2;
    static final int THREE = 3;
    static final int WALK = 4;
    static final int LIKE_TARGET = 5;
    static final int LIKE_SOURCE = 6;
    static final int LIKE_BOTH = 7;
    static final int SWAP_SOURCE = 8;
    static final int SWAP_TARGET = 9;
    static final int SWAP = 10;
    static final int DIRECT = 11;
    private static final int KINDS = 12;

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

    /** The item that the walk started at. */
    int source() {
        return source;
    }

    GraphData data() {
        return data;
    }

    /** How much of a kind of path led to an item. */
    float reached(int kind, int item) {
        return reached[kind][item];
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
}
