package dev.tandem.recommendation.trees;

import java.util.Arrays;
import java.util.Random;

/**
 * Extremely randomised trees (Geurts, Ernst, Wehenkel, Machine Learning 2006): every tree learns from all examples; at every split one
 * border is drawn of each of a few features, and the one with the least Gini impurity is taken; the trees' shares of purchases are
 * averaged. Unlike in the paper borders are drawn among the {@link Bins} and not among the values, so that a long tail does not take them
 * all. The same examples, settings and seed give the same trees.
 */
public final class Forest {
    /**
     * @param leastRows fewest rows of a leaf
     * @param columnShare share of the features that each split may choose from
     */
    public record Settings(int trees, int leastRows, double columnShare, long seed) {}

    private final Trees trees;
    private final double least;

    private Forest(Trees trees, double least) {
        this.trees = trees;
        this.least = least;
    }

    /** @throws IllegalArgumentException when the examples are of one class alone */
    public static Forest train(Examples examples, Settings settings) {
        if (!examples.hasBothClasses()) {
            throw new IllegalArgumentException("There is nothing to learn from one class alone");
        }
        return new Forest(new Growth(examples, settings).trees(), 1.0 / (examples.size() + 2));
    }

    /** Log odds of a purchase by the mean over the trees; never infinite. */
    public double logOdds(float[] row) {
        return GradientBoosting.logOdds(Math.clamp(trees.sum(row), least, 1 - least));
    }

    private static final class Growth {
        private final Bins bins;
        private final boolean[] labels;
        private final Settings settings;
        private final Random random;
        private final int[] rows;
        private final int[] features;
        private final TreeNodes nodes = new TreeNodes();
        private int feature;
        private int border;

        Growth(Examples examples, Settings settings) {
            this.settings = settings;
            labels = examples.labels();
            random = new Random(settings.seed);
            rows = new int[examples.size()];
            Arrays.setAll(rows, r -> r);
            features = new int[examples.width()];
            Arrays.setAll(features, f -> f);
            bins = Bins.of(examples.rows(), Bins.MOST);
        }

        Trees trees() {
            for (int tree = 0; tree < settings.trees; tree++) {
                nodes.root();
                grow(nodes.add(), 0, rows.length);
            }
            return nodes.trees(settings.trees);
        }

        private void grow(int node, int from, int to) {
            int positives = 0;
            for (int r = from; r < to; r++) {
                positives += labels[rows[r]] ? 1 : 0;
            }
            if (positives == 0 || positives == to - from || !findSplit(from, to, positives)) {
                nodes.leaf(node, (float) ((double) positives / (to - from) / settings.trees));
                return;
            }
            byte[] column = bins.columns[feature];
            int middle = from;
            for (int r = from; r < to; r++) {
                if ((column[rows[r]] & 0xff) <= border) {
                    int swapped = rows[middle];
                    rows[middle++] = rows[r];
                    rows[r] = swapped;
                }
            }
            int left = nodes.add();
            int right = nodes.add();
            nodes.split(node, feature, bins.borders[feature][border], left, right);
            grow(left, from, middle);
            grow(right, middle, to);
        }

        private boolean findSplit(int from, int to, int positives) {
            double best = -1;
            int choice = (int) Math.ceil(features.length * settings.columnShare);
            int total = to - from;
            for (int i = 0; i < features.length && choice > 0 && total >= 2 * settings.leastRows; i++) {
                int other = i + random.nextInt(features.length - i);
                int candidate = features[other];
                features[other] = features[i];
                features[i] = candidate;
                byte[] column = bins.columns[candidate];
                int cut = drawBorder(column, from, to);
                if (cut < 0) {
                    continue;
                }
                choice--;
                int above = 0;
                int bought = 0;
                for (int r = from; r < to; r++) {
                    if ((column[rows[r]] & 0xff) > cut) {
                        above++;
                        bought += labels[rows[r]] ? 1 : 0;
                    }
                }
                if (above < settings.leastRows || total - above < settings.leastRows) {
                    continue;
                }
                double rest = positives - bought;
                double pure = (double) bought * bought / above + rest * rest / (total - above);
                if (pure > best) {
                    best = pure;
                    feature = candidate;
                    border = cut;
                }
            }
            return best >= 0;
        }

        /** The greatest bin that goes left; -1 when all rows are in one bin. */
        private int drawBorder(byte[] column, int from, int to) {
            int least = Bins.MOST;
            int most = 0;
            for (int r = from; r < to; r++) {
                int bin = column[rows[r]] & 0xff;
                least = Math.min(least, bin);
                most = Math.max(most, bin);
            }
            return least < most ? least + random.nextInt(most - least) : -1;
        }
    }
}
