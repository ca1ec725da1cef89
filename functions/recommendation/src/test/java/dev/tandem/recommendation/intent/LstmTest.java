package dev.tandem.recommendation.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LstmTest {
    private static final int KINDS = 4;
    private static final int NUMBERS = 2;

    private static LstmTrainer.Example random(Random random, int steps) {
        int[] kinds = new int[steps];
        float[] numbers = new float[steps * NUMBERS];
        float[] targets = new float[steps];
        for (int i = 0; i < steps; i++) {
            kinds[i] = random.nextInt(KINDS);
            targets[i] = random.nextInt(3) == 0 ? Float.NaN : random.nextInt(2);
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(4) == 0 ? 0 : random.nextFloat() * 2 - 1;
        }
        return new LstmTrainer.Example(new Sequence(kinds, numbers), targets);
    }

    /** A purchase if kind 2 comes after kind 1: the counts of both classes are the same. */
    private static LstmTrainer.Example ordered(Random random) {
        int steps = 4 + random.nextInt(8);
        int[] kinds = new int[steps];
        int one = random.nextInt(steps);
        int two = (one + 1 + random.nextInt(steps - 1)) % steps;
        kinds[one] = 1;
        kinds[two] = 2;
        float[] targets = new float[steps];
        Arrays.fill(targets, Float.NaN);
        targets[steps - 1] = two > one ? 1 : 0;
        return new LstmTrainer.Example(new Sequence(kinds, new float[steps * NUMBERS]), targets);
    }

    @Test
    void everyGroupOfParametersHasTheGradientThatDifferencesGive() {
        LstmShape shape = new LstmShape(KINDS, NUMBERS, 5);
        Random random = new Random(3);
        LstmTrainer.Example example = random(random, 14);
        double[] parameters = random.doubles(shape.size(), -0.8, 0.8).toArray();
        LstmGradient gradient = new LstmGradient(shape, 20);
        double[] exact = new double[shape.size()];
        gradient.loss(example.sequence(), example.targets(), parameters, exact);
        Map<String, int[]> groups = Map.of(
                "kinds", new int[] {0, shape.ofNumber(0)},
                "numbers", new int[] {shape.ofNumber(0), shape.ofHidden(0)},
                "recurrent", new int[] {shape.ofHidden(0), shape.bias()},
                "bias", new int[] {shape.bias(), shape.answer()},
                "answer", new int[] {shape.answer(), shape.size()});
        groups.forEach((name, range) -> {
            double largest = 0;
            for (int p = range[0]; p < range[1]; p++) {
                double step = 1e-5;
                double value = parameters[p];
                parameters[p] = value + step;
                double more = gradient.loss(example.sequence(), example.targets(), parameters, new double[0]);
                parameters[p] = value - step;
                double less = gradient.loss(example.sequence(), example.targets(), parameters, new double[0]);
                parameters[p] = value;
                assertThat(exact[p])
                        .as("%s, parameter %d", name, p)
                        .isCloseTo((more - less) / (2 * step), within(1e-6));
                largest = Math.max(largest, Math.abs(exact[p]));
            }
            assertThat(largest).as(name).isGreaterThan(1e-3);
        });
    }

    @Test
    void truncationChangesTheGradientButNotTheLoss() {
        LstmShape shape = new LstmShape(KINDS, NUMBERS, 3);
        Random random = new Random(4);
        LstmTrainer.Example example = random(random, 23);
        double[] parameters = random.doubles(shape.size(), -1, 1).toArray();
        double whole =
                new LstmGradient(shape, 23).loss(example.sequence(), example.targets(), parameters, new double[0]);
        double inChunks =
                new LstmGradient(shape, 5).loss(example.sequence(), example.targets(), parameters, new double[0]);
        assertThat(inChunks).isCloseTo(whole, within(1e-9));
    }

    @Test
    void whatIsServedIsWhatWasTrained() {
        LstmShape shape = new LstmShape(KINDS, NUMBERS, 6);
        Random random = new Random(5);
        double[] parameters = random.doubles(shape.size(), -1, 1).toArray();
        float[] rounded = new float[parameters.length];
        for (int p = 0; p < rounded.length; p++) {
            rounded[p] = (float) parameters[p];
        }
        LstmClassifier served = new LstmClassifier(shape, rounded);
        for (int i = 0; i < 50; i++) {
            LstmTrainer.Example example = random(random, 1 + random.nextInt(30));
            int length = 1 + random.nextInt(example.sequence().length());
            float[] last = new float[example.sequence().length()];
            Arrays.fill(last, Float.NaN);
            last[length - 1] = 1;
            double loss = new LstmGradient(shape, 64).loss(example.sequence(), last, parameters, new double[0]);
            double logOdds = served.logOdds(example.sequence(), length, served.workspace());
            assertThat(Math.log1p(Math.exp(-logOdds))).isCloseTo(loss, within(1e-4));
        }
    }

    @Test
    void learnsAFewSequencesByHeart() {
        Random random = new Random(6);
        List<LstmTrainer.Example> few = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            few.add(random(random, 6));
        }
        LstmClassifier model = LstmTrainer.train(
                KINDS, NUMBERS, few, List.of(), new LstmTrainer.Settings(16, 400, 10, 4, 0.02, 5, 0, 64, 1));
        boolean[] labels = BehaviourCounts.labels(few);
        double[] probabilities = new double[labels.length];
        int at = 0;
        for (LstmTrainer.Example example : few) {
            for (int step = 0; step < 6; step++) {
                if (!Float.isNaN(example.targets()[step])) {
                    probabilities[at++] = GradientBoosting.probability(
                            model.logOdds(example.sequence(), step + 1, model.workspace()));
                }
            }
        }
        assertThat(Quality.logLoss(probabilities, labels)).isLessThan(0.05);
    }

    @Test
    void learnsAnOrderThatCountsDoNotShowAndIsTheOneChosen() throws ModelFormatException {
        Random random = new Random(7);
        List<LstmTrainer.Example> sequences = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            sequences.add(ordered(random));
        }
        List<IntentTrainer.Candidate> candidates = IntentTrainer.candidates(
                sequences.subList(0, 1600),
                sequences.subList(1600, 2000),
                KINDS,
                NUMBERS,
                LstmTrainer.Settings.DEFAULT);
        assertThat(auc(candidates, IntentModel.Method.LSTM)).isGreaterThan(0.97);
        assertThat(auc(candidates, IntentModel.Method.BOOSTING)).isLessThan(0.6);
        assertThat(auc(candidates, IntentModel.Method.LOGISTIC)).isLessThan(0.6);
        IntentModel best = IntentTrainer.best(candidates).orElseThrow().model();
        assertThat(best.method()).isEqualTo(IntentModel.Method.LSTM);
        byte[] file = best.toFile().toBytes();
        IntentModel read = IntentModel.of(file);
        for (LstmTrainer.Example example : sequences.subList(0, 100)) {
            int length = example.sequence().length();
            assertThat(read.probability(example.sequence(), length))
                    .isEqualTo(best.probability(example.sequence(), length));
        }
        assertThat(IntentTrainer.train(sequences, KINDS, NUMBERS, LstmTrainer.Settings.DEFAULT)
                        .orElseThrow()
                        .toFile()
                        .toBytes())
                .as("the same again from the same data")
                .isEqualTo(file);
    }

    private static double auc(List<IntentTrainer.Candidate> candidates, IntentModel.Method method) {
        return candidates.stream()
                .filter(one -> one.model().method() == method)
                .findFirst()
                .orElseThrow()
                .quality()
                .auc();
    }

    @Test
    void refusesWhatIsDamagedOrContradictsItself() {
        LstmShape shape = new LstmShape(KINDS, NUMBERS, 3);
        float[] parameters = new float[shape.size()];
        IntentModel model = new IntentModel(
                new IntentModel.OfSequence(new LstmClassifier(shape, parameters)),
                KINDS,
                NUMBERS,
                new IntentModel.Scale(1, 0, 0.2, 0.5));
        byte[] good = model.toFile().toBytes();
        Random random = new Random(8);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> IntentModel.of(bad)).isInstanceOf(ModelFormatException.class);
            byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
            assertThatThrownBy(() -> IntentModel.of(cut)).isInstanceOf(ModelFormatException.class);
        }
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            ModelFile file = new ModelFile("lstm", 1);
            float[] odd = parameters.clone();
            odd[3] = wrong;
            new LstmClassifier(shape, odd).put(file);
            assertThatThrownBy(() -> LstmClassifier.of(file)).isInstanceOf(ModelFormatException.class);
        }
        ModelFile other = new ModelFile("lstm", 1)
                .put("lstm", new int[] {KINDS, NUMBERS, 4})
                .put("parameters", parameters);
        assertThatThrownBy(() -> LstmClassifier.of(other)).isInstanceOf(ModelFormatException.class);
    }
}
