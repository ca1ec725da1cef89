package dev.tandem.forecast.reconciliation;

import dev.tandem.forecast.model.DemandForecast;
import java.util.Arrays;

/**
 * Makes forecasts of all nodes of a hierarchy add up, by weighted least squares (minimum trace reconciliation with a diagonal covariance:
 * Wickramasuriya, Athanasopoulos, Hyndman 2019; structural scaling: Athanasopoulos, Hyndman, Kourentzes, Petropoulos 2017).
 *
 * <p>On a tree the solution needs no matrix. Upwards, each node weighs its own forecast against the sum of its children by their
 * variances; downwards, what the children lack to their parent's final value is shared out by their variances. That is exact, and linear
 * in the number of nodes. Where the shares would make a child negative it becomes zero and the others share the rest.
 */
public final class Reconciliation {
    /** Of the largest variance: keeps a node with a variance of zero from dividing by zero. */
    private static final double LEAST_VARIANCE = 1e-12;

    private Reconciliation() {}

    /**
     * @param forecasts one for each node
     * @param variances of their errors, at least 0; only ratios matter
     * @return one for each node, not negative, each inner node the sum of its children
     */
    public static double[] reconcile(Hierarchy hierarchy, double[] forecasts, double[] variances) {
        int[] parents = hierarchy.parents();
        int size = parents.length;
        if (forecasts.length != size || variances.length != size) {
            throw new IllegalArgumentException(
                    forecasts.length + " forecasts and " + variances.length + " variances for " + size + " nodes");
        }
        double least = LEAST_VARIANCE
                * Math.max(Double.MIN_NORMAL, Arrays.stream(variances).max().orElse(1));
        boolean[] inner = hierarchy.inner();
        double[] sums = new double[size];
        double[] sumVariances = new double[size];
        double[] values = new double[size];
        double[] spread = new double[size];
        for (int node = size - 1; node >= 0; node--) {
            double own = Math.max(least, variances[node]);
            if (inner[node]) {
                double total = own + sumVariances[node];
                values[node] = (forecasts[node] * sumVariances[node] + sums[node] * own) / total;
                spread[node] = own * sumVariances[node] / total;
            } else {
                values[node] = forecasts[node];
                spread[node] = own;
            }
            if (node > 0) {
                sums[parents[node]] += values[node];
                sumVariances[parents[node]] += spread[node];
            }
        }
        values[0] = Math.max(0, values[0]);
        int[][] children = children(parents);
        for (int node = 0; node < size; node++) {
            if (inner[node]) {
                share(values[node], children[node], values, spread);
            }
        }
        // Sums of the final leaves, so that not even rounding keeps them from adding up.
        for (int node = size - 1; node >= 0; node--) {
            values[node] = inner[node] ? 0 : values[node];
        }
        for (int node = size - 1; node > 0; node--) {
            values[parents[node]] += values[node];
        }
        return values;
    }

    /** Children take what is missing to their sum by their variances; those that would be negative drop out at zero. */
    private static void share(double total, int[] children, double[] values, double[] spread) {
        boolean[] out = new boolean[children.length];
        boolean again = true;
        double missing = 0;
        double variance = 1;
        while (again) {
            missing = total;
            variance = 0;
            for (int i = 0; i < children.length; i++) {
                missing -= out[i] ? 0 : values[children[i]];
                variance += out[i] ? 0 : spread[children[i]];
            }
            again = false;
            for (int i = 0; i < children.length; i++) {
                if (!out[i] && values[children[i]] + missing * spread[children[i]] / variance < 0) {
                    out[i] = true;
                    again = true;
                }
            }
        }
        for (int i = 0; i < children.length; i++) {
            int child = children[i];
            values[child] = out[i] ? 0 : Math.max(0, values[child] + missing * spread[child] / variance);
        }
    }

    private static int[][] children(int[] parents) {
        int[] counts = new int[parents.length];
        for (int node = 1; node < parents.length; node++) {
            counts[parents[node]]++;
        }
        int[][] children = new int[parents.length][];
        Arrays.setAll(children, node -> new int[counts[node]]);
        for (int node = parents.length - 1; node > 0; node--) {
            children[parents[node]][--counts[parents[node]]] = node;
        }
        return children;
    }

    /**
     * A forecast moved to reconciled means: its quantiles keep their ratios to the mean, and so stay at zero or above.
     *
     * @param mean reconciled, one for each step
     */
    public static DemandForecast moved(DemandForecast forecast, double[] mean) {
        double[][] quantiles = new double[DemandForecast.levelCount()][mean.length];
        for (int row = 0; row < quantiles.length; row++) {
            for (int step = 0; step < mean.length; step++) {
                double before = forecast.mean()[step];
                quantiles[row][step] = before > 0 ? forecast.quantiles()[row][step] * mean[step] / before : mean[step];
            }
        }
        return new DemandForecast(forecast.model(), mean, quantiles);
    }
}
