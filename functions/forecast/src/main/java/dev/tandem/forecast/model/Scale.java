package dev.tandem.forecast.model;

import java.util.Arrays;

/** The scale on which changes are alike: logarithms for values well above zero, else the values as they are. */
enum Scale {
    LOGARITHM,
    PLAIN;

    /** Below this share of the median a value is close to zero: its logarithm would be an outlier. */
    private static final double CLOSE_TO_ZERO = 0.01;

    private static final int ENOUGH = 4;

    static Scale of(double[] known) {
        double[] sorted = known.clone();
        Arrays.sort(sorted);
        return known.length >= ENOUGH && sorted[0] > CLOSE_TO_ZERO * Math.abs(sorted[sorted.length / 2]) ? LOGARITHM : PLAIN;
    }

    double[] forward(double[] known) {
        double[] values = known.clone();
        for (int t = 0; this == LOGARITHM && t < values.length; t++) {
            values[t] = Math.log(values[t]);
        }
        return values;
    }

    /** In place. */
    void back(double[] values) {
        for (int i = 0; this == LOGARITHM && i < values.length; i++) {
            values[i] = Math.exp(values[i]);
        }
    }
}
