package dev.tandem.recommendation.trees;

import java.util.stream.IntStream;

/**
 * What a classifier on counts learns from.
 *
 * @param rows feature values, a row for each example, all of one width; not-a-number is missing
 * @param labels whether there was a purchase
 */
public record Examples(float[][] rows, boolean[] labels) {
    public Examples {
        if (rows.length != labels.length) {
            throw new IllegalArgumentException(rows.length + " rows have " + labels.length + " labels");
        }
    }

    public int size() {
        return rows.length;
    }

    public int width() {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    public int positives() {
        return (int) IntStream.range(0, labels.length).filter(i -> labels[i]).count();
    }

    /** Whether both answers occur: with one alone there is nothing to learn and nothing to measure. */
    public boolean hasBothClasses() {
        int positives = positives();
        return positives > 0 && positives < size();
    }

    public Examples only(int[] which) {
        float[][] some = new float[which.length][];
        boolean[] theirs = new boolean[which.length];
        for (int i = 0; i < which.length; i++) {
            some[i] = rows[which[i]];
            theirs[i] = labels[which[i]];
        }
        return new Examples(some, theirs);
    }
}
