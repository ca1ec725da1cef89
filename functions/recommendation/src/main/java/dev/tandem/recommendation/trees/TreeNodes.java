package dev.tandem.recommendation.trees;

import java.util.Arrays;

/** The nodes of {@link Trees} while they are being grown. */
final class TreeNodes {
    private int[] roots = new int[64];
    private int[] features = new int[1024];
    private float[] thresholds = new float[1024];
    private int[] left = new int[1024];
    private int[] right = new int[1024];
    private int trees;
    private int nodes;

    /** The next node is a tree's root. */
    void root() {
        if (trees == roots.length) {
            roots = Arrays.copyOf(roots, trees * 2);
        }
        roots[trees++] = nodes;
    }

    int add() {
        if (nodes == features.length) {
            features = Arrays.copyOf(features, nodes * 2);
            thresholds = Arrays.copyOf(thresholds, nodes * 2);
            left = Arrays.copyOf(left, nodes * 2);
            right = Arrays.copyOf(right, nodes * 2);
        }
        return nodes++;
    }

    void split(int node, int feature, float threshold, int toLeft, int toRight) {
        features[node] = feature;
        thresholds[node] = threshold;
        left[node] = toLeft;
        right[node] = toRight;
    }

    void leaf(int node, float value) {
        features[node] = -1;
        thresholds[node] = value;
    }

    float value(int leaf) {
        return thresholds[leaf];
    }

    /** What the latest tree gives a row. */
    double latest(float[] row) {
        int node = roots[trees - 1];
        while (features[node] >= 0) {
            node = row[features[node]] > thresholds[node] ? right[node] : left[node];
        }
        return thresholds[node];
    }

    /** The first so many of the trees. */
    Trees trees(int first) {
        int end = first < trees ? roots[first] : nodes;
        return new Trees(
                Arrays.copyOf(roots, first),
                Arrays.copyOf(features, end),
                Arrays.copyOf(thresholds, end),
                Arrays.copyOf(left, end),
                Arrays.copyOf(right, end));
    }
}
