package dev.tandem.recommendation.model;

import dev.tandem.recommendation.model.Recommendation.Source;
import java.util.Arrays;

/** The items that got a share from some model, each with its shares by {@link Source}, in slots that are used again. */
final class Candidates {
    private static final int SOURCES = Source.values().length;

    private final int[] slots;
    /** All shares of an item lie side by side: one cache line an item. */
    private double[] shares = new double[512 * SOURCES];

    private int[] items = new int[512];
    private int size;

    Candidates(int knownItems) {
        slots = new int[knownItems];
    }

    void clear() {
        for (int slot = 0; slot < size; slot++) {
            slots[items[slot]] = 0;
        }
        Arrays.fill(shares, 0, size * SOURCES, 0);
        size = 0;
    }

    int size() {
        return size;
    }

    int item(int slot) {
        return items[slot];
    }

    boolean has(int item) {
        return slots[item] != 0;
    }

    void add(int item, Source source, double share) {
        int slot = slot(item);
        shares[slot * SOURCES + source.ordinal()] += share;
    }

    /** Multiplies the shares of a source by a factor per item, and then all alike, so that they sum to {@code sum}. */
    void normalize(Source source, float[] factors, double sum) {
        double all = 0;
        for (int slot = 0; slot < size; slot++) {
            int at = slot * SOURCES + source.ordinal();
            shares[at] *= factors[items[slot]];
            all += shares[at];
        }
        double scale = all > 0 ? sum / all : 0;
        for (int at = source.ordinal(); at < size * SOURCES; at += SOURCES) {
            shares[at] *= scale;
        }
    }

    /** The share of an item that is a candidate. */
    double share(int item, Source source) {
        return shares[(slots[item] - 1) * SOURCES + source.ordinal()];
    }

    double score(int slot) {
        double score = 0;
        for (int i = slot * SOURCES; i < (slot + 1) * SOURCES; i++) {
            score += shares[i];
        }
        return score;
    }

    private int slot(int item) {
        int slot = slots[item] - 1;
        if (slot >= 0) {
            return slot;
        }
        slot = size++;
        if (slot == items.length) {
            items = Arrays.copyOf(items, slot * 2);
            shares = Arrays.copyOf(shares, slot * 2 * SOURCES);
        }
        slots[item] = slot + 1;
        items[slot] = item;
        return slot;
    }
}
