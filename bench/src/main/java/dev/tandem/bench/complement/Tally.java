package dev.tandem.bench.complement;

import dev.tandem.recommendation.model.Lists;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** Adds up how well lists of 20 found what was hidden. A source counts once, whatever the number of its hidden links. */
public final class Tally {
    public static final int LIST = 20;

    private int sources;
    private int hitsInTen;
    private int hits;
    private double reciprocal;
    private double recall;
    private double gain;
    private double above;
    private int compared;

    /** @param wanted whether a hidden partner counts in this slice */
    public void add(Lists hidden, int source, IntPredicate wanted, int[] list, int found) {
        int relevant = 0;
        for (int at = hidden.starts()[source]; at < hidden.starts()[source + 1]; at++) {
            relevant += wanted.test(hidden.values()[at]) ? 1 : 0;
        }
        if (relevant == 0) {
            return;
        }
        int inTen = 0;
        int all = 0;
        double dcg = 0;
        double first = 0;
        double ideal = 0;
        for (int rank = 0; rank < LIST; rank++) {
            if (rank < found && wanted.test(list[rank]) && isHidden(hidden, source, list[rank])) {
                all++;
                inTen += rank < 10 ? 1 : 0;
                first = first == 0 ? 1.0 / (rank + 1) : first;
                dcg += Math.log(2) / Math.log(rank + 2);
            }
            ideal += rank < relevant ? Math.log(2) / Math.log(rank + 2) : 0;
        }
        sources++;
        hits += all > 0 ? 1 : 0;
        hitsInTen += inTen > 0 ? 1 : 0;
        reciprocal += first;
        recall += (double) all / relevant;
        gain += dcg / ideal;
    }

    public void compare(double link, double none) {
        compared++;
        above += link > none ? 1 : link == none ? 0.5 : 0;
    }

    public int sources() {
        return sources;
    }

    /** @param suffix what the slice is called */
    public Map<String, Double> metrics(String suffix) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (sources > 0) {
            metrics.put("hr@10" + suffix, (double) hitsInTen / sources);
            metrics.put("hr@20" + suffix, (double) hits / sources);
            metrics.put("mrr@20" + suffix, reciprocal / sources);
            metrics.put("recall@20" + suffix, recall / sources);
            metrics.put("ndcg@20" + suffix, gain / sources);
        }
        if (compared > 0) {
            metrics.put("auc" + suffix, above / compared);
        }
        return metrics;
    }

    public static boolean isHidden(Lists hidden, int source, int target) {
        for (int at = hidden.starts()[source]; at < hidden.starts()[source + 1]; at++) {
            if (hidden.values()[at] == target) {
                return true;
            }
        }
        return false;
    }
}
