package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.TopItems;
import java.util.function.IntPredicate;

/** Says which items go together although nobody has bought them together yet. */
public final class LinkPredictor {
    private final ComplementRanker ranker;
    private final GraphData data;

    private LinkPredictor(ComplementRanker ranker, GraphData data) {
        this.ranker = ranker;
        this.data = data;
    }

    /**
     * Learns how much the kinds of paths tell by holding links of the graph back.
     *
     * @param links what goes together
     * @param swaps what was looked at instead of one another
     */
    static LinkPredictor learn(ItemFacts facts, Links links, Links swaps) {
        return new LinkPredictor(ComplementRanker.train(links, swaps, facts), GraphData.of(links, swaps, facts));
    }

    GraphData data() {
        return data;
    }

    public Worker worker() {
        return new Worker();
    }

    /** For one thread at a time. */
    public final class Worker {
        private final PathWalker walker = new PathWalker(data);
        private final TopItems top = new TopItems(data.degrees());
        private final float[] row = new float[PathFeatures.COUNT];
        private int walked = -1;

        /** The best items for a source, best first; how many there are. */
        public int rank(int source, IntPredicate allowed, int[] into) {
            walk(source);
            top.start(into.length);
            for (int i = 0; i < walker.candidates(); i++) {
                int target = walker.candidate(i);
                if (allowed.test(target)) {
                    top.offer(target, ranker.score(walker, target, row));
                }
            }
            int found = top.finish();
            for (int i = 0; i < found; i++) {
                into[i] = top.item(i);
            }
            return found;
        }

        /** How likely a link is, on a scale of its own. */
        public double score(int source, int target) {
            walk(source);
            return ranker.score(walker, target, row);
        }

        private void walk(int source) {
            if (source != walked) {
                walker.walk(source);
                walked = source;
            }
        }
    }
}
