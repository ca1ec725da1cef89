package dev.tandem.recommendation.trees;

import java.util.Arrays;

/**
 * Feature values as small whole numbers, column by column, for trees to count in. Bin 0 holds the missing values (not a number), the
 * others hold about equally many rows each, in the order of the values; equal values share a bin.
 */
final class Bins {
    /** A bin's number fits a byte. */
    static final int MOST = 255;

    final byte[][] columns;
    /** {@code [feature][b]} parts the values of the bins up to b from those above; one less than there are bins. */
    final float[][] borders;

    private Bins(byte[][] columns, float[][] borders) {
        this.columns = columns;
        this.borders = borders;
    }

    /**
     * @param rows feature values, a row each, all of the same width
     * @param most bins of a feature beside the one of missing values, 2 to {@link #MOST}
     */
    static Bins of(float[][] rows, int most) {
        return of(rows, most, Bins::borders);
    }

    /** Like {@link #of}, but a value that fills several bins leaves as many fewer for the others. */
    static Bins atQuantiles(float[][] rows, int most) {
        return of(rows, most, Bins::quantiles);
    }

    private interface Cut {
        float[] borders(float[] sorted, int count, int most);
    }

    private static Bins of(float[][] rows, int most, Cut cut) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        byte[][] columns = new byte[width][rows.length];
        float[][] borders = new float[width][];
        float[] values = new float[rows.length];
        for (int feature = 0; feature < width; feature++) {
            int count = 0;
            for (float[] row : rows) {
                if (!Float.isNaN(row[feature])) {
                    values[count++] = row[feature];
                }
            }
            Arrays.sort(values, 0, count);
            borders[feature] = cut.borders(values, count, most);
            for (int r = 0; r < rows.length; r++) {
                columns[feature][r] = (byte) bin(borders[feature], rows[r][feature]);
            }
        }
        return new Bins(columns, borders);
    }

    int features() {
        return columns.length;
    }

    /** How many bins a feature has, the one of the missing values included. */
    int count(int feature) {
        return borders[feature].length + 1;
    }

    private static float[] borders(float[] sorted, int count, int most) {
        float[] borders = new float[most];
        borders[0] = Float.NEGATIVE_INFINITY;
        int found = 1;
        int from = 0;
        int left = count;
        for (int i = 1; i < count && found < most; i++) {
            boolean full = (long) (i - from) * (most - found + 1) >= left;
            if (full && sorted[i] != sorted[i - 1]) {
                borders[found++] = middle(sorted[i - 1], sorted[i]);
                left -= i - from;
                from = i;
            }
        }
        return Arrays.copyOf(borders, found);
    }

    private static float[] quantiles(float[] sorted, int count, int most) {
        float[] borders = new float[most];
        borders[0] = Float.NEGATIVE_INFINITY;
        int found = 1;
        for (int b = 1; b < most && count > 0; b++) {
            float border = sorted[(int) ((long) b * (count - 1) / most)];
            if (border < sorted[count - 1] && border > borders[found - 1]) {
                borders[found++] = border;
            }
        }
        return Arrays.copyOf(borders, found);
    }

    /** Between the two, and never as great as the greater one, however near they are. */
    private static float middle(float less, float more) {
        float middle = less + (more - less) / 2;
        return middle < more ? middle : less;
    }

    private static int bin(float[] borders, float value) {
        if (Float.isNaN(value)) {
            return 0;
        }
        int at = Arrays.binarySearch(borders, value);
        return at >= 0 ? at : -at - 1;
    }
}
