package dev.tandem.forecast.model;

import java.util.Arrays;

/** Histories made fit for methods that know no gaps. */
final class Histories {
    private Histories() {}

    /**
     * Gaps filled: by the value a season before or after where there is one, else on the line between the known neighbours; unknown ends
     * are cut at the front and carried on at the back. An empty or wholly unknown history becomes one zero.
     */
    static double[] filled(double[] history, int seasonLength) {
        int first = 0;
        while (first < history.length && Double.isNaN(history[first])) {
            first++;
        }
        if (first == history.length) {
            return new double[1];
        }
        double[] filled = Arrays.copyOfRange(history, first, history.length);
        int known = 0;
        for (int t = 1; t < filled.length; t++) {
            if (Double.isNaN(filled[t])) {
                continue;
            }
            for (int gap = known + 1; gap < t; gap++) {
                double line = filled[known] + (filled[t] - filled[known]) * (gap - known) / (t - known);
                filled[gap] = seasonal(filled, gap, seasonLength, line);
            }
            known = t;
        }
        for (int t = known + 1; t < filled.length; t++) {
            filled[t] = seasonal(filled, t, seasonLength, filled[known]);
        }
        return filled;
    }

    private static double seasonal(double[] values, int at, int seasonLength, double otherwise) {
        if (seasonLength > 1 && at >= seasonLength) {
            return values[at - seasonLength];
        }
        boolean later =
                seasonLength > 1 && at + seasonLength < values.length && !Double.isNaN(values[at + seasonLength]);
        return later ? values[at + seasonLength] : otherwise;
    }
}
