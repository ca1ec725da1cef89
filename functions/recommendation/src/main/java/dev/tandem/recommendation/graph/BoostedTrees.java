package dev.tandem.recommendation.graph;

import java.util.Arrays;

/**
 * Gradient boosting of regression trees on histograms (Friedman, Annals of Statistics 2001; Chen, Guestrin, KDD 2016) with the
 * logistic loss. Deterministic.
 */
final class BoostedTrees {
    private static final int BINS = 64;

    /** @param leastWeight the second derivatives that a leaf has to hold */
    record Settings(int trees, int depth, double rate, double leastWeight, double ridge) {}

    private final int features;
    private final int depth;
    /** Per tree and inner node, heap order: the feature asked for and the bound; up to the bound, and NaN, goes left. */
    private final int[] asked;

    private final float[] bounds;
    private final float[] leaves;
    private final int trees;

    private BoostedTrees(int features, int depth, int trees) {
        this.features = features;
        this.depth = depth;
        this.trees = trees;
        this.asked = new int[trees * ((1 << depth) - 1)];
        this.bounds = new float[asked.length];
        this.leaves = new float[trees << depth];
    }

    double score(float[] rows, int offset) {
        double sum = 0;
        int inner = (1 << depth) - 1;
        for (int tree = 0; tree < trees; tree++) {
            int node = 0;
            for (int level = 0; level < depth; level++) {
                int at = tree * inner + node;
                node = 2 * node + (rows[offset + asked[at]] > bounds[at] ? 2 : 1);
            }
            sum += leaves[(tree << depth) + node - inner];
        }
        return sum;
    }

    /** How often a feature is asked for. */
    int[] uses() {
        int[] uses = new int[features];
        for (int at = 0; at < asked.length; at++) {
            uses[asked[at]] += bounds[at] < Float.POSITIVE_INFINITY ? 1 : 0;
        }
        return uses;
    }

    /**
     * @param rows row by row the values of the features
     * @param wanted per row what it should be, 0 or more
     * @param weights per row how many rows it stands for
     */
    static BoostedTrees train(float[] rows, int features, float[] wanted, float[] weights, Settings settings) {
        BoostedTrees model = new BoostedTrees(features, settings.depth, settings.trees);
        new Training(model, rows, wanted, weights, settings).run();
        return model;
    }

    private static final class Training {
        private final BoostedTrees model;
        private final float[] wanted;
        private final float[] weights;
        private final Settings settings;
        private final int count;
        private final float[][] cuts;
        private final byte[][] bins;
        private final double[] scores;
        private final float[] gradients;
        private final float[] curvatures;
        private final int[] nodes;

        Training(BoostedTrees model, float[] rows, float[] wanted, float[] weights, Settings settings) {
            this.model = model;
            this.wanted = wanted;
            this.weights = weights;
            this.settings = settings;
            this.count = wanted.length;
            this.cuts = new float[model.features][];
            this.bins = new byte[model.features][count];
            this.scores = new double[count];
            this.gradients = new float[count];
            this.curvatures = new float[count];
            this.nodes = new int[count];
            for (int f = 0; f < model.features; f++) {
                bin(rows, f);
            }
        }

        /** Cuts a feature where its values change, at about equal numbers of rows. */
        private void bin(float[] rows, int feature) {
            float[] sorted = new float[count];
            int numbers = 0;
            for (int i = 0; i < count; i++) {
                float value = rows[i * model.features + feature];
                if (!Float.isNaN(value)) {
                    sorted[numbers++] = value;
                }
            }
            Arrays.sort(sorted, 0, numbers);
            float[] found = new float[BINS - 1];
            int size = 0;
            for (int b = 1; b < BINS && numbers > 0; b++) {
                float cut = sorted[(int) ((long) b * (numbers - 1) / BINS)];
                if (cut < sorted[numbers - 1] && (size == 0 || cut > found[size - 1])) {
                    found[size++] = cut;
                }
            }
            cuts[feature] = Arrays.copyOf(found, size);
            for (int i = 0; i < count; i++) {
                float value = rows[i * model.features + feature];
                int at = Float.isNaN(value) ? 0 : Arrays.binarySearch(cuts[feature], value);
                bins[feature][i] = (byte) (at >= 0 ? at : -at - 1);
            }
        }

        void run() {
            for (int tree = 0; tree < model.trees; tree++) {
                logistic();
                grow(tree);
            }
        }

        private void logistic() {
            for (int i = 0; i < count; i++) {
                double chance = 1 / (1 + Math.exp(-scores[i]));
                gradients[i] = (float) (weights[i] * (chance - Math.min(1, wanted[i])));
                curvatures[i] = (float) (weights[i] * Math.max(1e-6, chance * (1 - chance)));
            }
        }

        private void grow(int tree) {
            int inner = (1 << settings.depth) - 1;
            Arrays.fill(nodes, 0);
            for (int level = 0; level < settings.depth; level++) {
                int first = (1 << level) - 1;
                split(tree * inner, first, 1 << level);
            }
            double[] slopes = new double[1 << settings.depth];
            double[] bends = new double[1 << settings.depth];
            for (int i = 0; i < count; i++) {
                slopes[nodes[i] - inner] += gradients[i];
                bends[nodes[i] - inner] += curvatures[i];
            }
            for (int leaf = 0; leaf < slopes.length; leaf++) {
                model.leaves[(tree << settings.depth) + leaf] =
                        (float) (-settings.rate * slopes[leaf] / (bends[leaf] + settings.ridge));
            }
            for (int i = 0; i < count; i++) {
                scores[i] += model.leaves[(tree << settings.depth) + nodes[i] - inner];
            }
        }

        /** Splits the nodes of a level, each where the loss falls most. */
        private void split(int offset, int first, int width) {
            double[] best = new double[width];
            int[] feature = new int[width];
            int[] cut = new int[width];
            Arrays.fill(cut, -1);
            double[] slopes = new double[width * BINS];
            double[] bends = new double[width * BINS];
            for (int f = 0; f < model.features; f++) {
                if (cuts[f].length == 0) {
                    continue;
                }
                Arrays.fill(slopes, 0);
                Arrays.fill(bends, 0);
                byte[] bin = bins[f];
                for (int i = 0; i < count; i++) {
                    int at = (nodes[i] - first) * BINS + bin[i];
                    slopes[at] += gradients[i];
                    bends[at] += curvatures[i];
                }
                for (int node = 0; node < width; node++) {
                    search(node, f, slopes, bends, best, feature, cut);
                }
            }
            for (int node = 0; node < width; node++) {
                model.asked[offset + first + node] = feature[node];
                model.bounds[offset + first + node] =
                        cut[node] < 0 ? Float.POSITIVE_INFINITY : cuts[feature[node]][cut[node]];
            }
            for (int i = 0; i < count; i++) {
                int node = nodes[i] - first;
                boolean right = cut[node] >= 0 && bins[feature[node]][i] > cut[node];
                nodes[i] = 2 * nodes[i] + (right ? 2 : 1);
            }
        }

        private void search(int node, int f, double[] slopes, double[] bends, double[] best, int[] feature, int[] cut) {
            double slope = 0;
            double bend = 0;
            for (int b = 0; b < BINS; b++) {
                slope += slopes[node * BINS + b];
                bend += bends[node * BINS + b];
            }
            double whole = slope * slope / (bend + settings.ridge);
            double left = 0;
            double leftBend = 0;
            for (int b = 0; b < cuts[f].length; b++) {
                left += slopes[node * BINS + b];
                leftBend += bends[node * BINS + b];
                double rightBend = bend - leftBend;
                if (leftBend >= settings.leastWeight && rightBend >= settings.leastWeight) {
                    double gain = left * left / (leftBend + settings.ridge)
                            + (slope - left) * (slope - left) / (rightBend + settings.ridge)
                            - whole;
                    if (gain > best[node] + 1e-9) {
                        best[node] = gain;
                        feature[node] = f;
                        cut[node] = b;
                    }
                }
            }
        }
    }
}
