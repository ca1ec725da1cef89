package dev.tandem.recommendation;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well a model did on data that it had not learnt from.
 *
 * @param cases how many predictions were judged
 * @param metrics by name, in the form of the bench ({@code mrr@20}, {@code auc}); finite, rounded to four places
 */
public record Figures(int cases, SortedMap<String, Double> metrics) {
    public Figures {
        SortedMap<String, Double> rounded = new TreeMap<>();
        metrics.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("The figure " + name + " is " + value);
            }
            rounded.put(name, Math.round(value * 10_000) / 10_000.0);
        });
        metrics = Collections.unmodifiableSortedMap(rounded);
    }

    public static Figures of(int cases, Map<String, Double> metrics) {
        return new Figures(cases, new TreeMap<>(metrics));
    }

    double metric(String name) {
        Double value = metrics.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no figure " + name + " among " + metrics.keySet());
        }
        return value;
    }
}
