package dev.tandem.recommendation.trees;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Boosted trees with logistic loss (Friedman 2001) on histograms, with shrinkage and a random share of rows for each tree and of
 * columns for each split. The same examples, settings and seed give the same trees.
 */
public final class GradientBoosting {
    /**
     * @param trees most trees
     * @param leaves most leaves of a tree
     * @param depth most splits between a tree's root and a leaf
     * @param leastRows fewest rows of a leaf
     * @param leastHessian least sum of weight x p (1 - p) in a leaf
     * @param shrinkage what a tree's values are multiplied by
     * @param l2 penalty on the leaves' values
     * @param rowShare share of the rows that each tree learns from
     * @param columnShare share of the features that each split may choose from
     * @param patience so many trees without a better log loss on the validation examples end the training
     */
    public record Settings(
            int trees,
            int leaves,
            int depth,
            int leastRows,
            double leastHessian,
            double shrinkage,
            double l2,
            double rowShare,
            double columnShare,
            int patience,
            long seed) {
        public static final Settings DEFAULT = new Settings(600, 8, 8, 20, 0, 0.05, 1, 0.7, 0.5, 50, 1);

        public Settings withTrees(int trees) {
            return new Settings(
                    trees,
                    leaves,
                    depth,
                    leastRows,
                    leastHessian,
                    shrinkage,
                    l2,
                    rowShare,
                    columnShare,
                    patience,
                    seed);
        }

        public Settings withSeed(long seed) {
            return new Settings(
                    trees,
                    leaves,
                    depth,
                    leastRows,
                    leastHessian,
                    shrinkage,
                    l2,
                    rowShare,
                    columnShare,
                    patience,
                    seed);
        }
    }

    private static final int BINS = 64;

    private final int width;
    private final double start;
    private final Trees trees;

    private GradientBoosting(int width, double start, Trees trees) {
        this.width = width;
        this.start = start;
        this.trees = trees;
    }

    /**
     * @param validation for early stopping; without it all trees are grown
     * @throws IllegalArgumentException when the examples are of one class alone
     */
    public static GradientBoosting train(Examples examples, @Nullable Examples validation, Settings settings) {
        float[] weights = new float[examples.size()];
        Arrays.fill(weights, 1);
        double start = logOdds((double) examples.positives() / examples.size());
        return train(examples, weights, start, Bins.of(examples.rows(), BINS), validation, settings);
    }

    /**
     * Starts from even odds instead of the share of purchases: where examples are drawn, their share says nothing. Borders are at
     * quantiles, so that a feature that is mostly 0 gets few: more of them did worse for links.
     *
     * @param weights how many examples each stands for, 0 or more
     * @throws IllegalArgumentException when the examples are of one class alone
     */
    public static GradientBoosting trainWeighted(Examples examples, float[] weights, Settings settings) {
        return train(examples, weights, 0, Bins.atQuantiles(examples.rows(), BINS), null, settings);
    }

    private static GradientBoosting train(
            Examples examples,
            float[] weights,
            double start,
            Bins bins,
            @Nullable Examples validation,
            Settings settings) {
        if (!examples.hasBothClasses()) {
            throw new IllegalArgumentException("There is nothing to learn from one class alone");
        }
        int n = examples.size();
        TreeGrower grower = new TreeGrower(
                bins,
                new TreeGrower.Settings(
                        settings.leaves,
                        settings.depth,
                        settings.leastRows,
                        settings.leastHessian,
                        settings.l2,
                        settings.columnShare));
        Random random = new Random(settings.seed);
        double[] margins = new double[n];
        Arrays.fill(margins, start);
        double[] held = new double[validation == null ? 0 : validation.size()];
        Arrays.fill(held, start);
        double[] gradients = new double[n];
        double[] hessians = new double[n];
        int[] rows = new int[n];
        int best = settings.trees;
        double bestLoss = Double.POSITIVE_INFINITY;
        for (int tree = 1; tree <= settings.trees; tree++) {
            for (int i = 0; i < n; i++) {
                double p = probability(margins[i]);
                gradients[i] = weights[i] * (p - (examples.labels()[i] ? 1 : 0));
                hessians[i] = weights[i] * Math.max(p * (1 - p), 1e-9);
            }
            int drawn = draw(rows, settings.rowShare, random);
            grower.grow(rows, drawn, gradients, hessians, settings.shrinkage, random, margins);
            for (int i = drawn; i < n; i++) {
                margins[rows[i]] += grower.latest(examples.rows()[rows[i]]);
            }
            if (validation != null) {
                double loss = 0;
                for (int i = 0; i < held.length; i++) {
                    held[i] += grower.latest(validation.rows()[i]);
                    loss += Math.log1p(Math.exp(validation.labels()[i] ? -held[i] : held[i]));
                }
                if (loss < bestLoss) {
                    bestLoss = loss;
                    best = tree;
                } else if (tree - best >= settings.patience) {
                    break;
                }
            }
        }
        return new GradientBoosting(examples.width(), start, grower.trees(best));
    }

    /** All rows, those drawn first; how many are drawn. */
    private static int draw(int[] rows, double share, Random random) {
        int drawn = 0;
        int end = rows.length;
        for (int i = 0; i < rows.length; i++) {
            if (share >= 1 || random.nextDouble() < share) {
                rows[drawn++] = i;
            } else {
                rows[--end] = i;
            }
        }
        return drawn;
    }

    /** How many trees there are. */
    public int size() {
        return trees.roots.length;
    }

    /** Log odds of a purchase. */
    public double logOdds(float[] row) {
        return start + trees.sum(row);
    }

    public double probability(float[] row) {
        return probability(logOdds(row));
    }

    public static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    public static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }

    public void put(ModelFile file) {
        file.put("boosting", new double[] {width, start});
        trees.put(file);
    }

    /** @throws ModelFormatException when the trees in the file are damaged */
    public static GradientBoosting of(ModelFile file) throws ModelFormatException {
        double[] head = file.doubles("boosting");
        if (head.length != 2 || !Double.isFinite(head[1])) {
            throw new ModelFormatException("The boosting's head is damaged");
        }
        return new GradientBoosting((int) head[0], head[1], Trees.of(file, (int) head[0]));
    }

    /** How many features a row has. */
    public int width() {
        return width;
    }
}
