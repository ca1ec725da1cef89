package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.TopItems;
import java.util.Map;

/** Turns scores into a list under the protocol's rules. */
final class Ranking {
    private final TopItems top;

    Ranking(int[] counts) {
        top = new TopItems(counts);
    }

    int rank(Map<Integer, Double> scores, int excluded, int[] into) {
        top.start(into.length);
        scores.forEach((item, score) -> {
            if (item != excluded) {
                top.offer(item, score);
            }
        });
        int found = top.finish();
        for (int rank = 0; rank < found; rank++) {
            into[rank] = top.item(rank);
        }
        return found;
    }
}
