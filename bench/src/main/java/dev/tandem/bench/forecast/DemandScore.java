package dev.tandem.bench.forecast;

import dev.tandem.forecast.accuracy.IntervalAccuracy;
import dev.tandem.forecast.accuracy.PointAccuracy;
import dev.tandem.forecast.accuracy.PortfolioAccuracy;
import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors of a method over series and origins. WAPE and the VN1 score are over everything at once, WRMSSE is the mean over origins, where a
 * series weighs what it sold in the last four periods; RMSSE is the mean over series. Coverage counts a value that lies on a border (a zero, mostly) by the share of its
 * probability that is within, as the probability integral transform of counts does (Czado, Gneiting, Held 2009); {@code inside} counts it
 * whole.
 */
public final class DemandScore {
    private static final int WEIGHT_WINDOW = 4;
    private static final double[] WIDTHS = {0.8, 0.95};
    private final boolean sinceFirstSale;
    private final PortfolioAccuracy all = new PortfolioAccuracy();
    private final Map<Integer, PortfolioAccuracy> origins = new LinkedHashMap<>();
    private final List<Double> scaled = new ArrayList<>();
    private final double[] covered = new double[WIDTHS.length];
    private final double[] inside = new double[WIDTHS.length];
    private double pinball;
    private int pinballs;
    private int steps;
    private int cases;

    /** @param sinceFirstSale whether the scale of RMSSE leaves out what was before the first sale, as M5 does */
    public DemandScore(boolean sinceFirstSale) {
        this.sinceFirstSale = sinceFirstSale;
    }

    /** @param history known at the origin, from the first period of the file */
    public void add(int origin, double[] history, double[] actual, DemandForecast forecast) {
        cases++;
        double weight = Arrays.stream(history, Math.max(0, history.length - WEIGHT_WINDOW), history.length)
                .sum();
        all.add(history, actual, forecast.mean(), weight);
        origins.computeIfAbsent(origin, at -> new PortfolioAccuracy()).add(history, actual, forecast.mean(), weight);
        double rmsse = sinceFirstSale
                ? PointAccuracy.rmsse(history, actual, forecast.mean())
                : allPeriodsScaled(history, actual, forecast.mean());
        if (Double.isFinite(rmsse)) {
            scaled.add(rmsse);
        }
        double loss = IntervalAccuracy.scaledPinball(history, actual, forecast.quantiles(), DemandForecast.levels());
        if (Double.isFinite(loss)) {
            pinball += loss;
            pinballs++;
        }
        for (int step = 0; step < actual.length; step++) {
            steps++;
            for (int width = 0; width < WIDTHS.length; width++) {
                double low = (1 - WIDTHS[width]) / 2;
                covered[width] += share(forecast, step, actual[step], low, 1 - low);
                boolean within = actual[step] >= forecast.quantile(low, step)
                        && actual[step] <= forecast.quantile(1 - low, step);
                inside[width] += within ? 1 : 0;
            }
        }
    }

    public int cases() {
        return cases;
    }

    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("wape", all.wape());
        metrics.put("vn1", all.vn1());
        metrics.put(
                "wrmsse",
                origins.values().stream()
                        .mapToDouble(PortfolioAccuracy::wrmsse)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN));
        metrics.put(
                "rmsse",
                scaled.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
        metrics.put("bias", all.bias());
        metrics.put("pinball", pinball / pinballs);
        metrics.put("coverage80", covered[0] / steps);
        metrics.put("coverage95", covered[1] / steps);
        metrics.put("inside80", inside[0] / steps);
        metrics.put("inside95", inside[1] / steps);
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    /** RMSSE over the changes of the whole history, zeros before the first sale included. */
    private static double allPeriodsScaled(double[] history, double[] actual, double[] mean) {
        double changes = 0;
        for (int t = 1; t < history.length; t++) {
            changes += (history[t] - history[t - 1]) * (history[t] - history[t - 1]);
        }
        double errors = 0;
        for (int step = 0; step < actual.length; step++) {
            errors += (actual[step] - mean[step]) * (actual[step] - mean[step]);
        }
        return Math.sqrt(errors / actual.length / (changes / (history.length - 1)));
    }

    /** Which share of the probability of a value lies between two levels. */
    private static double share(DemandForecast forecast, int step, double actual, double low, double high) {
        double below = 0;
        double upTo = 0;
        double next = 1;
        for (int row = 0; row < DemandForecast.levelCount(); row++) {
            double quantile = forecast.quantiles()[row][step];
            if (quantile < actual) {
                below = DemandForecast.level(row);
            }
            if (quantile <= actual) {
                upTo = DemandForecast.level(row);
            } else {
                next = DemandForecast.level(row);
                break;
            }
        }
        if (upTo == below) {
            // Between two levels: no level is that value.
            return upTo >= low && next <= high ? 1 : 0;
        }
        // The value reaches beyond the last level at it, by half of what is to the next.
        double top = (upTo + next) / 2;
        double floor = below == 0 ? 0 : below;
        return Math.max(0, Math.min(high, top) - Math.max(low, floor)) / (top - floor);
    }
}
