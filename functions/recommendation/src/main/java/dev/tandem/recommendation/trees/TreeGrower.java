package dev.tandem.recommendation.trees;

import java.util.Arrays;
import java.util.Random;

/**
 * Grows regression trees on binned features, the leaf with the greatest gain first (as LightGBM does, Ke et al. 2017), with the
 * second-order gain and leaf values of XGBoost (Chen and Guestrin 2016): G²/(H+l2) and -G/(H+l2). Histograms of the smaller child are
 * counted, those of the larger one are what is left of the parent's.
 */
final class TreeGrower {
    /**
     * @param leaves most leaves of a tree
     * @param depth most splits between a tree's root and a leaf
     * @param leastRows fewest rows of a leaf
     * @param leastHessian least sum of second derivatives in a leaf
     * @param l2 penalty on the leaves' values
     * @param columnShare share of the features that each split may choose from
     */
    record Settings(int leaves, int depth, int leastRows, double leastHessian, double l2, double columnShare) {}

    private static final double LEAST_GAIN = 1e-9;

    private final Bins bins;
    private final Settings settings;
    private final int[] offsets;
    private final int[] features;
    private final int[] scratch;
    /** What a leaf's rows have, side by side: read once for each feature. */
    private final double[] nearGradients;

    private final double[] nearHessians;

    /** A leaf while the tree grows: its rows, its histogram and its best split. */
    private static final class Leaf {
        int node;
        int from;
        int to;
        int depth;
        double gradients;
        double hessians;
        double[] histogram = {};
        double gain;
        int feature;
        int bin;
        double leftGradients;
        double leftHessians;
    }

    private final TreeNodes nodes = new TreeNodes();

    TreeGrower(Bins bins, Settings settings) {
        this.bins = bins;
        this.settings = settings;
        offsets = new int[bins.features() + 1];
        for (int f = 0; f < bins.features(); f++) {
            offsets[f + 1] = offsets[f] + bins.count(f);
        }
        features = new int[bins.features()];
        Arrays.setAll(features, f -> f);
        scratch = new int[bins.features() == 0 ? 0 : bins.columns[0].length];
        nearGradients = new double[scratch.length];
        nearHessians = new double[scratch.length];
    }

    /**
     * Adds a tree. The order of {@code rows} changes.
     *
     * @param rows the first {@code end} are learnt from; not more than there are in the bins
     * @param scale what the leaves' values are multiplied by
     * @param sums per row, where what the tree gives the rows learnt from is added
     */
    void grow(int[] rows, int end, double[] gradients, double[] hessians, double scale, Random random, double[] sums) {
        Leaf[] leaves = new Leaf[settings.leaves];
        Leaf root = new Leaf();
        nodes.root();
        root.node = nodes.add();
        root.to = end;
        for (int r = 0; r < end; r++) {
            root.gradients += gradients[rows[r]];
            root.hessians += hessians[rows[r]];
        }
        root.histogram = count(rows, 0, end, gradients, hessians);
        findSplit(root, random);
        leaves[0] = root;
        int count = 1;
        while (count < settings.leaves) {
            Leaf best = leaves[0];
            for (int i = 1; i < count; i++) {
                if (leaves[i].gain > best.gain) {
                    best = leaves[i];
                }
            }
            if (best.gain <= LEAST_GAIN) {
                break;
            }
            leaves[count++] = split(best, rows, gradients, hessians, random);
        }
        for (int i = 0; i < count; i++) {
            Leaf leaf = leaves[i];
            nodes.leaf(leaf.node, (float) (-leaf.gradients / (leaf.hessians + settings.l2) * scale));
            for (int r = leaf.from; r < leaf.to; r++) {
                sums[rows[r]] += nodes.value(leaf.node);
            }
        }
    }

    /** The first so many of the trees. */
    Trees trees(int first) {
        return nodes.trees(first);
    }

    /** What the latest tree gives a row. */
    double latest(float[] row) {
        return nodes.latest(row);
    }

    /** Parts the leaf's rows; the leaf becomes the left child, the right one is returned. */
    private Leaf split(Leaf leaf, int[] rows, double[] gradients, double[] hessians, Random random) {
        byte[] column = bins.columns[leaf.feature];
        int kept = leaf.from;
        int moved = 0;
        for (int r = leaf.from; r < leaf.to; r++) {
            if ((column[rows[r]] & 0xff) <= leaf.bin) {
                rows[kept++] = rows[r];
            } else {
                scratch[moved++] = rows[r];
            }
        }
        System.arraycopy(scratch, 0, rows, kept, moved);
        int parent = leaf.node;
        float border = bins.borders[leaf.feature][leaf.bin];
        int feature = leaf.feature;
        Leaf right = new Leaf();
        right.from = kept;
        right.to = leaf.to;
        leaf.depth++;
        right.depth = leaf.depth;
        right.gradients = leaf.gradients - leaf.leftGradients;
        right.hessians = leaf.hessians - leaf.leftHessians;
        leaf.to = kept;
        leaf.gradients = leaf.leftGradients;
        leaf.hessians = leaf.leftHessians;
        leaf.node = nodes.add();
        right.node = nodes.add();
        nodes.split(parent, feature, border, leaf.node, right.node);
        Leaf small = leaf.to - leaf.from <= moved ? leaf : right;
        Leaf large = small == leaf ? right : leaf;
        double[] all = leaf.histogram;
        small.histogram = count(rows, small.from, small.to, gradients, hessians);
        for (int i = 0; i < all.length; i++) {
            all[i] -= small.histogram[i];
        }
        large.histogram = all;
        findSplit(leaf, random);
        findSplit(right, random);
        return right;
    }

    /** Per feature and bin: sum of gradients, sum of hessians, rows. */
    private double[] count(int[] rows, int from, int to, double[] gradients, double[] hessians) {
        double[] histogram = new double[offsets[features.length] * 3];
        for (int r = from; r < to; r++) {
            nearGradients[r] = gradients[rows[r]];
            nearHessians[r] = hessians[rows[r]];
        }
        for (int feature = 0; feature < bins.features(); feature++) {
            byte[] column = bins.columns[feature];
            int offset = offsets[feature];
            for (int r = from; r < to; r++) {
                int at = (offset + (column[rows[r]] & 0xff)) * 3;
                histogram[at] += nearGradients[r];
                histogram[at + 1] += nearHessians[r];
                histogram[at + 2]++;
            }
        }
        return histogram;
    }

    private void findSplit(Leaf leaf, Random random) {
        leaf.gain = 0;
        if (leaf.to - leaf.from < 2 * settings.leastRows || leaf.depth == settings.depth) {
            return;
        }
        int choice = (int) Math.ceil(features.length * settings.columnShare);
        double whole = leaf.gradients * leaf.gradients / (leaf.hessians + settings.l2);
        for (int i = 0; i < choice; i++) {
            if (choice < features.length) {
                int other = i + random.nextInt(features.length - i);
                int swapped = features[i];
                features[i] = features[other];
                features[other] = swapped;
            }
            findSplit(leaf, features[i], whole);
        }
    }

    private void findSplit(Leaf leaf, int feature, double whole) {
        double gradients = 0;
        double hessians = 0;
        double rows = 0;
        int total = leaf.to - leaf.from;
        for (int bin = 0; bin < bins.borders[feature].length; bin++) {
            int at = (offsets[feature] + bin) * 3;
            gradients += leaf.histogram[at];
            hessians += leaf.histogram[at + 1];
            rows += leaf.histogram[at + 2];
            if (rows < settings.leastRows) {
                continue;
            }
            if (total - rows < settings.leastRows) {
                return;
            }
            double others = leaf.gradients - gradients;
            if (hessians < settings.leastHessian || leaf.hessians - hessians < settings.leastHessian) {
                continue;
            }
            double gain = gradients * gradients / (hessians + settings.l2)
                    + others * others / (leaf.hessians - hessians + settings.l2)
                    - whole;
            if (gain > leaf.gain) {
                leaf.gain = gain;
                leaf.feature = feature;
                leaf.bin = bin;
                leaf.leftGradients = gradients;
                leaf.leftHessians = hessians;
            }
        }
    }
}
