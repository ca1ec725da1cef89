package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.InteractionLog;

/** Popularity: events per item. */
public final class Counts {
    private Counts() {}

    public static int[] of(InteractionLog log) {
        int[] counts = new int[log.items().size()];
        for (int[] session : log.sessions()) {
            for (int item : session) {
                counts[item]++;
            }
        }
        return counts;
    }
}
