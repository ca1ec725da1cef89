package dev.tandem.returns.lifecycle;

import dev.tandem.commons.Attempts;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnBook;
import dev.tandem.returns.rma.ReturnState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Ends returns that nobody goes on with. What waits for the shopper is cancelled, and its pieces can be returned again; what waits for
 * staff is not the shopper's fault, so staff is told, again and again. What is on its way has the clocks of its workflow.
 */
public final class Expiry {
    /** As timelines have it. */
    static final String BY = "deadline";

    /** Between two reminders of staff. */
    static final Duration REMINDER = Duration.ofDays(2);

    private final ReturnBook returns;
    private final LifecycleBook lifecycles;
    private final Postman postman;
    private final Clock clock;

    public Expiry(ReturnBook returns, LifecycleBook lifecycles, Postman postman, Clock clock) {
        this.returns = returns;
        this.lifecycles = lifecycles;
        this.postman = postman;
        this.clock = clock;
    }

    /** What became of one. */
    public enum Outcome {
        CANCELLED,
        STAFF_REMINDED,
        /** Somebody was quicker, or its workflow has it. */
        LEFT
    }

    public Outcome expire(String returnId, Attempts attempts) {
        while (true) {
            // In this order: a lifecycle that is read after its return knows all that the return does.
            Return rma = returns.find(returnId).orElse(null);
            Lifecycle life = lifecycles.find(returnId).orElse(null);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            if (rma == null || rma.deadline() == null || !rma.deadline().isBefore(now)) {
                return Outcome.LEFT;
            }
            Outcome outcome = switch (rma.state()) {
                case REQUESTED -> Outcome.CANCELLED;
                case APPROVED -> life == null || life.over() ? Outcome.CANCELLED : Outcome.LEFT;
                case IN_REVIEW -> Outcome.STAFF_REMINDED;
                case HANDED_OVER, REJECTED, CANCELLED, SETTLED -> Outcome.LEFT;
            };
            boolean done = switch (outcome) {
                case LEFT -> true;
                case CANCELLED -> cancelled(rma, now);
                case STAFF_REMINDED -> reminded(rma, now);
            };
            if (done) {
                return outcome;
            }
            attempts.pause();
        }
    }

    private boolean cancelled(Return rma, Instant now) {
        String text = rma.state() == ReturnState.APPROVED
                ? "Nothing was handed over before the deadline, so the return was cancelled."
                : "Nothing more came before the deadline, so the return was cancelled.";
        Order order = returns.order(rma.orderId()).orElseThrow();
        ReturnBook.Change change = new ReturnBook.Change(
                rma,
                rma.step(ReturnState.CANCELLED, BY, text, now, null),
                order,
                LifecycleChanges.givenBack(order, rma),
                null);
        return returns.commit(change, null) == Written.DONE;
    }

    /** Told before it is written: a reminder that is sent twice does no harm, one that is never sent does. */
    private boolean reminded(Return rma, Instant now) {
        postman.send(LifecycleChanges.escalation(rma, null, "The return has waited too long for a decision.", now));
        Return after = rma.step(rma.state(), BY, "Staff was reminded of the return.", now, now.plus(REMINDER));
        return returns.commit(ReturnBook.Change.of(rma, after), null) == Written.DONE;
    }
}
