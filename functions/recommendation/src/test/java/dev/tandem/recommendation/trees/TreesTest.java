package dev.tandem.recommendation.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreesTest {
    private static final GradientBoosting.Settings SMALL =
            new GradientBoosting.Settings(30, 16, 4, 1, 1, 0.2, 1, 1, 1, 0, 1);

    /** No sum of features tells the label; the third feature is noise, and is often missing. */
    private static Examples crossed(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][];
        boolean[] labels = new boolean[n];
        for (int i = 0; i < n; i++) {
            rows[i] = new float[] {
                random.nextFloat(), random.nextFloat(), random.nextBoolean() ? Float.NaN : random.nextFloat()
            };
            labels[i] = rows[i][0] > 0.5 != rows[i][1] > 0.3;
        }
        return new Examples(rows, labels);
    }

    private static Examples noisy(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][];
        boolean[] labels = new boolean[n];
        for (int i = 0; i < n; i++) {
            rows[i] = new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
            labels[i] = random.nextDouble() < GradientBoosting.probability(1.5 * rows[i][0] - rows[i][1]);
        }
        return new Examples(rows, labels);
    }

    private static float[] ones(int n) {
        float[] weights = new float[n];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Test
    void boostingLearnsWhatNoSumOfFeaturesCanSay() {
        GradientBoosting trees = GradientBoosting.train(crossed(4_000, 4), null, SMALL);
        assertThat(trees.logOdds(new float[] {0.9f, 0.1f, Float.NaN})).isGreaterThan(0.8);
        assertThat(trees.logOdds(new float[] {0.1f, 0.9f, 0.5f})).isGreaterThan(0.8);
        assertThat(trees.logOdds(new float[] {0.9f, 0.9f, 0.5f})).isLessThan(-0.8);
        assertThat(trees.logOdds(new float[] {0.1f, 0.1f, Float.NaN})).isLessThan(-0.8);
    }

    @Test
    void aForestLearnsItTooAndIsTheSameForTheSameSeed() {
        Examples train = crossed(4_000, 4);
        Examples test = crossed(2_000, 5);
        Forest forest = Forest.train(train, new Forest.Settings(60, 5, 0.67, 1));
        Forest again = Forest.train(train, new Forest.Settings(60, 5, 0.67, 1));
        Forest other = Forest.train(train, new Forest.Settings(60, 5, 0.67, 2));
        int right = 0;
        boolean differs = false;
        for (int i = 0; i < test.size(); i++) {
            float[] row = test.rows()[i];
            assertThat(forest.logOdds(row)).isFinite().isEqualTo(again.logOdds(row));
            differs |= forest.logOdds(row) != other.logOdds(row);
            right += forest.logOdds(row) > 0 == test.labels()[i] ? 1 : 0;
        }
        assertThat(right).isGreaterThan((int) (0.95 * test.size()));
        assertThat(differs).isTrue();
    }

    @Test
    void aForestOfPureNoiseSaysTheShare() {
        Random random = new Random(3);
        float[][] rows = new float[3_000][];
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {random.nextFloat(), random.nextFloat()};
            labels[i] = random.nextDouble() < 0.2;
        }
        Forest forest = Forest.train(new Examples(rows, labels), new Forest.Settings(100, 100, 1, 1));
        double mean = Arrays.stream(rows)
                .mapToDouble(row -> GradientBoosting.probability(forest.logOdds(row)))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.2, within(0.02));
    }

    @Test
    void boostingStopsEarlyAndIsTheSameForTheSameSeed() {
        Examples train = noisy(2000, 5);
        Examples validation = noisy(2000, 6);
        GradientBoosting model = GradientBoosting.train(train, validation, GradientBoosting.Settings.DEFAULT);
        assertThat(model.size()).isBetween(5, 400);
        GradientBoosting again = GradientBoosting.train(train, validation, GradientBoosting.Settings.DEFAULT);
        GradientBoosting other =
                GradientBoosting.train(train, validation, GradientBoosting.Settings.DEFAULT.withSeed(99));
        float[] row = {0.3f, -0.4f};
        assertThat(again.logOdds(row)).isEqualTo(model.logOdds(row)).isNotEqualTo(other.logOdds(row));
    }

    @Test
    void aWeightOfThreeIsLikeTheSameExampleThreeTimes() {
        Examples once = crossed(300, 7);
        float[] weights = ones(once.size());
        float[][] rows = Arrays.copyOf(once.rows(), once.size() + 100);
        boolean[] labels = Arrays.copyOf(once.labels(), rows.length);
        for (int i = 0; i < 50; i++) {
            weights[i] = 3;
            for (int copy = 0; copy < 2; copy++) {
                rows[once.size() + 2 * i + copy] = once.rows()[i];
                labels[once.size() + 2 * i + copy] = once.labels()[i];
            }
        }
        // Borders lie between equal numbers of rows, not of weights: few enough different values give both the same
        // borders.
        for (float[] row : once.rows()) {
            row[0] = (float) (Math.floor(row[0] * 20) / 20);
            row[1] = (float) (Math.floor(row[1] * 20) / 20);
            row[2] = 1;
        }
        GradientBoosting weighted = GradientBoosting.trainWeighted(once, weights, SMALL);
        GradientBoosting repeated =
                GradientBoosting.trainWeighted(new Examples(rows, labels), ones(rows.length), SMALL);
        for (float[] row : once.rows()) {
            assertThat(weighted.logOdds(row)).isCloseTo(repeated.logOdds(row), within(1e-4));
        }
    }

    @Test
    void noLeafIsDeeperThanAskedFor() throws ModelFormatException {
        GradientBoosting.Settings settings = new GradientBoosting.Settings(20, 64, 2, 1, 0, 0.2, 1, 1, 1, 0, 1);
        ModelFile file = new ModelFile("test", 1);
        GradientBoosting.train(noisy(1000, 9), null, settings).put(file);
        Trees trees = Trees.of(ModelFile.of(file.toBytes(), "test", 1), 2);
        for (int tree = 0; tree < trees.roots.length; tree++) {
            assertThat(depth(trees, trees.roots[tree])).isBetween(1, 2);
        }
    }

    private static int depth(Trees trees, int node) {
        return trees.features[node] < 0
                ? 0
                : 1 + Math.max(depth(trees, trees.left[node]), depth(trees, trees.right[node]));
    }

    /** A tree that leads to itself would never answer. */
    @Test
    void treesThatLeadNowhereAreRefused() {
        assertThatThrownBy(() -> Trees.of(tree(new int[] {0, -1, -1}, new int[] {0, 0, 0}), 1))
                .isInstanceOf(ModelFormatException.class);
        assertThatThrownBy(() -> Trees.of(tree(new int[] {5, -1, -1}, new int[] {1, 0, 0}), 1))
                .isInstanceOf(ModelFormatException.class);
        assertThatThrownBy(() -> Trees.of(tree(new int[] {0, -1, -1}, new int[] {9, 0, 0}), 1))
                .isInstanceOf(ModelFormatException.class);
    }

    private static ModelFile tree(int[] features, int[] left) {
        return new ModelFile("test", 1)
                .put("roots", new int[] {0})
                .put("features", features)
                .put("thresholds", new float[] {0.5f, 1, 2})
                .put("left", left)
                .put("right", new int[] {2, 0, 0});
    }
}
