package dev.tandem.recommendation.model;

import dev.tandem.recommendation.model.Recommendation.Source;
import java.util.Arrays;

/** The items that got a share from some model, each with its shares by {@link Source}, in slots that are used again. */
final class Candidates {
    private static final int SOURCES = Source.values().length;

    private final int[] slots;
    private final double[][] shares = new double[SOURCES][512];
    private int[] items = new int[512];
    private int size;

    Candidates(int knownItems) {
        slots = new int[knownItems];
    }

    void clear() {
        for (int slot = 0; slot < size; slot++) {
            slots[items[slot]] = 0;
        }
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
        shares[source.ordinal()][slot] += share;
    }

    /** Multiplies all shares of a source. */
    void scale(Source source, double factor) {
        double[] scaled = shares[source.ordinal()];
        for (int slot = 0; slot < size; slot++) {
            scaled[slot] *= factor;
        }
    }

    /** The share of an item that is a candidate. */
    double share(int item, Source source) {
        return shares[source.ordinal()][slots[item] - 1];
    }

    double score(int slot) {
        double score = 0;
        for (double[] share : shares) {
            score += share[slot];
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
            for (int source = 0; source < SOURCES; source++) {
                shares[source] = Arrays.copyOf(shares[source], slot * 2);
            }
        }
        slots[item] = slot + 1;
        items[slot] = item;
        for (double[] share : shares) {
            share[slot] = 0;
        }
        return slot;
    }
}
