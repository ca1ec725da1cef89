package dev.tandem.recommendation.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import dev.tandem.recommendation.trees.Examples;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountClassifiersTest {
    /** Log odds 1.5 a - b, and c only says something where it is missing; d is noise. */
    private static Examples linear(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][];
        boolean[] labels = new boolean[n];
        for (int i = 0; i < n; i++) {
            boolean missing = random.nextInt(4) == 0;
            rows[i] = new float[] {
                (float) random.nextGaussian(),
                (float) random.nextGaussian(),
                missing ? Float.NaN : random.nextFloat(),
                random.nextFloat()
            };
            double odds = 1.5 * rows[i][0] - rows[i][1];
            labels[i] = random.nextDouble() < GradientBoosting.probability(odds);
        }
        return new Examples(rows, labels);
    }

    /** The label is whether two signs agree, or a value is missing: no single feature tells it. */
    private static Examples crossed(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][];
        boolean[] labels = new boolean[n];
        for (int i = 0; i < n; i++) {
            boolean missing = random.nextInt(5) == 0;
            rows[i] = new float[] {random.nextFloat() - 0.5f, random.nextFloat() - 0.5f, missing ? Float.NaN : 1};
            labels[i] = missing || rows[i][0] > 0 == rows[i][1] > 0;
        }
        return new Examples(rows, labels);
    }

    private static double auc(Examples examples, java.util.function.ToDoubleFunction<float[]> score) {
        return Quality.auc(
                IntStream.range(0, examples.size())
                        .mapToDouble(i -> score.applyAsDouble(examples.rows()[i]))
                        .toArray(),
                examples.labels());
    }

    @Test
    void regressionFindsTheWeightsThatMadeTheData() {
        LogisticRegression model = LogisticRegression.train(linear(20_000, 1), 1e-3);
        float[] nothing = {0, 0, 0.5f, 0.5f};
        assertThat(model.logOdds(new float[] {1, 0, 0.5f, 0.5f}) - model.logOdds(nothing))
                .isCloseTo(1.5, within(0.08));
        assertThat(model.logOdds(new float[] {0, 1, 0.5f, 0.5f}) - model.logOdds(nothing))
                .isCloseTo(-1, within(0.08));
        assertThat(model.logOdds(new float[] {0, 0, Float.NaN, 0.5f})).isCloseTo(model.logOdds(nothing), within(0.05));
    }

    @Test
    void aGreatPenaltyLeavesTheShareOfPurchasesAndAConstantFeatureNothing() {
        Examples examples = linear(1000, 2);
        for (float[] row : examples.rows()) {
            row[3] = 7;
        }
        double share = (double) examples.positives() / examples.size();
        assertThat(LogisticRegression.train(examples, 1e9).probability(new float[] {3, 3, 3, 3}))
                .isCloseTo(share, within(1e-3));
        LogisticRegression model = LogisticRegression.train(examples, 1);
        assertThat(model.logOdds(new float[] {0, 0, 0, 7})).isEqualTo(model.logOdds(new float[] {0, 0, 0, 1000}));
    }

    @Test
    void boostingSeesWhatFeaturesSayTogetherAndRegressionDoesNot() {
        Examples train = crossed(4000, 3);
        Examples test = crossed(4000, 4);
        GradientBoosting boosting =
                GradientBoosting.train(train, null, GradientBoosting.Settings.DEFAULT.withTrees(200));
        assertThat(auc(test, boosting::logOdds)).isGreaterThan(0.98);
        assertThat(auc(test, LogisticRegression.train(train, 1)::logOdds)).isLessThan(0.65);
    }

    @Test
    void bothComeBackFromTheirFilesAndOneClassAloneIsRefused() throws ModelFormatException {
        Examples train = linear(500, 8);
        ModelFile file = new ModelFile("test", 1);
        GradientBoosting boosting =
                GradientBoosting.train(train, null, GradientBoosting.Settings.DEFAULT.withTrees(20));
        LogisticRegression regression = LogisticRegression.train(train, 1);
        boosting.put(file);
        regression.put(file);
        ModelFile read = ModelFile.of(file.toBytes(), "test", 1);
        for (float[] row : train.rows()) {
            assertThat(GradientBoosting.of(read).logOdds(row)).isEqualTo(boosting.logOdds(row));
            assertThat(LogisticRegression.of(read).logOdds(row)).isEqualTo(regression.logOdds(row));
        }
        Examples bought = new Examples(new float[][] {{1}, {2}}, new boolean[] {true, true});
        assertThatThrownBy(() -> LogisticRegression.train(bought, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GradientBoosting.train(bought, null, GradientBoosting.Settings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void qualityIsWhatCountingByHandGives() {
        double[] scores = {0.9, 0.8, 0.8, 0.3, 0.1};
        boolean[] labels = {true, true, false, false, true};
        // Pairs won 1 + 0.5 + 1 + 1, of 6: buyer .9 beats both, buyer .8 ties one and beats one, buyer .1 beats none.
        Quality quality = Quality.of(scores, labels, 0.5);
        assertThat(quality.auc()).isCloseTo(3.5 / 6, within(1e-9));
        // Steps: precision 1 for a third, 2/3 for a third, 3/5 for a third.
        assertThat(quality.averagePrecision()).isCloseTo((1 + 2.0 / 3 + 3.0 / 5) / 3, within(1e-9));
        assertThat(quality.f1()).isCloseTo(2.0 * 2 / (3 + 3), within(1e-9));
        assertThat(quality.brier()).isCloseTo((0.01 + 0.04 + 0.64 + 0.09 + 0.81) / 5, within(1e-9));
        assertThat(Quality.bestThreshold(scores, labels)).isCloseTo(0.05, within(1e-9));
    }
}
