package dev.tandem.forecast.signal;

import java.util.Arrays;

/**
 * Coefficients of log demand by ridge regression (Hoerl, Kennard 1970) in a hierarchy (Lindley, Smith 1972): the category towards zero,
 * a group towards its category, a series towards its group.
 */
final class Effects {
    /** What a prior counts as much as, in periods of one series. Chosen on validation parts; the optimum is flat. */
    private static final double CATEGORY_PRIOR = 100;

    private static final double SERIES_PRIOR = 300;

    private Effects() {}

    /** Variance of each feature within blocks; it makes shrinkage independent of units. A feature that never changes has a small one. */
    static double[] variance(BlockSums sums) {
        double[] variance = new double[sums.moment.length];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = Math.max(1e-9, sums.gram[PackedMatrix.at(i, i)] / Math.max(1, sums.rows));
        }
        return variance;
    }

    /** @param shop effects that hold where the category says little; zeros for none */
    static double[] ofCategory(BlockSums sums, double[] variance, double[] shop, boolean[] chosen) {
        return PackedMatrix.ridge(sums.gram, sums.moment, shop, scaled(variance, CATEGORY_PRIOR), chosen);
    }

    /** @param shrinkage what the category counts, as a multiple of the group's own rows, since shocks are shared by its series */
    static double[] ofGroup(BlockSums sums, double[] category, double[] variance, double shrinkage, boolean[] chosen) {
        double prior = Math.max(CATEGORY_PRIOR, shrinkage * sums.rows);
        return PackedMatrix.ridge(sums.gram, sums.moment, category, scaled(variance, prior), chosen);
    }

    static double[] ofGroup(BlockSums sums, double[] category, double[] variance, double shrinkage) {
        return ofGroup(sums, category, variance, shrinkage, all(category.length));
    }

    static double[] ofSeries(BlockSums sums, double[] group, double[] variance) {
        return PackedMatrix.ridge(sums.gram, sums.moment, group, scaled(variance, SERIES_PRIOR), all(group.length));
    }

    private static boolean[] all(int features) {
        boolean[] all = new boolean[features];
        Arrays.fill(all, true);
        return all;
    }

    private static double[] scaled(double[] variance, double rows) {
        double[] weights = new double[variance.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = variance[i] * rows;
        }
        return weights;
    }
}
