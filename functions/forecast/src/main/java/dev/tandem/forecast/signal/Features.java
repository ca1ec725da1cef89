package dev.tandem.forecast.signal;

import java.util.Arrays;
import java.util.List;

/** The numbers that demand is regressed on: {@code row(t)[feature]} for the past and the horizon of one series. */
final class Features {
    /** Periods in which the highest price counts as the regular one. */
    private static final int REGULAR_PRICE = 8;

    private final double[][] rows;

    private Features(double[][] rows) {
        this.rows = rows;
    }

    double[] row(int t) {
        return rows[t];
    }

    int count() {
        return rows.length;
    }

    static Features of(SignalLayout layout, List<SignalLayout.Feature> features, SignalSeries series, int horizon) {
        int known = series.length();
        double[][] columns = new double[layout.columns().size()][];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = series.signal(layout.columns().get(column).name())
                    .map(signal -> Outlook.of(signal, known, horizon, series.seasonLength()))
                    .orElseGet(() -> new double[known + horizon]);
        }
        double[] discount = new double[known + horizon];
        int price = layout.price();
        if (price >= 0) {
            discount = discounts(columns[price]);
            centre(columns[price], known);
        }
        double[][] rows = new double[known + horizon][features.size()];
        for (int feature = 0; feature < features.size(); feature++) {
            fill(rows, feature, features.get(feature), columns, discount, series);
        }
        return new Features(rows);
    }

    private static void fill(
            double[][] rows,
            int at,
            SignalLayout.Feature feature,
            double[][] columns,
            double[] discount,
            SignalSeries series) {
        for (int t = 0; t < rows.length; t++) {
            int source = Math.clamp(t - feature.delay(), 0, rows.length - 1);
            double value = feature.column() < 0 ? 0 : columns[feature.column()][source];
            double angle = 2 * Math.PI * feature.other() * (series.firstPeriod() + t) / series.seasonLength();
            rows[t][at] = switch (feature.form()) {
                case VALUE -> value;
                case SQUARE -> value * value;
                case DISCOUNT -> discount[t];
                case DISCOUNT_SQUARE -> discount[t] * discount[t];
                case TIMES_DISCOUNT -> value * discount[t];
                case TIMES_OTHER -> value * columns[feature.other()][t];
                case SINE -> Math.sin(angle);
                case COSINE -> Math.cos(angle);
            };
        }
    }

    /** How far, as a logarithm, a price lies below the highest of the periods before. */
    private static double[] discounts(double[] logPrice) {
        double[] discounts = new double[logPrice.length];
        for (int t = 1; t < logPrice.length; t++) {
            double regular = logPrice[t];
            for (int before = Math.max(0, t - REGULAR_PRICE); before < t; before++) {
                regular = Math.max(regular, logPrice[before]);
            }
            discounts[t] = regular - logPrice[t];
        }
        return discounts;
    }

    /**
     * Relative to the usual price, so that the currency does not matter, and one below it: the square then has a slope of its own, and
     * shrinkage holds back the bend of the curve more than its slope.
     */
    private static void centre(double[] logPrice, int known) {
        double[] past = Arrays.copyOf(logPrice, Math.max(1, known));
        Arrays.sort(past);
        double median = past[past.length / 2];
        for (int t = 0; t < logPrice.length; t++) {
            logPrice[t] -= median + 1;
        }
    }
}
