package dev.tandem.recommendation;

import dev.tandem.recommendation.intent.IntentModel;
import dev.tandem.recommendation.intent.Sequence;
import java.util.Locale;
import java.util.Optional;

/**
 * How likely it is that a purchase comes later in the session.
 *
 * @param score calibrated probability, 0..1
 * @param band low, middle or high: where the score lies among those of other sessions
 * @param model the method that won the evaluation: lstm, boosting or logistic
 */
record PurchaseIntent(double score, String band, String model) {

    /** Empty as long as the session has not looked at anything, or nothing since its last purchase. */
    static Optional<PurchaseIntent> of(IntentModel model, SessionState session) {
        Sequence steps = IntentSteps.of(session);
        if (steps.length() == 0) {
            return Optional.empty();
        }
        double probability = model.probability(steps, steps.length());
        return Optional.of(new PurchaseIntent(
                Math.round(probability * 10_000) / 10_000.0,
                model.band(probability).name().toLowerCase(Locale.ROOT),
                model.method().text()));
    }
}
