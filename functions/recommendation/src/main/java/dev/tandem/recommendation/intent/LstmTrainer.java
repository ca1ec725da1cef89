package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains an LSTM with Adam (Kingma and Ba 2015) on small batches of sequences, the gradient's norm clipped (Pascanu et al. 2013), and keeps
 * the parameters of the epoch with the best log loss on the validation sequences. The same input and seed give the same model.
 */
public final class LstmTrainer {
    /**
     * A sequence and what is to be answered after each of its steps.
     *
     * @param targets 1 for a purchase, 0 for none, not-a-number where no answer is asked; one for each step
     */
    public record Example(Sequence sequence, float[] targets) {
        public Example {
            if (targets.length != sequence.length()) {
                throw new IllegalArgumentException(sequence.length() + " steps have " + targets.length + " targets");
            }
        }

        int asked() {
            int asked = 0;
            for (float target : targets) {
                asked += Float.isNaN(target) ? 0 : 1;
            }
            return asked;
        }
    }

    /**
     * @param hidden units
     * @param epochs most passes over the training sequences
     * @param patience so many passes without a better log loss on the validation sequences end the training
     * @param batch sequences of one step of Adam
     * @param rate of learning, falling to a tenth over the epochs
     * @param clip greatest norm of a batch's mean gradient
     * @param decay of the weights (Loshchilov and Hutter 2019), per step, times the rate
     * @param truncation steps that the gradient goes back
     */
    public record Settings(
            int hidden,
            int epochs,
            int patience,
            int batch,
            double rate,
            double clip,
            double decay,
            int truncation,
            long seed) {
        public static final Settings DEFAULT = new Settings(24, 12, 3, 32, 0.005, 1, 0.01, 64, 1);

        public Settings withEpochs(int epochs) {
            return new Settings(hidden, epochs, patience, batch, rate, clip, decay, truncation, seed);
        }
    }

    private static final double MOMENTUM = 0.9;
    private static final double SCALE_MOMENTUM = 0.999;
    private static final double TINY = 1e-8;

    private LstmTrainer() {}

    /**
     * @param kinds how many kinds of step there are
     * @param numbers how many numbers a step has
     * @param validation for early stopping; when empty, all epochs are run
     */
    public static LstmClassifier train(
            int kinds, int numbers, List<Example> examples, List<Example> validation, Settings settings) {
        LstmShape shape = new LstmShape(kinds, numbers, settings.hidden);
        Random random = new Random(settings.seed);
        double[] parameters = initial(shape, examples, random);
        LstmGradient gradient = new LstmGradient(shape, settings.truncation);
        double[] sum = new double[shape.size()];
        double[] first = new double[shape.size()];
        double[] second = new double[shape.size()];
        double[] best = parameters.clone();
        double bestLoss = Double.POSITIVE_INFINITY;
        int bestEpoch = 0;
        int steps = 0;
        int[] order = new int[examples.size()];
        Arrays.setAll(order, i -> i);
        for (int epoch = 0; epoch < settings.epochs; epoch++) {
            shuffle(order, random);
            double rate = settings.rate * Math.pow(0.1, (double) epoch / settings.epochs);
            for (int from = 0; from < order.length; from += settings.batch) {
                int to = Math.min(order.length, from + settings.batch);
                Arrays.fill(sum, 0);
                int asked = 0;
                for (int i = from; i < to; i++) {
                    Example example = examples.get(order[i]);
                    gradient.loss(example.sequence, example.targets, parameters, sum);
                    asked += example.asked();
                }
                double factor = 1.0 / Math.max(1, asked);
                double norm = 0;
                for (double value : sum) {
                    norm += value * value;
                }
                norm = Math.sqrt(norm) * factor;
                if (norm > settings.clip) {
                    factor *= settings.clip / norm;
                }
                steps++;
                double firstBias = 1 - Math.pow(MOMENTUM, steps);
                double secondBias = 1 - Math.pow(SCALE_MOMENTUM, steps);
                for (int p = 0; p < sum.length; p++) {
                    double g = sum[p] * factor;
                    first[p] = MOMENTUM * first[p] + (1 - MOMENTUM) * g;
                    second[p] = SCALE_MOMENTUM * second[p] + (1 - SCALE_MOMENTUM) * g * g;
                    parameters[p] -= rate
                            * (first[p] / firstBias / (Math.sqrt(second[p] / secondBias) + TINY)
                                    + settings.decay * parameters[p]);
                }
            }
            double loss = validation.isEmpty() ? -epoch : loss(gradient, validation, parameters);
            if (loss < bestLoss) {
                bestLoss = loss;
                bestEpoch = epoch;
                best = parameters.clone();
            } else if (epoch - bestEpoch >= settings.patience) {
                break;
            }
        }
        float[] rounded = new float[best.length];
        for (int p = 0; p < best.length; p++) {
            rounded[p] = (float) best[p];
        }
        return new LstmClassifier(shape, rounded);
    }

    private static double loss(LstmGradient gradient, List<Example> examples, double[] parameters) {
        double loss = 0;
        for (Example example : examples) {
            loss += gradient.loss(example.sequence, example.targets, parameters, new double[0]);
        }
        return loss;
    }

    /** Small random weights; gates that remember at first (Jozefowicz et al. 2015); the answer begins at the share of purchases. */
    private static double[] initial(LstmShape shape, List<Example> examples, Random random) {
        double[] parameters = new double[shape.size()];
        double bound = 1 / Math.sqrt(shape.hidden());
        for (int p = 0; p < parameters.length; p++) {
            parameters[p] = bound * (2 * random.nextDouble() - 1);
        }
        for (int i = 0; i < shape.line(); i++) {
            parameters[shape.bias() + i] = i >= shape.hidden() && i < 2 * shape.hidden() ? 1 : 0;
        }
        double asked = 0;
        double bought = 0;
        for (Example example : examples) {
            for (float target : example.targets) {
                asked += Float.isNaN(target) ? 0 : 1;
                bought += target > 0 ? 1 : 0;
            }
        }
        parameters[shape.size() - 1] = GradientBoosting.logOdds((bought + 1) / (asked + 2));
        return parameters;
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
    }
}
