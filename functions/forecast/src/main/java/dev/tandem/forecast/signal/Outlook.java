package dev.tandem.forecast.signal;

import java.util.Arrays;

/** A signal without gaps over the past and the horizon, from nothing that was not known at the end of the demand. */
final class Outlook {
    private Outlook() {}

    /**
     * @param known periods of demand: how far an observed signal may be read
     * @return {@code known + horizon} values; prices as logarithms
     */
    static double[] of(Signal signal, int known, int horizon, int seasonLength) {
        double[] values = new double[known + horizon];
        int readable = signal.knowledge() == Signal.Knowledge.KNOWN_AHEAD ? values.length : known;
        Arrays.fill(values, Double.NaN);
        for (int t = 0; t < Math.min(readable, signal.values().length); t++) {
            values[t] = signal.isPrice() ? Math.log(signal.values()[t]) : signal.values()[t];
        }
        int last = fillGaps(values, known);
        for (int t = known; t < values.length; t++) {
            if (!Double.isNaN(values[t])) {
                last = t;
            } else {
                values[t] = expected(signal.kind(), values, known, last, t, seasonLength);
            }
        }
        return values;
    }

    /** Gaps of the past carry the value before on; those at the front take the first value known. */
    private static int fillGaps(double[] values, int known) {
        int first = 0;
        while (first < values.length && Double.isNaN(values[first])) {
            first++;
        }
        Arrays.fill(values, 0, first, first == values.length ? 0 : values[first]);
        int last = Math.min(first, values.length - 1);
        for (int t = first + 1; t < known; t++) {
            if (Double.isNaN(values[t])) {
                values[t] = values[last];
            } else {
                last = t;
            }
        }
        return last;
    }

    private static double expected(Signal.Kind kind, double[] values, int known, int last, int t, int seasonLength) {
        return switch (kind) {
            case PRICE, COMPETITOR_PRICE -> values[last];
            case PROMOTION, COMPETITOR_PROMOTION, HOLIDAY -> mean(values, 0, known);
            case WEATHER -> {
                double anomaly = seasonLength > 1 && known >= seasonLength + 1
                        ? damped(values[last] - climate(values, known, last, seasonLength), values, known, t - last)
                        : Double.NaN;
                yield Double.isNaN(anomaly)
                        ? mean(values, 0, known)
                                + damped(values[last] - mean(values, 0, known), values, known, t - last)
                        : climate(values, known, t, seasonLength) + anomaly;
            }
            case SENTIMENT, OTHER ->
                mean(values, 0, known) + damped(values[last] - mean(values, 0, known), values, known, t - last);
        };
    }

    /** The mean of the same time of former years, one period around. */
    private static double climate(double[] values, int known, int t, int seasonLength) {
        double sum = 0;
        int count = 0;
        for (int year = t - seasonLength; year >= 0; year -= seasonLength) {
            for (int near = Math.max(0, year - 1); near <= year + 1 && near < known; near++) {
                sum += values[near];
                count++;
            }
        }
        return count == 0 ? mean(values, 0, known) : sum / count;
    }

    /** What is left of a deviation after some periods, when it decays as the signal's own past did (autoregression of order one). */
    private static double damped(double deviation, double[] values, int known, int periods) {
        double mean = mean(values, 0, known);
        double joint = 0;
        double square = 0;
        for (int t = 1; t < known; t++) {
            joint += (values[t] - mean) * (values[t - 1] - mean);
            square += (values[t - 1] - mean) * (values[t - 1] - mean);
        }
        double correlation = square == 0 ? 0 : Math.clamp(joint / square, 0, 1);
        return deviation * Math.pow(correlation, periods);
    }

    static double mean(double[] values, int from, int until) {
        double sum = 0;
        for (int t = from; t < until; t++) {
            sum += values[t];
        }
        return until == from ? 0 : sum / (until - from);
    }
}
