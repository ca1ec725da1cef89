package dev.tandem.forecast.refresh;

import dev.tandem.forecast.reconciliation.Hierarchy;
import dev.tandem.forecast.reconciliation.Reconciliation;
import java.util.List;
import java.util.SortedMap;

/** Makes the forecasts of a SKU's locations add up to that of the SKU as a whole, in each step of weeks and days. */
final class SkuSums {
    private SkuSums() {}

    /** @param locations more than one, each with a forecast, as the whole has */
    static void reconcile(SeriesKey whole, List<SeriesKey> locations, SortedMap<SeriesKey, SeriesForecast> forecasts) {
        SeriesForecast[] all = new SeriesForecast[locations.size() + 1];
        all[0] = forecasts.get(whole);
        for (int i = 0; i < locations.size(); i++) {
            all[i + 1] = forecasts.get(locations.get(i));
        }
        for (SeriesForecast one : all) {
            if (one == null) {
                return;
            }
        }
        Hierarchy hierarchy = new Hierarchy(parents(all.length));
        double[][] weeks = new double[all.length][all[0].weeks().steps()];
        for (int step = 0; step < weeks[0].length; step++) {
            double[] means = new double[all.length];
            for (int node = 0; node < all.length; node++) {
                means[node] = all[node].weeks().mean()[step];
            }
            double[] sums = Reconciliation.reconcile(hierarchy, means, hierarchy.structuralVariances());
            for (int node = 0; node < all.length; node++) {
                weeks[node][step] = means[node] > 0 ? sums[node] / means[node] : 1;
            }
        }
        for (int node = 0; node < all.length; node++) {
            SeriesKey key = node == 0 ? whole : locations.get(node - 1);
            forecasts.put(key, all[node].times(weeks[node]));
        }
    }

    private static int[] parents(int size) {
        int[] parents = new int[size];
        parents[0] = -1;
        return parents;
    }
}
