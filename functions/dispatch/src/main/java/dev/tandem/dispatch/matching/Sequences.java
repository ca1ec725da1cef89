package dev.tandem.dispatch.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Orders of hand-over. */
public final class Sequences {
    /** 5,040 sequences are tried in about a millisecond. */
    private static final int ENUMERATED = 7;

    private Sequences() {}

    /** The cheapest sequence when there are few; else the given one, improved by turning parts of it around (2-opt). */
    public static <T> List<T> best(List<T> start, ToDoubleFunction<List<T>> cost) {
        return start.size() <= ENUMERATED ? enumerate(start, cost) : turn(start, cost);
    }

    private static <T> List<T> enumerate(List<T> start, ToDoubleFunction<List<T>> cost) {
        List<T> current = new ArrayList<>(start);
        List<T> best = List.copyOf(start);
        double lowest = cost.applyAsDouble(best);
        int[] counts = new int[current.size()];
        int i = 0;
        // Heap's algorithm: each step swaps two (Heap, 1963).
        while (i < counts.length) {
            if (counts[i] < i) {
                java.util.Collections.swap(current, i % 2 == 0 ? 0 : counts[i], i);
                double now = cost.applyAsDouble(current);
                if (now < lowest) {
                    lowest = now;
                    best = List.copyOf(current);
                }
                counts[i]++;
                i = 0;
            } else {
                counts[i] = 0;
                i++;
            }
        }
        return best;
    }

    private static <T> List<T> turn(List<T> start, ToDoubleFunction<List<T>> cost) {
        List<T> best = new ArrayList<>(start);
        double lowest = cost.applyAsDouble(best);
        boolean better = true;
        while (better) {
            better = false;
            for (int i = 0; i < best.size() - 1; i++) {
                for (int j = i + 2; j <= best.size(); j++) {
                    List<T> tried = new ArrayList<>(best);
                    java.util.Collections.reverse(tried.subList(i, j));
                    double now = cost.applyAsDouble(tried);
                    if (now < lowest - 1e-9) {
                        best = tried;
                        lowest = now;
                        better = true;
                    }
                }
            }
        }
        return best;
    }
}
