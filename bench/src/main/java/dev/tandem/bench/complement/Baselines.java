package dev.tandem.bench.complement;

import dev.tandem.recommendation.graph.GraphItem;
import dev.tandem.recommendation.graph.Links;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What link prediction is usually measured against, each without bounds on its work. */
public final class Baselines {
    /** Scores of all items for a source, into an array of zeros. */
    public interface Scores {
        void of(int source, double[] into);
    }

    private static final double DAMPING = 0.5;
    private static final int STEPS = 4;

    private Baselines() {}

    public static Map<String, Scores> of(Links links, List<GraphItem> items) {
        Map<String, Scores> all = new LinkedHashMap<>();
        all.put("popularity", (source, into) -> {
            for (int i = 0; i < into.length; i++) {
                into[i] = links.strength(i);
            }
        });
        all.put("category-popularity", categoryPopularity(links, items));
        all.put("common-neighbours", (source, into) -> twoSteps(links, source, into, u -> 1));
        all.put("adamic-adar", (source, into) -> twoSteps(links, source, into, u -> 1 / Math.log(1 + links.degree(u))));
        all.put("resource-allocation", (source, into) -> twoSteps(links, source, into, u -> 1.0 / links.degree(u)));
        all.put("jaccard", (source, into) -> {
            twoSteps(links, source, into, u -> 1);
            for (int i = 0; i < into.length; i++) {
                into[i] = into[i] == 0 ? 0 : into[i] / (links.degree(source) + links.degree(i) - into[i]);
            }
        });
        all.put("item-knn", (source, into) -> {
            twoSteps(links, source, into, u -> 1);
            for (int i = 0; i < into.length; i++) {
                into[i] = into[i] == 0 ? 0 : into[i] / Math.sqrt((double) links.degree(source) * links.degree(i));
            }
        });
        all.put("l3", (source, into) -> threeSteps(links, source, into));
        all.put("pagerank", (source, into) -> pageRank(links, source, into));
        return all;
    }

    private interface OfItem {
        double of(int item);
    }

    private static void twoSteps(Links links, int source, double[] into, OfItem share) {
        for (int a = links.start(source); a < links.end(source); a++) {
            int u = links.neighbour(a);
            double amount = share.of(u);
            for (int b = links.start(u); b < links.end(u); b++) {
                into[links.neighbour(b)] += amount;
            }
        }
    }

    private static void threeSteps(Links links, int source, double[] into) {
        double[] middle = new double[into.length];
        for (int a = links.start(source); a < links.end(source); a++) {
            int u = links.neighbour(a);
            double share = 1 / Math.sqrt(links.degree(u));
            for (int b = links.start(u); b < links.end(u); b++) {
                middle[links.neighbour(b)] += share;
            }
        }
        for (int v = 0; v < middle.length; v++) {
            double amount = v == source ? 0 : middle[v] / Math.sqrt(links.degree(v));
            for (int c = links.start(v); amount > 0 && c < links.end(v); c++) {
                into[links.neighbour(c)] += amount;
            }
        }
    }

    /** Personalised PageRank, a few steps of it (Liben-Nowell, Kleinberg, 2007). */
    private static void pageRank(Links links, int source, double[] into) {
        double[] at = new double[into.length];
        at[source] = 1;
        double share = 1;
        for (int step = 0; step < STEPS; step++) {
            double[] next = new double[into.length];
            for (int v = 0; v < at.length; v++) {
                double amount = at[v] == 0 ? 0 : at[v] / links.degree(v);
                for (int c = links.start(v); amount > 0 && c < links.end(v); c++) {
                    next[links.neighbour(c)] += amount;
                }
            }
            share *= DAMPING;
            for (int v = 0; v < at.length; v++) {
                into[v] += share * next[v];
            }
            at = next;
        }
    }

    /** What is popular in the categories that the source's category is linked with, by the share of its links. */
    private static Scores categoryPopularity(Links links, List<GraphItem> items) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] category = new int[items.size()];
        for (int i = 0; i < category.length; i++) {
            List<String> names = items.get(i).categories();
            int next = numbers.size();
            category[i] = numbers.computeIfAbsent(names.isEmpty() ? "" : names.getLast(), name -> next);
        }
        Map<Long, Integer> between = new HashMap<>();
        double[] totals = new double[numbers.size()];
        for (int i = 0; i < category.length; i++) {
            totals[category[i]] += links.degree(i) + 1;
            for (int at = links.start(i); at < links.end(i); at++) {
                between.merge(((long) category[i] << 32) | category[links.neighbour(at)], 1, Integer::sum);
            }
        }
        return (source, into) -> {
            double[] shares = new double[totals.length];
            Arrays.setAll(
                    shares,
                    c -> between.getOrDefault(((long) category[source] << 32) | c, 0)
                            / totals[category[source]]
                            / totals[c]);
            for (int i = 0; i < into.length; i++) {
                into[i] = shares[category[i]] * links.degree(i);
            }
        };
    }
}
