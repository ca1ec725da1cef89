package dev.tandem.forecast.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What changes of signals in the horizon do to log demand, one after the other: price, promotions, the others. */
final class WhatIf {
    /** Shoppers hardly react stronger: deep grocery promotions are found between 2 and 5 (Bijmolt, van Heerde, Pieters 2005: mean 2.6). */
    static final double MOST_ELASTIC = 8;

    private final SignalSeries series;
    private final int horizon;
    private final SignalPool pool;
    private final double[] coefficients;

    WhatIf(SignalSeries series, int horizon, SignalPool pool, double[] coefficients) {
        this.series = series;
        this.horizon = horizon;
        this.pool = pool;
        this.coefficients = coefficients;
    }

    Map<String, double[]> effects(Map<String, double[]> changes) {
        List<Signal> order = new ArrayList<>();
        changes.forEach((name, values) -> {
            if (values.length != horizon) {
                throw new IllegalArgumentException(
                        "Signal " + name + " has " + values.length + " values for " + horizon + " steps");
            }
            order.add(series.signal(name)
                    .orElseThrow(() -> new IllegalArgumentException("The series has no signal " + name)));
        });
        order.sort(Comparator.comparing(Signal::kind).thenComparing(Signal::name));
        Map<String, double[]> effects = new LinkedHashMap<>();
        Map<String, double[]> applied = new LinkedHashMap<>();
        double[] before = logs(applied);
        for (Signal signal : order) {
            applied.put(signal.name(), Objects.requireNonNull(changes.get(signal.name())));
            double[] after = logs(applied);
            double[] from = Outlook.of(signal, series.length(), horizon, series.seasonLength());
            double[] effect = new double[horizon];
            for (int step = 0; step < horizon; step++) {
                double value = Objects.requireNonNull(changes.get(signal.name()))[step];
                double change = (signal.isPrice() ? Math.log(value) : value) - from[series.length() + step];
                effect[step] = plausible(signal.kind(), change, after[step] - before[step]);
            }
            effects.put(signal.name(), effect);
            before = after;
        }
        return effects;
    }

    /** A dearer product does not sell more, a promotion does not sell less. */
    private static double plausible(Signal.Kind kind, double change, double effect) {
        double bound = MOST_ELASTIC * Math.abs(change);
        return switch (kind) {
            case PRICE -> change > 0 ? Math.clamp(effect, -bound, 0) : Math.clamp(effect, 0, bound);
            case COMPETITOR_PRICE -> change > 0 ? Math.clamp(effect, 0, bound) : Math.clamp(effect, -bound, 0);
            case PROMOTION -> change > 0 ? Math.max(0, effect) : Math.min(0, effect);
            default -> effect;
        };
    }

    private double[] logs(Map<String, double[]> changes) {
        // A supposed value is taken as known: it works at once, not after the delay with which it would be heard of.
        List<SignalLayout.Feature> features = pool.features().stream()
                .map(feature -> changes.containsKey(feature.signal())
                                && feature.delay() >= pool.layout().lead()
                        ? new SignalLayout.Feature(
                                feature.signal(),
                                feature.column(),
                                feature.form(),
                                0,
                                feature.other(),
                                feature.candidate(),
                                feature.expected())
                        : feature)
                .toList();
        Features rows = Features.of(pool.layout(), features, changed(series, changes, horizon), horizon);
        double[] logs = new double[horizon];
        Arrays.setAll(
                logs, step -> SeriesEffects.effect(coefficients, bounded(rows.row(series.length() + step), pool)));
        return logs;
    }

    static double[] bounded(double[] row, SignalPool pool) {
        double[] bounded = new double[row.length];
        for (int feature = 0; feature < row.length; feature++) {
            bounded[feature] = Math.clamp(row[feature], pool.low()[feature], pool.high()[feature]);
        }
        return bounded;
    }

    static SignalSeries changed(SignalSeries series, Map<String, double[]> changes, int horizon) {
        List<Signal> signals = series.signals().stream()
                .map(signal -> {
                    double[] change = changes.get(signal.name());
                    if (change == null) {
                        return signal;
                    }
                    double[] values = new double[series.length() + horizon];
                    Arrays.fill(values, Double.NaN);
                    System.arraycopy(signal.values(), 0, values, 0, Math.min(series.length(), signal.values().length));
                    System.arraycopy(change, 0, values, series.length(), horizon);
                    return new Signal(signal.name(), signal.kind(), Signal.Knowledge.KNOWN_AHEAD, values);
                })
                .toList();
        return new SignalSeries(series.demand(), series.firstPeriod(), series.seasonLength(), signals);
    }
}
