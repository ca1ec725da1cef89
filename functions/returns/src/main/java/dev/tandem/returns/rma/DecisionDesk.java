package dev.tandem.returns.rma;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.returns.coupon.Coupon;
import dev.tandem.returns.coupon.CouponSigner;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides returns: the precheck, staff who overrule it, and the shopper's choice of what comes of it. */
public final class DecisionDesk {
    /** From approval until the goods are handed over; as long as Directive 2011/83/EU, article 14, leaves a shopper. */
    static final Duration HAND_OVER = Duration.ofDays(14);

    private final ReturnBook book;
    private final Clock clock;

    public DecisionDesk(ReturnBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** How a step ended. {@code recorded} is false when nothing had to be written. */
    public record Stepped(Return rma, boolean recorded) {}

    public Return find(String returnId, Caller caller) {
        return ReturnDesk.owned(book, returnId, caller);
    }

    /** Checks a return by the policy in force and its photos. What is decided already stays decided. */
    public Stepped precheck(
            String returnId,
            Caller caller,
            Policies policies,
            PhotoInspector inspector,
            Function<Return, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Return before = ReturnDesk.owned(book, returnId, caller);
            if (!before.state().isOpen()) {
                return new Stepped(before, false);
            }
            Instant now = now();
            Policy policy = policies.inForceAt(before.createdAt());
            PhotoInspector.Inspection photos = inspector.inspect(before);
            Decision decision = Precheck.decide(
                    before,
                    policy,
                    Precheck.facts(before, book.history(before.shopperId(), before.createdAt(), returnId)),
                    photos.checks(),
                    photos.usable(),
                    now);
            ReturnState next = switch (decision.outcome()) {
                case APPROVED -> ReturnState.APPROVED;
                case REJECTED -> ReturnState.REJECTED;
                case REVIEW -> decision.waitsForShopper() ? ReturnState.REQUESTED : ReturnState.IN_REVIEW;
            };
            Return after = before.step(next, Decision.PRECHECK, words(decision), now, deadline(before, next, now))
                    .decided(decision);
            if (next != ReturnState.REQUESTED) {
                // Before the decision stands: a photo that was never remembered could be sent again.
                photos.remember().run();
            }
            if (commit(before, after, null, answer, attempts)) {
                return new Stepped(after, true);
            }
        }
    }

    private static String words(Decision decision) {
        return switch (decision.outcome()) {
            case APPROVED -> "The return was approved.";
            case REJECTED -> "The return was rejected.";
            case REVIEW ->
                decision.waitsForShopper()
                        ? "Something is missing from the shopper."
                        : "The return was given to staff.";
        };
    }

    private static @Nullable Instant deadline(Return before, ReturnState next, Instant now) {
        return switch (next) {
            case REQUESTED, IN_REVIEW -> before.deadline();
            case APPROVED -> now.plus(HAND_OVER);
            case HANDED_OVER, REJECTED, CANCELLED, SETTLED -> null;
        };
    }

    /**
     * Staff decide, whatever the precheck said.
     *
     * @throws UnprocessableException {@code NOT_CHECKED} before any precheck
     * @throws ConflictException {@code RETURN_ENDED}; {@code QUANTITY_NOT_RETURNABLE} when another return has taken the pieces that this one
     *     gave back
     */
    public Return decide(
            String returnId,
            boolean approve,
            String reason,
            Caller caller,
            Function<Return, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Return before = ReturnDesk.owned(book, returnId, caller);
            Decision standing = before.decision();
            if (standing == null) {
                throw new UnprocessableException(
                        "NOT_CHECKED", "Have it checked first, so that there is something to decide on.");
            }
            ReturnState next = approve ? ReturnState.APPROVED : ReturnState.REJECTED;
            if (before.state() == next || !before.state().canBecome(next)) {
                throw new ConflictException("RETURN_ENDED", "The return is " + before.state() + ".");
            }
            Instant now = now();
            Outcome outcome = approve ? Outcome.APPROVED : Outcome.REJECTED;
            Decision made = standing.overruled(
                    outcome,
                    caller.name(),
                    now,
                    reason,
                    Precheck.alternatives(before, standing.lines(), standing.refund(), outcome));
            Return after = before.step(
                            next,
                            caller.name(),
                            "Staff decided " + outcome + ": " + reason,
                            now,
                            deadline(before, next, now))
                    .decided(made);
            if (commit(before, after, null, answer, attempts)) {
                return after;
            }
        }
    }

    /**
     * The shopper chooses. Keeping the goods takes effect at once, with a coupon where the policy gives one; the rest when the goods are
     * back.
     *
     * @param signer asked for only when a coupon is issued
     * @throws ConflictException {@code RETURN_NOT_APPROVED}
     * @param replacements what an exchange is for, where it is not the same again
     * @throws UnprocessableException {@code COMPENSATION_NOT_OFFERED}, {@code REPLACEMENT_UNEXPECTED}, {@code LINES_DIFFER}
     */
    public Stepped choose(
            String returnId,
            Compensation choice,
            List<Return.Replacement> replacements,
            Caller caller,
            Supplier<CouponSigner> signer,
            Function<Return, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Return before = ReturnDesk.owned(book, returnId, caller);
            boolean keep = choice == Compensation.KEEP;
            if (before.compensation() == choice
                    && replacements.equals(before.replacements())
                    && (keep || before.state() == ReturnState.APPROVED)) {
                return new Stepped(before, false);
            }
            requireReplaceable(before, choice, replacements);
            Decision decision = before.decision();
            if (before.state() != ReturnState.APPROVED
                    && !(keep && before.state().isOpen())) {
                throw new ConflictException(
                        "RETURN_NOT_APPROVED", "The return is " + before.state() + "; there is nothing to choose.");
            }
            Alternative offer = decision == null || before.state() != ReturnState.APPROVED
                    ? new Alternative(Compensation.KEEP, null, "")
                    : decision.alternatives().stream()
                            .filter(each -> each.choice() == choice)
                            .findFirst()
                            .orElseThrow(() -> new UnprocessableException(
                                    "COMPENSATION_NOT_OFFERED", "That is not among the alternatives of the decision."));
            Instant now = now();
            Coupon coupon = keep && offer.value() != null
                    ? signer.get().issue(returnId, before.shopperId(), offer.value(), now)
                    : null;
            ReturnState next = keep ? (coupon == null ? ReturnState.CANCELLED : ReturnState.SETTLED) : before.state();
            Return after = before.step(
                            next,
                            caller.name(),
                            "The shopper chose " + choice + ".",
                            now,
                            keep ? null : before.deadline())
                    .compensated(choice, coupon == null ? null : coupon.code())
                    .replacing(replacements);
            if (commit(before, after, coupon, answer, attempts)) {
                return new Stepped(after, true);
            }
        }
    }

    private static void requireReplaceable(Return rma, Compensation choice, List<Return.Replacement> replacements) {
        if (!replacements.isEmpty() && choice != Compensation.EXCHANGE) {
            throw new UnprocessableException("REPLACEMENT_UNEXPECTED", "Only an exchange takes replacements.");
        }
        Set<String> open = new HashSet<>(rma.pieces().keySet());
        if (!replacements.stream().allMatch(each -> open.remove(each.lineId()))) {
            throw new UnprocessableException(
                    "LINES_DIFFER",
                    "Name a line of the return once at most: " + rma.pieces().keySet() + ".");
        }
    }

    private boolean commit(
            Return before,
            Return after,
            @Nullable Coupon coupon,
            Function<Return, FirstAnswer> answer,
            Attempts attempts) {
        Order order = null;
        Order moved = null;
        if (before.state().holdsPieces() != after.state().holdsPieces()) {
            order = book.order(before.orderId()).orElseThrow();
            try {
                moved = ReturnDesk.moved(order, before, after);
            } catch (IllegalArgumentException e) {
                throw new ConflictException(
                        "QUANTITY_NOT_RETURNABLE", "Its pieces were given back and another return has taken them.");
            }
        }
        return ReturnDesk.done(
                book.commit(new ReturnBook.Change(before, after, order, moved, coupon), answer.apply(after)), attempts);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
