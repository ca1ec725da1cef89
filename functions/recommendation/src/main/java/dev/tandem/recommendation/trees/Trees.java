package dev.tandem.recommendation.trees;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;

/**
 * Decision trees as flat arrays; a row's score is the sum of the leaves that it falls into. Inner node n: values above
 * {@code thresholds[n]} go to {@code right[n]}, others and missing ones to {@code left[n]}. A leaf has feature -1 and its value as the
 * threshold. A child always comes after its parent, so that a walk ends.
 */
final class Trees {
    final int[] roots;
    final int[] features;
    final float[] thresholds;
    final int[] left;
    final int[] right;

    Trees(int[] roots, int[] features, float[] thresholds, int[] left, int[] right) {
        this.roots = roots;
        this.features = features;
        this.thresholds = thresholds;
        this.left = left;
        this.right = right;
    }

    double sum(float[] row) {
        double sum = 0;
        for (int root : roots) {
            int node = root;
            while (features[node] >= 0) {
                node = row[features[node]] > thresholds[node] ? right[node] : left[node];
            }
            sum += thresholds[node];
        }
        return sum;
    }

    void put(ModelFile file) {
        file.put("roots", roots)
                .put("features", features)
                .put("thresholds", thresholds)
                .put("left", left)
                .put("right", right);
    }

    /**
     * @param width how many features a row has
     * @throws ModelFormatException when the arrays contradict each other
     */
    static Trees of(ModelFile file, int width) throws ModelFormatException {
        Trees trees = new Trees(
                file.ints("roots"),
                file.ints("features"),
                file.floats("thresholds"),
                file.ints("left"),
                file.ints("right"));
        int nodes = trees.features.length;
        if (trees.thresholds.length != nodes || trees.left.length != nodes || trees.right.length != nodes) {
            throw new ModelFormatException("The trees' arrays differ in length");
        }
        for (int root : trees.roots) {
            if (root < 0 || root >= nodes) {
                throw new ModelFormatException("A tree has no root");
            }
        }
        for (int node = 0; node < nodes; node++) {
            boolean inner = trees.features[node] >= 0;
            if (trees.features[node] >= width
                    || inner && (trees.left[node] <= node || trees.left[node] >= nodes)
                    || inner && (trees.right[node] <= node || trees.right[node] >= nodes)
                    || !inner && !Float.isFinite(trees.thresholds[node])) {
                throw new ModelFormatException("Node " + node + " of the trees leads nowhere");
            }
        }
        return trees;
    }
}
