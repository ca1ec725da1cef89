package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Facts;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided, by which policy, and all that led there.
 *
 * @param waitsForShopper whether only the shopper can help it on: a photo again, a question answered
 * @param by {@code precheck}, or {@code staff:} and the subject of who has overruled it
 * @param reason of an override
 * @param facts what the policy was told, kept so that another can be tried on it; not for the shopper
 * @param usablePhotos how many photos were there and could be judged
 * @param refund the value of the goods less the fee
 */
public record Decision(
        Outcome outcome,
        boolean waitsForShopper,
        String by,
        Instant at,
        String policyVersion,
        @Nullable String reason,
        List<Verdict> lines,
        List<PhotoCheck> photos,
        int usablePhotos,
        List<Facts> facts,
        Money refund,
        Money fee,
        List<Alternative> alternatives) {
    public static final String PRECHECK = "precheck";

    public Decision {
        lines = List.copyOf(lines);
        photos = List.copyOf(photos);
        facts = List.copyOf(facts);
        alternatives = List.copyOf(alternatives);
    }

    Decision overruled(Outcome outcome, String by, Instant at, String reason, List<Alternative> alternatives) {
        return new Decision(
                outcome,
                false,
                by,
                at,
                policyVersion,
                reason,
                lines,
                photos,
                usablePhotos,
                facts,
                refund,
                fee,
                alternatives);
    }

    public boolean offers(Compensation choice) {
        return alternatives.stream().anyMatch(each -> each.choice() == choice);
    }
}
