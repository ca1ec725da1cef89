package dev.tandem.forecast.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What shoppers of one location may buy instead, made from the other series of the category there. */
public final class Competitors {
    public static final String PRICE = "competitor-price";
    public static final String PROMOTION = "competitor-promotion";

    private Competitors() {}

    /**
     * Adds to each series the price of the others, a geometric mean weighted by units sold, and how strongly they are promoted, weighted
     * alike. Weights come from the demand that is given, so give no more than is known. A price or promotion that is observed only makes
     * the column observed, too.
     *
     * @param location all series of a category at one location, on the same periods
     */
    public static List<SignalSeries> added(List<SignalSeries> location) {
        double[] sold = new double[location.size()];
        int periods = 0;
        for (int i = 0; i < sold.length; i++) {
            sold[i] = Arrays.stream(location.get(i).demand())
                    .filter(value -> !Double.isNaN(value))
                    .sum();
            for (Signal signal : location.get(i).signals()) {
                periods = Math.max(periods, signal.values().length);
            }
        }
        List<SignalSeries> added = new ArrayList<>();
        for (int i = 0; i < sold.length; i++) {
            SignalSeries series = location.get(i);
            List<Signal> signals = new ArrayList<>(series.signals());
            signals.add(column(location, sold, i, periods, Signal.Kind.PRICE));
            signals.add(column(location, sold, i, periods, Signal.Kind.PROMOTION));
            added.add(new SignalSeries(series.demand(), series.firstPeriod(), series.seasonLength(), signals));
        }
        return added;
    }

    private static Signal column(
            List<SignalSeries> location, double[] sold, int without, int periods, Signal.Kind kind) {
        double[] sums = new double[periods];
        double[] weights = new double[periods];
        boolean observed = false;
        for (int other = 0; other < sold.length; other++) {
            if (other == without) {
                continue;
            }
            double[] strength = new double[periods];
            Arrays.fill(strength, Double.NaN);
            for (Signal signal : location.get(other).signals()) {
                if (signal.kind() == kind) {
                    observed |= signal.knowledge() == Signal.Knowledge.OBSERVED;
                    for (int t = 0; t < signal.values().length; t++) {
                        double value = signal.isPrice() ? Math.log(signal.values()[t]) : signal.values()[t];
                        // Of several promotions the sum counts: a deal that is in the leaflet, too, is a stronger one.
                        strength[t] = Double.isNaN(strength[t]) ? value : strength[t] + value;
                    }
                }
            }
            for (int t = 0; t < periods; t++) {
                if (!Double.isNaN(strength[t])) {
                    sums[t] += sold[other] * strength[t];
                    weights[t] += sold[other];
                }
            }
        }
        double[] values = new double[periods];
        for (int t = 0; t < periods; t++) {
            double mean = weights[t] > 0 ? sums[t] / weights[t] : Double.NaN;
            values[t] = kind == Signal.Kind.PRICE ? Math.exp(mean) : mean;
        }
        return new Signal(
                kind == Signal.Kind.PRICE ? PRICE : PROMOTION,
                kind == Signal.Kind.PRICE ? Signal.Kind.COMPETITOR_PRICE : Signal.Kind.COMPETITOR_PROMOTION,
                observed ? Signal.Knowledge.OBSERVED : Signal.Knowledge.KNOWN_AHEAD,
                values);
    }
}
