package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Ground;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Reason;
import dev.tandem.returns.policy.ReturnChannel;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A return as the API shows it: all that led to the decision, but not the facts about the person. */
public record ReturnView(
        String returnId,
        String orderId,
        ReturnState state,
        ReturnChannel channel,
        List<Line> lines,
        List<Photo> photos,
        @Nullable DecisionView decision,
        Compensation compensation,
        @Nullable List<Return.Replacement> replacements,
        @Nullable String couponCode,
        List<Return.Moment> timeline,
        Instant createdAt,
        @Nullable Instant deadline,
        @Nullable List<Uploads.Upload> uploads) {

    public record Line(String lineId, String sku, String name, int quantity, Money unitPrice, Reason reason) {}

    public record Photo(
            String photoId,
            PhotoSlot.Subject subject,
            @Nullable String lineId) {}

    /** @param waitsFor who has to do something: SHOPPER, STAFF, or nobody */
    public record DecisionView(
            Outcome outcome,
            @Nullable String waitsFor,
            String by,
            Instant at,
            String policyVersion,
            @Nullable String reason,
            List<LineVerdict> lines,
            List<PhotoCheck> photos,
            List<String> nextSteps,
            Money estimatedRefund,
            Money fee,
            List<Alternative> alternatives) {}

    public record LineVerdict(
            String lineId, Outcome outcome, @Nullable Instant returnableUntil, List<Ground> grounds) {}

    public static ReturnView of(Return rma) {
        return of(rma, null);
    }

    public static ReturnView of(Return rma, @Nullable List<Uploads.Upload> uploads) {
        Decision decision = rma.decision();
        return new ReturnView(
                rma.returnId(),
                rma.orderId(),
                rma.state(),
                rma.channel(),
                rma.lines().stream()
                        .map(line -> new Line(
                                line.lineId(),
                                line.sku(),
                                line.name(),
                                line.quantity(),
                                line.unitPrice(),
                                line.reason()))
                        .toList(),
                rma.photos().stream()
                        .map(slot -> new Photo(slot.photoId(), slot.subject(), slot.lineId()))
                        .toList(),
                decision == null ? null : view(decision),
                rma.compensation(),
                rma.replacements().isEmpty() ? null : rma.replacements(),
                rma.couponCode(),
                // Which person of the staff it was is for the log, not for the shopper.
                rma.timeline().stream()
                        .map(moment -> new Return.Moment(moment.at(), moment.state(), role(moment.by()), moment.text()))
                        .toList(),
                rma.createdAt(),
                rma.deadline(),
                uploads);
    }

    private static String role(String by) {
        return by.startsWith("staff:") ? "staff" : by;
    }

    private static DecisionView view(Decision decision) {
        return new DecisionView(
                decision.outcome(),
                decision.outcome() != Outcome.REVIEW ? null : decision.waitsForShopper() ? "SHOPPER" : "STAFF",
                role(decision.by()),
                decision.at(),
                decision.policyVersion(),
                decision.reason(),
                decision.lines().stream()
                        .map(verdict -> new LineVerdict(
                                verdict.lineId(), verdict.outcome(), verdict.until(), verdict.grounds()))
                        .toList(),
                decision.photos(),
                nextSteps(decision),
                decision.refund(),
                decision.fee(),
                decision.alternatives());
    }

    private static List<String> nextSteps(Decision decision) {
        if (decision.outcome() == Outcome.APPROVED) {
            return List.of("Choose what you want for it, pack it, and hand it over before the deadline.");
        }
        // Of a rejection only what concerns it: a photo taken again would not help.
        return Stream.concat(
                        decision.lines().stream()
                                .flatMap(verdict -> verdict.grounds().stream())
                                .filter(ground -> ground.outcome() == decision.outcome())
                                .map(Ground::next),
                        decision.photos().stream()
                                .filter(check -> check.outcome() == decision.outcome())
                                .map(PhotoCheck::next))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
