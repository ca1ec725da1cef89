package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.Locale;

/** The classifier that won the evaluation, with its calibration and bands. Safe for many threads. */
public final class IntentModel {
    private static final String KIND = "purchase-intent";
    private static final int VERSION = 1;

    /** Which classifier it is. */
    public enum Method {
        LSTM,
        BOOSTING,
        LOGISTIC;

        /** In lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where the score lies among those of the sessions that the bands were fixed on. */
    public enum Band {
        LOW,
        MIDDLE,
        HIGH
    }

    /**
     * What a band is: at least half of the sessions are low, the best fifth is high.
     *
     * @param slope and
     * @param intercept of the calibrated log odds over the classifier's (Platt 1999)
     * @param middle least probability of the middle band
     * @param high least probability of the high band
     */
    record Scale(double slope, double intercept, double middle, double high) {}

    /** One of the three, by its log odds after so many steps. */
    sealed interface Classifier {
        Method method();

        double logOdds(Sequence sequence, int length);
    }

    record OfSequence(LstmClassifier lstm) implements Classifier {
        @Override
        public Method method() {
            return Method.LSTM;
        }

        @Override
        public double logOdds(Sequence sequence, int length) {
            return lstm.logOdds(sequence, length, lstm.workspace());
        }
    }

    record Boosted(GradientBoosting boosting, int kinds, int numbers) implements Classifier {
        @Override
        public Method method() {
            return Method.BOOSTING;
        }

        @Override
        public double logOdds(Sequence sequence, int length) {
            return boosting.logOdds(BehaviourCounts.of(sequence, length, kinds, numbers));
        }
    }

    record Logistic(LogisticRegression regression, int kinds, int numbers) implements Classifier {
        @Override
        public Method method() {
            return Method.LOGISTIC;
        }

        @Override
        public double logOdds(Sequence sequence, int length) {
            return regression.logOdds(BehaviourCounts.of(sequence, length, kinds, numbers));
        }
    }

    private final Classifier classifier;
    private final int kinds;
    private final int numbers;
    private final Scale scale;

    IntentModel(Classifier classifier, int kinds, int numbers, Scale scale) {
        this.classifier = classifier;
        this.kinds = kinds;
        this.numbers = numbers;
        this.scale = scale;
    }

    public Method method() {
        return classifier.method();
    }

    /** How many kinds of step it was trained with. */
    public int kinds() {
        return kinds;
    }

    /** How many numbers a step has. */
    public int numbers() {
        return numbers;
    }

    /** Calibrated probability that a purchase comes after the first {@code length} steps. */
    public double probability(Sequence sequence, int length) {
        return GradientBoosting.probability(scale.slope * classifier.logOdds(sequence, length) + scale.intercept);
    }

    public Band band(double probability) {
        return probability >= scale.high ? Band.HIGH : probability >= scale.middle ? Band.MIDDLE : Band.LOW;
    }

    public ModelFile toFile() {
        ModelFile file = new ModelFile(KIND, VERSION)
                .put("method", new int[] {method().ordinal(), kinds, numbers})
                .put("scale", new double[] {scale.slope, scale.intercept, scale.middle, scale.high});
        switch (classifier) {
            case OfSequence of -> of.lstm.put(file);
            case Boosted boosted -> boosted.boosting.put(file);
            case Logistic logistic -> logistic.regression.put(file);
        }
        return file;
    }

    /**
     * @throws ModelFormatException when the file is damaged, foreign, or of a later version
     */
    public static IntentModel of(byte[] bytes) throws ModelFormatException {
        ModelFile file = ModelFile.of(bytes, KIND, VERSION);
        int[] head = file.ints("method");
        double[] scale = file.doubles("scale");
        if (head.length != 3 || head[0] < 0 || head[0] >= Method.values().length || scale.length != 4) {
            throw new ModelFormatException("The head of the model is damaged");
        }
        for (double value : scale) {
            if (!Double.isFinite(value)) {
                throw new ModelFormatException("The scale of the model is damaged");
            }
        }
        Classifier classifier = switch (Method.values()[head[0]]) {
            case LSTM -> new OfSequence(LstmClassifier.of(file));
            case BOOSTING -> new Boosted(GradientBoosting.of(file), head[1], head[2]);
            case LOGISTIC -> new Logistic(LogisticRegression.of(file), head[1], head[2]);
        };
        boolean fits = switch (classifier) {
            case OfSequence of ->
                of.lstm.shape().kinds() == head[1] && of.lstm.shape().numbers() == head[2];
            case Boosted boosted -> boosted.boosting.width() == BehaviourCounts.width(head[1], head[2]);
            case Logistic logistic -> logistic.regression.width() == BehaviourCounts.width(head[1], head[2]);
        };
        if (!fits) {
            throw new ModelFormatException("The classifier does not fit the steps");
        }
        return new IntentModel(classifier, head[1], head[2], new Scale(scale[0], scale[1], scale[2], scale[3]));
    }
}
