package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.TopItems;
import java.util.function.IntPredicate;

/** What a question to the {@link KnowledgeGraph} adds up, in arrays that are used again. For one thread at a time. */
final class PathSum {
    private final float[] scores;
    private final float[] best;
    private final int[] from;
    private final int[] at;
    private final int[] touched;
    private final TopItems top;
    private int count;

    PathSum(int[] popularity) {
        scores = new float[popularity.length];
        best = new float[popularity.length];
        from = new int[popularity.length];
        at = new int[popularity.length];
        touched = new int[popularity.length];
        top = new TopItems(popularity);
    }

    void start(int limit) {
        top.start(limit);
        count = 0;
    }

    void add(int item, int source, int position, double score) {
        if (best[item] == 0) {
            touched[count++] = item;
        }
        scores[item] += (float) score;
        if (score > best[item]) {
            best[item] = (float) score;
            from[item] = source;
            at[item] = position;
        }
    }

    void remove(int item) {
        if (item >= 0) {
            scores[item] = 0;
        }
    }

    int finish(IntPredicate allowed) {
        for (int i = 0; i < count; i++) {
            int item = touched[i];
            float score = scores[item];
            scores[item] = 0;
            best[item] = 0;
            if (score > 0 && top.takes(item, score) && allowed.test(item)) {
                top.offer(item, score);
            }
        }
        return top.finish();
    }

    /** The item of a rank of the answer. */
    int item(int rank) {
        return top.item(rank);
    }

    double score(int rank) {
        return top.score(rank);
    }

    /** Where the best way to an item comes from. */
    int source(int item) {
        return from[item];
    }

    /** Where the best way to an item stands in the lists. */
    int position(int item) {
        return at[item];
    }
}
