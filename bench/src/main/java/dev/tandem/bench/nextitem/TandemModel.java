package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.Blend;
import dev.tandem.recommendation.model.Scorer;
import dev.tandem.recommendation.model.SessionIndex;

/** What the recommendation function answers with. */
public final class TandemModel implements NextItemModel {
    private final SessionIndex index;
    private final Scorer scorer;

    public TandemModel(SessionIndex index) {
        this.index = index;
        scorer = index.scorer();
    }

    public SessionIndex index() {
        return index;
    }

    @Override
    public int recommend(int[] session, int length, boolean excludeCurrent, int[] into) {
        int found = scorer.score(session, length, null, into.length, excludeCurrent, Blend.DEFAULT, any -> true);
        for (int rank = 0; rank < found; rank++) {
            into[rank] = scorer.item(rank);
        }
        return found;
    }

    @Override
    public NextItemModel another() {
        return new TandemModel(index);
    }
}
