package dev.tandem.returns.rma;

import dev.tandem.returns.opinion.Opinion;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Reason;
import java.util.Optional;

/**
 * What a second opinion means for a return: it agrees, or staff look. It never rejects, which {@link PhotoCheck} holds, never asks for
 * another photo, and whether the tag is there and whose it is the code alone decides.
 */
final class OpinionCheck {
    static final String NAME = "second-opinion";

    /** An opinion that is less sure than this says nothing. */
    private static final double SURE = 0.75;

    private OpinionCheck() {}

    static Optional<PhotoCheck> of(Opinion opinion, ReturnLine line) {
        if (opinion.confidence() < SURE) {
            return Optional.empty();
        }
        Reason reason = line.reason();
        if (!opinion.correctProduct()) {
            return Optional.of(
                    reason == Reason.WRONG_ITEM
                            ? check(Outcome.APPROVED, "The photos show another item, as you said.")
                            : check(
                                    Outcome.REVIEW,
                                    "The photos seem to show another item; somebody of us looks at them."));
        }
        // Who says that it came broken or not as described is not held to its looking new.
        if (!reason.isQualityFault() && opinion.damaged()) {
            return Optional.of(
                    check(Outcome.REVIEW, "The item seems to be damaged; somebody of us looks at the photos."));
        }
        if (!reason.isQualityFault() && opinion.condition() == Opinion.Condition.WORN) {
            return Optional.of(check(Outcome.REVIEW, "The item seems to be worn; somebody of us looks at the photos."));
        }
        return opinion.condition() == Opinion.Condition.UNCLEAR
                ? Optional.empty()
                : Optional.of(check(Outcome.APPROVED, "A second look at the photos found nothing against it."));
    }

    private static PhotoCheck check(Outcome outcome, String text) {
        return new PhotoCheck(null, NAME, outcome, false, text, null);
    }
}
