package dev.tandem.recommendation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tandem.recommendation.model.Recommendation;
import dev.tandem.recommendation.model.SessionQuery;
import java.util.List;

/**
 * Next-item figures: each position of a session from its items before, over all items of the training data. A session's item that the
 * training data does not have counts as missed.
 *
 * @param hitRate share of predictions whose item was among the first 20
 * @param reciprocalRank mean of 1/rank of the item, 0 beyond rank 20
 * @param cases how many predictions
 */
record Figures(
        @JsonProperty("hr@20") double hitRate, @JsonProperty("mrr@20") double reciprocalRank, int cases) {
    static final int DEPTH = 20;

    static Figures of(NextItems model, List<BehaviourLog.Session> sessions, int mostCases) {
        int hits = 0;
        double reciprocal = 0;
        int cases = 0;
        for (BehaviourLog.Session session : sessions) {
            List<String> items = session.items();
            for (int i = 1; i < items.size() && cases < mostCases; i++) {
                List<Recommendation> answer =
                        model.recommend(SessionQuery.of(items.subList(0, i)).withLimit(DEPTH).withCurrentItem());
                cases++;
                for (int rank = 0; rank < answer.size(); rank++) {
                    if (answer.get(rank).item().equals(items.get(i))) {
                        hits++;
                        reciprocal += 1.0 / (rank + 1);
                        break;
                    }
                }
            }
        }
        return new Figures(share(hits, cases), share(reciprocal, cases), cases);
    }

    private static double share(double sum, int cases) {
        return cases == 0 ? 0 : Math.round(sum / cases * 10_000) / 10_000.0;
    }
}
