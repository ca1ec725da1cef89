package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.InteractionLog;
import dev.tandem.recommendation.model.TopItems;
import java.util.Arrays;

/** The items with the most events, whatever the session. */
public final class Popular implements NextItemModel {
    private final int[] ranked;

    public Popular(InteractionLog log) {
        int[] counts = Counts.of(log);
        TopItems top = new TopItems(counts);
        top.start(Math.min(1000, counts.length));
        for (int item = 0; item < counts.length; item++) {
            top.offer(item, counts[item]);
        }
        ranked = new int[top.finish()];
        Arrays.setAll(ranked, top::item);
    }

    @Override
    public int recommend(int[] session, int length, boolean excludeCurrent, int[] into) {
        int found = 0;
        for (int i = 0; i < ranked.length && found < into.length; i++) {
            if (!excludeCurrent || ranked[i] != session[length - 1]) {
                into[found++] = ranked[i];
            }
        }
        return found;
    }

    @Override
    public NextItemModel another() {
        return this;
    }
}
