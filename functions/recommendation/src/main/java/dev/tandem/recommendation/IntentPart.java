package dev.tandem.recommendation;

import dev.tandem.recommendation.intent.BehaviourCounts;
import dev.tandem.recommendation.intent.IntentModel;
import dev.tandem.recommendation.intent.IntentTrainer;
import dev.tandem.recommendation.intent.LstmTrainer;
import dev.tandem.recommendation.intent.Quality;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Purchase intent: whether a purchase comes later in the session. Judged on steps of sessions before their first purchase. */
final class IntentPart implements ModelPart<IntentModel> {
    /** The latest ones; what training takes grows with them. */
    private static final int MOST_SESSIONS = 20_000;

    @Override
    public String name() {
        return "intent";
    }

    @Override
    public Optional<IntentModel> train(TrainingData data) {
        List<TrainingData.Session> sessions = data.sessions();
        return IntentTrainer.train(
                IntentSteps.examples(sessions.subList(Math.max(0, sessions.size() - MOST_SESSIONS), sessions.size())),
                IntentSteps.KINDS,
                IntentSteps.NUMBERS,
                LstmTrainer.Settings.DEFAULT);
    }

    @Override
    public Figures judge(IntentModel model, TrainingData heldOut) {
        List<LstmTrainer.Example> examples = IntentSteps.examples(heldOut.sessions());
        boolean[] labels = BehaviourCounts.labels(examples);
        double[] probabilities = new double[labels.length];
        int at = 0;
        int positives = 0;
        for (LstmTrainer.Example example : examples) {
            for (int step = 0; step < example.targets().length; step++) {
                if (!Float.isNaN(example.targets()[step])) {
                    positives += labels[at] ? 1 : 0;
                    probabilities[at++] = model.probability(example.sequence(), step + 1);
                }
            }
        }
        if (positives == 0 || positives == labels.length) {
            return Figures.of(0, Map.of());
        }
        Quality quality = Quality.of(probabilities, labels, 0.5);
        return Figures.of(
                labels.length,
                Map.of("auc", quality.auc(), "ap", quality.averagePrecision(), "logLoss", quality.logLoss()));
    }

    @Override
    public String leadingFigure() {
        return "auc";
    }

    @Override
    public byte[] write(IntentModel model) {
        return model.toFile().toBytes();
    }

    @Override
    public IntentModel read(byte[] file) {
        try {
            IntentModel model = IntentModel.of(file);
            if (model.kinds() != IntentSteps.KINDS || model.numbers() != IntentSteps.NUMBERS) {
                throw new IllegalArgumentException("The model was made for other steps");
            }
            return model;
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
