package dev.tandem.returns.rma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.returns.opinion.Opinion;
import dev.tandem.returns.opinion.Opinion.Condition;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Reason;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpinionCheckTest {
    private static ReturnLine line(Reason reason) {
        return new ReturnLine(
                "1", "WEAR-1", null, "Shirt", "wear", 1, new Money(4990, "EUR"), reason, null, null, null);
    }

    private static Optional<Outcome> outcome(
            Reason reason, Condition condition, boolean damaged, boolean correct, double confidence) {
        return OpinionCheck.of(new Opinion(condition, true, damaged, correct, confidence), line(reason))
                .map(PhotoCheck::outcome);
    }

    @Test
    void whateverIsSaidNothingIsRejectedOrAskedForAgain() {
        Random random = new Random(7);
        for (Reason reason : Reason.values()) {
            for (Condition condition : Condition.values()) {
                for (int bits = 0; bits < 8; bits++) {
                    Opinion opinion =
                            new Opinion(condition, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, random.nextDouble());
                    OpinionCheck.of(opinion, line(reason)).ifPresent(check -> {
                        assertThat(check.outcome()).isNotEqualTo(Outcome.REJECTED);
                        assertThat(check.retake()).isFalse();
                    });
                }
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhotoCheck(null, OpinionCheck.NAME, Outcome.REJECTED, false, "", null));
    }

    @Test
    void doubtsGoToStaffUnlessTheyAreWhatTheShopperSays() {
        assertThat(outcome(Reason.TOO_SMALL, Condition.NEW, false, true, 0.9)).contains(Outcome.APPROVED);
        assertThat(outcome(Reason.TOO_SMALL, Condition.NEW, false, false, 0.9)).contains(Outcome.REVIEW);
        assertThat(outcome(Reason.WRONG_ITEM, Condition.NEW, false, false, 0.9)).contains(Outcome.APPROVED);
        assertThat(outcome(Reason.TOO_SMALL, Condition.NEW, true, true, 0.9)).contains(Outcome.REVIEW);
        assertThat(outcome(Reason.DAMAGED, Condition.WORN, true, true, 0.9)).contains(Outcome.APPROVED);
        assertThat(outcome(Reason.NOT_LIKED, Condition.WORN, false, true, 0.9)).contains(Outcome.REVIEW);
        assertThat(outcome(Reason.NOT_LIKED, Condition.UNCLEAR, false, true, 0.9))
                .isEmpty();
        assertThat(outcome(Reason.TOO_SMALL, Condition.WORN, true, false, 0.5)).isEmpty();
    }
}
